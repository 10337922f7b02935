import { floorOf } from './floor.ts';
import { mannKendall } from './mann-kendall.ts';
import type { Point } from './point.ts';
import { theilSen } from './slope.ts';

/**
 * How a value came to be as high as it was at its last point. All shares are 0..1 and free of scale: stretching time or
 * multiplying values changes none of them.
 */
export interface Rise {
  readonly points: number;
  readonly spanUs: number;
  /** Last value less the floor before the rise, in the metric's unit; never negative. */
  readonly amount: number;
  readonly from: Point;
  readonly to: Point;
  /** Points from the start of the rise on. */
  readonly risingPoints: number;
  /** Share of the window in which it rose: from the last time the value stood within a tenth of its floor to the end. */
  readonly risingShare: number;
  /** The largest share of the rise that falls between two neighbouring points. */
  readonly steepestStep: number;
  /** Share of the rise that falls into the steepest tenth of the window. */
  readonly concentration: number;
  /** The same within the time of the rise alone: a slope of two hours is no jump because nothing happened for a week before. */
  readonly innerConcentration: number;
  /** The intervals that brought the rise, and how their paces compare; null where fewer than two brought it. */
  readonly pace: { readonly intervals: number; readonly fastestToSlowest: number } | null;
  /** Slope of the last third of the rise over its slope as a whole: near 0 it had levelled off, near 1 it went on. */
  readonly lastThird: number | null;
  /** How long it had stood at its level in the end, without falling below {@link levelOfRise} of the rise again. */
  readonly level: { readonly points: number; readonly share: number };
  /** Share of the rise that falls into a pause of the sampler: a long time in which nobody looked. */
  readonly unwatched: number;
  /** Mann-Kendall tau of the floor, null with too few distinct values. */
  readonly tau: number | null;
  readonly perSecond: number | null;
  /** Rise over the noise around it (median absolute step against the direction); null where there is none. */
  readonly signal: number | null;
}

const floorBins = 60;
/** The value counts as still on its floor while it has used up less than this share of the whole rise. */
const onFloor = 0.1;

/** Describes the rise that ends at the last of the points; null below two points. */
export function describeRise(points: readonly Point[]): Rise | null {
  const to = points.at(-1);
  const first = points[0];
  if (!to || !first || points.length < 2) return null;
  const lowest = points.reduce((low, point) => Math.min(low, point.value), to.value);
  const amount = Math.max(0, to.value - lowest);
  const startIndex = lastOnFloor(points, lowest + amount * onFloor);
  const rising = points.slice(startIndex);
  const from = rising[0] as Point;
  const spanUs = to.atUs - first.atUs;
  const floor = floorOf(rising, floorBins);
  const whole = theilSen(floor);
  const lastPart = theilSen(floor.slice(-Math.max(3, Math.ceil(floor.length / 3))));
  return {
    points: points.length,
    spanUs,
    amount,
    from,
    to,
    risingPoints: rising.length,
    risingShare: spanUs === 0 ? 0 : (to.atUs - from.atUs) / spanUs,
    steepestStep: amount === 0 ? 0 : steepest(points, 0) / amount,
    concentration: amount === 0 ? 0 : Math.min(1, steepest(points, spanUs / 10) / amount),
    innerConcentration: amount === 0 ? 0 : Math.min(1, steepest(rising, (to.atUs - from.atUs) / 10) / amount),
    pace: paceOf(points.slice(lastOnFloor(points, lowest + amount * partOfRise)), amount),
    lastThird:
      whole && lastPart && whole.perSecond !== 0 && floor.length >= 6 ? lastPart.perSecond / whole.perSecond : null,
    unwatched: amount === 0 ? 0 : gainInPause(points, spanUs) / amount,
    level: levelOf(points, lowest + amount * levelOfRise, spanUs),
    tau: mannKendall(floor)?.tau ?? null,
    perSecond: whole?.perSecond ?? null,
    signal: signalOf(rising, amount),
  };
}

/** Many times the usual interval, and much of the time watched: a sampler that was starved for moments still saw a jump. */
const pause = { intervals: 5, ofSpan: 0.25 } as const;

function gainInPause(points: readonly Point[], spanUs: number): number {
  const gaps = points.slice(1).map(({ atUs }, index) => atUs - (points[index] as Point).atUs);
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const least = Math.max(usual * pause.intervals, spanUs * pause.ofSpan);
  return gaps.reduce((most, gap, index) => {
    const gain = (points[index + 1] as Point).value - (points[index] as Point).value;
    return gap > least ? Math.max(most, gain) : most;
  }, 0);
}

/** A value above this share of its rise stands at its new level. */
const levelOfRise = 0.75;

function levelOf(points: readonly Point[], threshold: number, spanUs: number): Rise['level'] {
  const first = points.findLastIndex(({ value }) => value < threshold) + 1;
  // The last point may be the report's own, behind a time that nobody watched.
  const [from, to] = [points[first], points.at(-2)];
  if (!from || !to || to.atUs < from.atUs) return { points: 0, share: 0 };
  return { points: points.length - first, share: spanUs === 0 ? 0 : (to.atUs - from.atUs) / spanUs };
}

/** An interval that brought less of the rise than this says nothing about its pace. */
const partOfRise = 0.04;
/** Together the intervals that are compared must make up this much of it. */
const wholeRise = 0.9;

function paceOf(rising: readonly Point[], amount: number): Rise['pace'] {
  let intervals = 0;
  let gained = 0;
  let fastest = 0;
  let slowest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < rising.length; index += 1) {
    const before = rising[index - 1] as Point;
    const after = rising[index] as Point;
    const gain = after.value - before.value;
    if (gain < amount * partOfRise || after.atUs <= before.atUs) continue;
    const pace = gain / (after.atUs - before.atUs);
    intervals += 1;
    gained += gain;
    fastest = Math.max(fastest, pace);
    slowest = Math.min(slowest, pace);
  }
  return intervals < 2 || gained < amount * wholeRise ? null : { intervals, fastestToSlowest: fastest / slowest };
}

function lastOnFloor(points: readonly Point[], threshold: number): number {
  for (let index = points.length - 1; index >= 0; index -= 1) {
    if ((points[index] as Point).value <= threshold) return index;
  }
  return 0;
}

/** The largest gain between two points at most `widthUs` apart, or between neighbours. */
function steepest(points: readonly Point[], widthUs: number): number {
  let best = 0;
  let from = 0;
  for (let to = 1; to < points.length; to += 1) {
    while (from < to - 1 && (points[to] as Point).atUs - (points[from] as Point).atUs > widthUs) from += 1;
    let low = Number.POSITIVE_INFINITY;
    for (let index = from; index < to; index += 1) low = Math.min(low, (points[index] as Point).value);
    best = Math.max(best, (points[to] as Point).value - low);
  }
  return best;
}

function signalOf(points: readonly Point[], amount: number): number | null {
  const drops: number[] = [];
  for (let index = 1; index < points.length; index += 1) {
    const step = (points[index] as Point).value - (points[index - 1] as Point).value;
    if (step < 0) drops.push(-step);
  }
  const noise = drops.reduce((most, drop) => Math.max(most, drop), 0);
  return noise === 0 ? null : amount / noise;
}
