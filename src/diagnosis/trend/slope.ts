import { median, quantileSorted } from 'simple-statistics';
import type { Point } from './point.ts';

/** A robust slope with the interval that Sen's ranks give, in units of value per second. */
export interface Slope {
  readonly perSecond: number;
  readonly lowPerSecond: number;
  readonly highPerSecond: number;
}

/** Pairs grow with the square of the points: beyond this the floor is taken first. */
const mostPoints = 500;
const normal95 = 1.959964;

/** Theil and Sen: the median of the slopes of all pairs. Null below three points or where all share one time. */
export function theilSen(points: readonly Point[]): Slope | null {
  const used = points.length > mostPoints ? every(points, mostPoints) : points;
  const slopes: number[] = [];
  for (let later = 1; later < used.length; later += 1) {
    const b = used[later] as Point;
    for (let earlier = 0; earlier < later; earlier += 1) {
      const a = used[earlier] as Point;
      if (b.atUs > a.atUs) slopes.push(((b.value - a.value) / (b.atUs - a.atUs)) * 1_000_000);
    }
  }
  if (used.length < 3 || slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const n = used.length;
  const spread = normal95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number): number => quantileSorted(slopes, Math.min(1, Math.max(0, rank / slopes.length)));
  return {
    perSecond: median(slopes),
    lowPerSecond: at((slopes.length - spread) / 2),
    highPerSecond: at((slopes.length + spread) / 2),
  };
}

function every(points: readonly Point[], count: number): Point[] {
  return Array.from(
    { length: count },
    (_, index) => points[Math.floor((index * (points.length - 1)) / (count - 1))] as Point,
  );
}
