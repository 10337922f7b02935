import { floorOf } from './floor.ts';
import type { Point } from './point.ts';
import { theilSen } from './slope.ts';

/** When growth will have used up what is left: a range, never a moment. */
export interface Exhaustion {
  readonly soonestHours: number;
  readonly latestHours: number;
}

const floorBins = 60;
/** A forecast over more than this many times what was watched is no measurement. */
const furthest = 5;
/** Neighbouring samples are alike: as if there were fewer of them, but no narrower than this. */
const mostAlike = 0.9;

/**
 * How long `headroom` lasts at the pace of the floor; null where the pace is not surely upward, or where the answer lies
 * further off than five times the time watched.
 *
 * The interval of Sen's ranks takes samples for independent, and covers the truth in 20-40 of 100 cases where they are not
 * (simulated): it is widened by the root of (1 + r) / (1 - r), r being how alike neighbouring residuals are.
 */
export function exhaustion(points: readonly Point[], headroom: number): Exhaustion | null {
  const floor = floorOf(points, floorBins);
  const slope = theilSen(floor);
  const [first, last] = [floor[0], floor.at(-1)];
  if (!slope || !first || !last || headroom <= 0) return null;
  const widening = Math.sqrt((1 + likeness(floor, slope.perSecond)) / (1 - likeness(floor, slope.perSecond)));
  const low = slope.perSecond - (slope.perSecond - slope.lowPerSecond) * widening;
  const high = slope.perSecond + (slope.highPerSecond - slope.perSecond) * widening;
  const watchedHours = (last.atUs - first.atUs) / 3.6e9;
  if (low <= 0) return null;
  const range = { soonestHours: headroom / high / 3600, latestHours: headroom / low / 3600 };
  return range.latestHours > watchedHours * furthest ? null : range;
}

/** Autocorrelation of the residuals at one step, 0 to 0.9. */
function likeness(points: readonly Point[], perSecond: number): number {
  const residuals = points.map(({ atUs, value }) => value - (perSecond * (atUs - (points[0]?.atUs ?? atUs))) / 1e6);
  const mean = residuals.reduce((sum, one) => sum + one, 0) / residuals.length;
  const centred = residuals.map((one) => one - mean);
  const variance = centred.reduce((sum, one) => sum + one * one, 0);
  const product = centred.slice(1).reduce((sum, one, index) => sum + one * (centred[index] ?? 0), 0);
  return variance === 0 ? 0 : Math.min(mostAlike, Math.max(0, product / variance));
}
