import type { Point } from '../../diagnosis/trend/point.ts';

/** A stamp of the log and a tick of the sampler may be this much early or late. */
export const slackUs = 2_000_000;

/**
 * The last point surely before and the first surely after; null where the points do not reach around the moment. A tick that
 * is starved of memory reads its values long after its stamp, so that the last stamp before a kill may show what came after.
 */
export function ticksAround(
  points: readonly Point[],
  atUs: number,
): { readonly before: Point; readonly after: Point } | null {
  const index = firstAfter(points, atUs + slackUs);
  const after = points[index];
  let earlier = index - 1;
  while (earlier >= 0 && (points[earlier] as Point).atUs > atUs - slackUs) earlier -= 1;
  const before = points[Math.max(Math.min(0, earlier), earlier - 1)];
  return before && after ? { before, after } : null;
}

function firstAfter(points: readonly Point[], atUs: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).atUs <= atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const rises = new WeakMap<readonly Point[], number>();

/** The largest rise from one point to the next but one: a kill may fall between the two. */
export function largestRise(points: readonly Point[]): number {
  const known = rises.get(points);
  if (known !== undefined) return known;
  let largest = 0;
  for (let index = 1; index < points.length; index += 1) {
    const rise = (points[index] as Point).value - (points[Math.max(0, index - 2)] as Point).value;
    if (rise > largest) largest = rise;
  }
  rises.set(points, largest);
  return largest;
}
