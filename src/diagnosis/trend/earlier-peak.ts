import type { Point } from './point.ts';

const thresholds = {
  /** Of the last rise: as high as it, and surely down again. */
  asHigh: 0.8,
  downAgain: 0.5,
  /** A leak under a cycle leaves a higher trough behind each time. */
  troughRose: 0.15,
  /** What starts is low: this share of the points says nothing of troughs. */
  warmUp: 0.1,
  leastPoints: 8,
} as const;

/** An earlier time at which a value was as high as it is in the end. */
export interface EarlierPeak {
  readonly at: Point;
  readonly trough: Point;
}

/**
 * The last time before the final rise at which a value was about as high, if it came down again, and no less far than before:
 * a daily cycle, a batch, a collector. Null where there was none, or where the troughs rise too.
 */
export function earlierPeak(points: readonly Point[]): EarlierPeak | null {
  const last = points.at(-1);
  if (!last || points.length < thresholds.leastPoints) return null;
  const settled = points.slice(Math.floor(points.length * thresholds.warmUp));
  const lowest = settled.reduce((least, { value }) => Math.min(least, value), last.value);
  const amount = last.value - lowest;
  if (amount <= 0) return null;
  let trough = last;
  for (let index = settled.length - 2; index >= 0; index -= 1) {
    const point = settled[index] as Point;
    if (point.value < trough.value) trough = point;
    const wasDown = trough.value <= lowest + amount * thresholds.downAgain;
    if (!wasDown || point.value < lowest + amount * thresholds.asHigh) continue;
    const before = settled.slice(0, index).reduce((least, { value }) => Math.min(least, value), trough.value);
    return trough.value - before <= amount * thresholds.troughRose ? { at: point, trough } : null;
  }
  return null;
}
