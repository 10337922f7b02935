import type { Point } from './point.ts';

const hourUs = 3_600_000_000;
const dayUs = 24 * hourUs;
/** Of a day at each side must be watched before two days can be compared. */
const leastDays = 2;
/** Days that are compared may be so far from 24 hours apart: samples do not fall on the minute. */
const slackUs = hourUs / 2;

/** How the values of one day compare with those of the day before at the same hour. */
export interface DayOverDay {
  /** Share of the hours at which the later day was higher, 0..1. */
  readonly higher: number;
  /** The median difference from one day to the next. */
  readonly gain: number;
}

/** Whether it is more than the day before, hour by hour; null where less than two days were watched. */
export function dayOverDay(points: readonly Point[]): DayOverDay | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || last.atUs - first.atUs < leastDays * dayUs - slackUs) return null;
  const differences: number[] = [];
  let earlier = 0;
  for (const { atUs, value } of points) {
    while (earlier + 1 < points.length && (points[earlier + 1] as Point).atUs <= atUs - dayUs) earlier += 1;
    const before = points[earlier] as Point;
    if (Math.abs(atUs - dayUs - before.atUs) <= slackUs) differences.push(value - before.value);
  }
  if (differences.length === 0) return null;
  const sorted = differences.toSorted((a, b) => a - b);
  return {
    higher: differences.filter((difference) => difference > 0).length / differences.length,
    gain: sorted[Math.floor(sorted.length / 2)] as number,
  };
}

/** The mean of the 24 hours before each point: what comes and goes with the day is in none of them. */
export function withoutDay(points: readonly Point[]): Point[] {
  const first = points[0];
  if (!first) return [];
  const means: Point[] = [];
  let from = 0;
  let sum = 0;
  for (const [to, { atUs, value }] of points.entries()) {
    sum += value;
    while ((points[from] as Point).atUs <= atUs - dayUs) {
      sum -= (points[from] as Point).value;
      from += 1;
    }
    if (atUs - first.atUs >= dayUs - slackUs) means.push({ atUs, value: sum / (to - from + 1) });
  }
  return means;
}
