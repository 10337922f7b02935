import type { Point } from './point.ts';

/**
 * The floor of a series: the lowest point of each of up to `bins` equal spans of time.
 *
 * A garbage collector or a cache moves the ceiling; what a leak moves is the floor. Bins without points stay out: a gap
 * is not a value.
 */
export function floorOf(points: readonly Point[], bins: number): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length <= bins) return [...points];
  const span = (last.atUs - first.atUs) / bins;
  const best: (Point | undefined)[] = [];
  for (const point of points) {
    const bin = Math.min(bins - 1, Math.floor((point.atUs - first.atUs) / span));
    const held = best[bin];
    if (!held || point.value < held.value) best[bin] = point;
  }
  return best.filter((point): point is Point => point !== undefined);
}
