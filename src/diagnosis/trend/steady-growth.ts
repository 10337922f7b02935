import { dayOverDay, withoutDay } from './daily.ts';
import type { Point } from './point.ts';
import { describeRise } from './rise.ts';

/** Growth that goes on while nothing has run out yet. */
export interface SteadyGrowth {
  readonly perHour: number;
  readonly amount: number;
  readonly points: number;
  readonly hours: number;
  /** P(the value keeps growing without end). */
  readonly confidence: number;
  /** What keeps it from being surer; null where nothing does. */
  readonly reservation: string | null;
}

/**
 * Nothing has been killed, so the bar is high: a false alarm about a healthy cache costs trust. The numbers are those of a
 * simulation (`bench/diagnosis/benign.ts` measures them again): below 120 points or two hours warm-up and sawtooth look
 * like growth.
 */
const needs = {
  points: 120,
  hours: 2,
  tau: 0.8,
  concentration: 0.35,
  lastThird: 0.6,
  risingShare: 0.6,
  quanta: 3,
  shareOfStart: 0.1,
  signal: 3,
} as const;
/** A day's load rises for hours; only a second day shows that it does not come back. */
const twoDaysHours = 48;
const confidences = { oneDay: 0.65, twoDays: 0.85 } as const;
/** What grows is more than the day before at nearly every hour. */
const higherThanTheDayBefore = 0.9;
const hourUs = 3_600_000_000;
/** A cache fills in the beginning: this share of the window says nothing about what comes after. */
const warmUpShare = 0.1;

/**
 * Whether a series grows steadily, by the floor of its values; null where it does not, or where there is too little of it.
 * From two days on, what comes and goes with the day is taken out: a daily cycle is no growth, and does not hide one.
 */
export function steadyGrowth(points: readonly Point[], quantum: number | null): SteadyGrowth | null {
  const settled = points.slice(Math.floor(points.length * warmUpShare));
  const hours = hoursOf(settled);
  if (points.length < needs.points || hours < needs.hours * (1 - warmUpShare)) return null;
  const days = dayOverDay(points);
  if (days && days.higher < higherThanTheDayBefore) return null;
  const rise = steadyRise(settled, quantum) ?? (days ? steadyRise(withoutDay(points), quantum) : null);
  if (!rise) return null;
  const longEnough = hours >= twoDaysHours;
  return {
    ...rise,
    points: points.length,
    hours,
    confidence: longEnough ? confidences.twoDays : confidences.oneDay,
    reservation: longEnough ? null : 'less than two days were watched: a daily cycle cannot be excluded',
  };
}

const hoursOf = (points: readonly Point[]): number => ((points.at(-1)?.atUs ?? 0) - (points[0]?.atUs ?? 0)) / hourUs;

function steadyRise(points: readonly Point[], quantum: number | null): Pick<SteadyGrowth, 'perHour' | 'amount'> | null {
  const rise = describeRise(points);
  if (!rise || rise.perSecond === null || rise.tau === null || rise.lastThird === null) return null;
  const start = Math.max(1, rise.to.value - rise.amount);
  const steady =
    rise.tau >= needs.tau &&
    rise.concentration <= needs.concentration &&
    rise.lastThird >= needs.lastThird &&
    rise.risingShare >= needs.risingShare;
  const large =
    rise.amount >= (quantum ?? 0) * needs.quanta &&
    rise.amount >= start * needs.shareOfStart &&
    (rise.signal === null || rise.signal >= needs.signal);
  return steady && large ? { perHour: rise.perSecond * 3600, amount: rise.amount } : null;
}
