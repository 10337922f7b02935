/** A short memory of one value, for its slope over about a minute. */
export interface Trend {
  add(atMs: number, value: number): void;
  /**
   * Change a second over the last minute: least, middle and greatest of the slopes between points of its first and its last
   * third, so that one spike does not make a trend. Null before there are 20 seconds to look at.
   */
  slope(): { readonly least: number; readonly middle: number; readonly most: number } | null;
}

const windowMs = 60_000;
const leastMs = 20_000;
const mostPoints = 64;

export function createTrend(): Trend {
  let points: { readonly atMs: number; readonly value: number }[] = [];
  return {
    add(atMs, value) {
      // A clock that was set back would make time run backwards: begin anew.
      const last = points.at(-1);
      if (last && atMs <= last.atMs) points = [];
      points = [...points.filter((point) => atMs - point.atMs <= windowMs), { atMs, value }].slice(-mostPoints);
    },
    slope() {
      const [first] = points;
      const last = points.at(-1);
      if (!first || !last || last.atMs - first.atMs < leastMs) return null;
      const third = Math.max(1, Math.floor(points.length / 3));
      const slopes = points
        .slice(0, third)
        .flatMap((from) =>
          points.slice(-third).map((to) => ((to.value - from.value) * 1000) / Math.max(1, to.atMs - from.atMs)),
        )
        .sort((a, b) => a - b);
      const [least] = slopes;
      const most = slopes.at(-1);
      const middle = slopes[Math.floor(slopes.length / 2)];
      if (least === undefined || most === undefined || middle === undefined) return null;
      return { least, middle, most };
    },
  };
}
