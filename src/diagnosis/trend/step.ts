import type { Point } from './point.ts';
import { theilSen } from './slope.ts';

/** One rise at once, to a level that is kept. */
export interface Step {
  readonly amount: number;
  /** The last point below and the first above. */
  readonly from: Point;
  readonly to: Point;
  /** How long the new level was kept. */
  readonly keptUs: number;
  /** Share of the scatter of all values that two levels explain. */
  readonly explained: number;
}

/** Free of scale. A straight line too is explained to three quarters by two levels: that both are flat tells them apart. */
const thresholds = {
  explained: 0.7,
  /** Points that a level needs before it can be called flat. */
  pointsOfLevel: 5,
  /** What a level may rise or fall over its whole length, of the step. */
  flat: 0.1,
  /** The new level must be kept for this share of the time watched: what had just risen when it was killed is a spike. */
  kept: 0.2,
  /** The step itself takes no more than this share of it. */
  sudden: 0.1,
} as const;

/**
 * The one change point that leaves two flat levels, the later the higher; null where there is none. Told from a leak, which
 * goes on rising, and from a spike, which does not stay.
 */
export function stepOf(points: readonly Point[]): Step | null {
  const at = changePoint(points);
  const from = points[at - 1];
  const to = points[at];
  const [first, last] = [points[0], points.at(-1)];
  if (!from || !to || !first || !last) return null;
  const [before, after] = [points.slice(0, at), points.slice(at)];
  const amount = mean(after) - mean(before);
  const spanUs = last.atUs - first.atUs;
  const keptUs = last.atUs - to.atUs;
  const scatter = scatterOf(points);
  const explained = scatter === 0 ? 0 : 1 - (scatterOf(before) + scatterOf(after)) / scatter;
  const holds =
    amount > 0 &&
    explained >= thresholds.explained &&
    keptUs >= spanUs * thresholds.kept &&
    to.atUs - from.atUs <= spanUs * thresholds.sudden &&
    isFlat(before, amount) &&
    isFlat(after, amount);
  return holds ? { amount, from, to, keptUs, explained } : null;
}

/** The index at which two levels leave the least scatter, each of enough points; 0 where there are too few. */
function changePoint(points: readonly Point[]): number {
  const whole = points.reduce((sum, { value }) => sum + value, 0);
  let below = 0;
  let best = { index: 0, between: 0 };
  for (let index = 1; index < points.length; index += 1) {
    below += (points[index - 1] as Point).value;
    const left = points.length - index;
    if (index < thresholds.pointsOfLevel || left < thresholds.pointsOfLevel) continue;
    const apart = (whole - below) / left - below / index;
    const between = (apart * apart * index * left) / points.length;
    if (between > best.between) best = { index, between };
  }
  return best.index;
}

function isFlat(level: readonly Point[], amount: number): boolean {
  const slope = theilSen(level);
  const seconds = ((level.at(-1)?.atUs ?? 0) - (level[0]?.atUs ?? 0)) / 1e6;
  return slope !== null && Math.abs(slope.perSecond * seconds) <= amount * thresholds.flat;
}

const mean = (points: readonly Point[]): number => points.reduce((sum, { value }) => sum + value, 0) / points.length;

function scatterOf(points: readonly Point[]): number {
  const middle = mean(points);
  return points.reduce((sum, { value }) => sum + (value - middle) ** 2, 0);
}
