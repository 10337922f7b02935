import type { IngestOptions } from '../options.ts';

/** What the user wants to see, epoch microseconds; null where it has no end. */
export interface Period {
  readonly sinceUs: number | null;
  readonly untilUs: number | null;
}

/** Null where the user wants all times. */
export function periodOf({ sinceUs, untilUs }: IngestOptions): Period | null {
  return sinceUs === null && untilUs === null ? null : { sinceUs, untilUs };
}

/**
 * Logs are not in order to the second: hosts' clocks differ, daemons deliver late. So much more than the period is read on
 * both sides. A report begun before it is over by then, and what stands further out of order makes a log one that is read
 * as a whole.
 */
export const slackUs = 3_600_000_000;

/** Between two stamps that were looked at: a longer gap could hide a New Year from a clock of stamps without one. */
const longestGapUs = 90 * 86_400_000_000;

/** Whether times stand in the order of a log, as far as seeking trusts it. */
export function areOrdered(timesUs: readonly number[]): boolean {
  let newest = Number.NEGATIVE_INFINITY;
  for (const us of timesUs) {
    if (us < newest - slackUs / 2) return false;
    if (Number.isFinite(newest) && us > newest + longestGapUs) return false;
    newest = Math.max(newest, us);
  }
  return true;
}

export const isBefore = (us: number, { sinceUs }: Period): boolean => sinceUs !== null && us < sinceUs - slackUs;
export const isAfter = (us: number, { untilUs }: Period): boolean => untilUs !== null && us > untilUs + slackUs;

/** Reasons of coverage; they say what the user asked for, and are no trouble. */
export const skippedBefore = 'byte not read: older than --since, by the stamps around it';
export const skippedAfter = 'byte not read: newer than --until, by the stamps around it';
export const isOutsidePeriod = (reason: string): boolean => reason === skippedBefore || reason === skippedAfter;
