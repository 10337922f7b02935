import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Stamp } from '../../parsers/model/stamp.ts';
import { type Clock, createClock } from './clock.ts';
import type { SettledTime } from './envelope.ts';
import type { IngestOptions } from './options.ts';

/** Settles each entry's stamp once, in the order in which the log is read: the year of a yearless log depends on it. */
export interface Timekeeper {
  /** Null for an entry without a stamp. */
  settle(entry: LogEntry): SettledTime | null;
  settleStamp(stamp: Stamp): SettledTime;
  /** A clock in the same state, to look ahead with. */
  fork(): Clock;
}

/** What is known of a log's time from outside: no line is younger than `newestUs`; dated files beside it lie near `nearUs`. */
export interface KnownTimes {
  readonly newestUs: number | null;
  readonly nearUs: number | null;
}

/** One for each log (a file or a rotated set). */
export function createTimekeeper(options: IngestOptions, known: KnownTimes): Timekeeper {
  const { tz, year, machineZone } = options;
  const clock = createClock({ tz, year, notBeforeUs: null, ...known, machineZone });
  const settled = new WeakMap<LogEntry, SettledTime>();
  return {
    settleStamp: (stamp) => clock.settle(stamp),
    fork: () => clock.fork(),
    settle(entry) {
      if (!entry.stamp) return null;
      const known = settled.get(entry);
      if (known) return known;
      const time = clock.settle(entry.stamp);
      settled.set(entry, time);
      return time;
    },
  };
}
