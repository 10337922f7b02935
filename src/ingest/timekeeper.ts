import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Stamp } from '../../parsers/model/stamp.ts';
import { createClock } from './clock.ts';
import type { SettledTime } from './envelope.ts';
import type { IngestOptions } from './options.ts';

/** Settles each entry's stamp once, in the order in which the log is read: the year of a yearless log depends on it. */
export interface Timekeeper {
  /** Null for an entry without a stamp. */
  settle(entry: LogEntry): SettledTime | null;
  settleStamp(stamp: Stamp): SettledTime;
}

/** One for each log (a file or a rotated set). `newestUs`: no line of it is younger, null where nothing says so. */
export function createTimekeeper(options: IngestOptions, newestUs: number | null): Timekeeper {
  const { tz, year, machineZone } = options;
  const clock = createClock({ tz, year, notBeforeUs: null, newestUs, machineZone });
  const settled = new WeakMap<LogEntry, SettledTime>();
  return {
    settleStamp: (stamp) => clock.settle(stamp),
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
