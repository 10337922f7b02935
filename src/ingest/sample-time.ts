import type { RawSample } from '../../parsers/model/sample.ts';
import type { Stamp } from '../../parsers/model/stamp.ts';
import { US_PER_DAY } from '../../parsers/time/civil.ts';
import { type Clock, createClock } from './clock.ts';

/** When a sample was taken. `us` is null where only the time since boot is known, or nothing. */
export interface SampleTime {
  readonly us: number | null;
  readonly basis: 'realtime' | 'monotonic' | 'inferred' | null;
  /** The zone that was assumed since neither the text nor the user names one. */
  readonly assumedZone?: string;
  /** The text gives a time of day only: the day is that of the file. */
  readonly assumedDate?: true;
  /** The text gives no time: it was counted from `--start` or back from the file's, by `--interval`. */
  readonly assumedStart?: true;
  /** Only the time since boot is known, and it began anew so often before in this file and those rotated from it. Absent: never. */
  readonly boots?: number;
}

export interface SampleClockOptions {
  /** Zone the user named, null where none. */
  readonly zone: string | null;
  readonly machineZone: string;
  readonly year: number | null;
}

/**
 * Settles the times of samples, file by file. In order of trust: an epoch or a stamp with its zone; a stamp without one, in
 * the user's zone, else in this machine's (`assumedZone`); a time of day on the last day on which the file can have begun
 * (`assumedDate`); a time in the file's name, for the first block of a file without any. What was assumed here may be
 * corrected later, beside the log: see `src/alignment`.
 *
 * `modifiedMs` is the time of the sample's file, null where it has none.
 */
export type SampleClock = (sample: RawSample, modifiedMs?: number | null) => SampleTime;

export function createSampleClock({ zone, machineZone, year }: SampleClockOptions, nowMs: number): SampleClock {
  let path: string | null = null;
  let file: FileClock | null = null;
  let boots = createBootCount();
  return (sample, modifiedMs = null) => {
    if (file === null || sample.span.path !== path) {
      if (path === null || unrotated(path) !== unrotated(sample.span.path)) boots = createBootCount();
      path = sample.span.path;
      const clock = createClock({ tz: zone, year, notBeforeUs: null, newestUs: nowMs * 1000, machineZone });
      file = createFileClock(clock, { path, newestUs: (modifiedMs ?? nowMs) * 1000 });
    }
    const { time, zoneMissing } = file(sample);
    const before = time.basis === 'monotonic' ? boots(sample.monotonicUs ?? 0) : 0;
    if (before > 0) return { ...time, boots: before };
    return zoneMissing && zone === null ? { ...time, assumedZone: machineZone } : time;
  };
}

/** Samples of one moment stand in any order. */
const sameMomentUs = 1_000_000;

/** Counts how often the time since boot began anew. */
function createBootCount(): (monotonicUs: number) => number {
  let newestUs = 0;
  let boots = 0;
  return (monotonicUs) => {
    if (monotonicUs < newestUs - sameMomentUs) {
      boots += 1;
      newestUs = monotonicUs;
    }
    newestUs = Math.max(newestUs, monotonicUs);
    return boots;
  };
}

/** The name of the file that is written, of one that was rotated away from it. */
export function unrotated(path: string): string {
  return path.replace(/\.(?:gz|zst|br|xz|bz2)$/, '').replace(/[.-]\d{1,8}$/, '');
}

interface Timed {
  readonly time: SampleTime;
  readonly zoneMissing: boolean;
}
type FileClock = (sample: RawSample) => Timed;

const timeless: Timed = { time: { us: null, basis: null }, zoneMissing: false };

function createFileClock(
  clock: Clock,
  { path, newestUs }: { readonly path: string; readonly newestUs: number },
): FileClock {
  /** The midnight before the first time of day of the file, as written. */
  let midnightUs: number | null = null;
  const named = timeInName(path);
  const seen = new Set<string>();

  return (sample) => {
    const { stamp, stampBasis, sinceMidnightUs, monotonicUs } = sample;
    if (stamp !== null) {
      const { us, basis } = clock.settle(stamp);
      const time: SampleTime = stampBasis === 'derived' ? { us, basis: 'inferred', assumedStart: true } : { us, basis };
      return { time, zoneMissing: stamp.offsetMinutes === null };
    }
    if (sinceMidnightUs !== null) {
      midnightUs ??= lastMidnight(sinceMidnightUs);
      const { us } = clock.settle(civil(midnightUs + sinceMidnightUs));
      return { time: { us, basis: 'inferred', assumedDate: true }, zoneMissing: true };
    }
    if (monotonicUs !== null) return { time: { us: null, basis: 'monotonic' }, zoneMissing: false };
    if (named === null || !isFirst(sample)) return timeless;
    const { us, basis } = clock.settle(named);
    return { time: { us, basis }, zoneMissing: named.offsetMinutes === null };
  };

  /** The newest midnight from which this time of day is not in the file's future. */
  function lastMidnight(timeOfDayUs: number): number {
    const written = newestUs + (newestUs - clock.settle(civil(newestUs)).us);
    return Math.floor((written - timeOfDayUs) / US_PER_DAY) * US_PER_DAY;
  }

  /** A name dates one moment: when the same thing is measured again, its time is not known. */
  function isFirst({ format, scope, pid, comm, cgroup, zone, metrics }: RawSample): boolean {
    const key = JSON.stringify([format, scope, pid, comm, cgroup, zone, Object.keys(metrics)]);
    if (seen.has(key) || seen.size >= mostThings) return false;
    seen.add(key);
    return true;
  }
}

/** Things measured in one moment of which the clock keeps account. */
const mostThings = 20_000;

function civil(civilUs: number): Stamp {
  return { civilUs, offsetMinutes: null, hasYear: true, precisionUs: 1_000_000 };
}

/** `metrics-1763631300.prom`, `meminfo.2026-11-20T09:35:43`, `ps_20261120-093543.txt`: an epoch, or a date with a time. */
function timeInName(path: string): Stamp | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const epoch = /(?:^|\D)(1[4-9]\d{8})(?:\D|$)/.exec(name)?.[1];
  if (epoch) return { civilUs: Number(epoch) * 1_000_000, offsetMinutes: 0, hasYear: true, precisionUs: 1_000_000 };
  const date =
    /(?:^|\D)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])[-_.T]?([01]\d|2[0-3])[-_.:hH]?([0-5]\d)(?:[-_.:mM]?([0-5]\d))?(Z|\D|$)/.exec(
      name,
    );
  if (!date) return null;
  const [, year, month, day, hour, minute, second = '0', end] = date;
  const civilUs =
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) * 1000;
  return { civilUs, offsetMinutes: end === 'Z' ? 0 : null, hasYear: true, precisionUs: 1_000_000 };
}
