import type { Stamp } from '../../parsers/model/stamp.ts';
import { dayStartUs, US_PER_DAY, YEARLESS } from '../../parsers/time/civil.ts';
import { type ZoneOffsets, zoneNamed } from './zone.ts';

/** What is known of the time of a log beside the stamps in it. */
export interface ClockPolicy {
  /** Zone the user named, for stamps that state none. */
  readonly tz: string | null;
  /** Year the user named, of the first stamp without one. */
  readonly year: number | null;
  /** No line is older: the kernel's build date, epoch microseconds. */
  readonly notBeforeUs: number | null;
  /** No line is newer: the newest date in the log's surroundings, or the file's time. */
  readonly newestUs: number | null;
  /** A time near the first stamp, from dated files beside the log: of all years the nearest is taken. Null: none. */
  readonly nearUs?: number | null;
  /** Zone of this machine, the last resort. */
  readonly machineZone: string;
}

interface SettledStamp {
  /** Epoch microseconds. */
  readonly us: number;
  /** `realtime` where year and zone are written or the user named them, `inferred` where one of them was guessed. */
  readonly basis: 'realtime' | 'inferred';
}

/**
 * Turns the stamps of one log (a file or a rotated set, oldest first) into times. It has a memory: December followed by
 * January moves the year on, and an hour that a clock change repeats is told from its double by what went before.
 *
 * A written offset is a fact and stands above `tz`, which is for stamps without one.
 */
export interface Clock {
  settle(stamp: Stamp): SettledStamp;
  /** Another clock in the same state: what it settles, this one does not remember. */
  fork(): Clock;
}

interface ClockState {
  readonly year: number | null;
  /** The last stamp in its year, as written. */
  readonly lastCivilUs: number;
  readonly lastUs: number;
}

const nothingSeen: ClockState = {
  year: null,
  lastCivilUs: Number.NEGATIVE_INFINITY,
  lastUs: Number.NEGATIVE_INFINITY,
};

/** Clocks and zones differ by this much before a time counts as one that cannot be. */
const slackUs = US_PER_DAY;
const halfYearUs = 183 * US_PER_DAY;
/** A line may come this late and still belong before New Year's Eve. */
const lateUs = 2 * US_PER_DAY;
/** Lines of one second may stand out of order by this much. */
const jitterUs = 600_000_000;

export function createClock(policy: ClockPolicy, state: ClockState = nothingSeen): Clock {
  const offsets = offsetsOf(zoneNamed(policy.tz ?? policy.machineZone));
  const zoneIsGuessed = policy.tz === null;
  let { year, lastCivilUs, lastUs } = state;

  return {
    settle(stamp) {
      const civilUs = stamp.hasYear ? stamp.civilUs : withYear(stamp.civilUs);
      const us = stamp.offsetMinutes === null ? local(civilUs) : civilUs - stamp.offsetMinutes * 60_000_000;
      const guessed = (stamp.offsetMinutes === null && zoneIsGuessed) || (!stamp.hasYear && policy.year === null);
      return { us, basis: guessed ? 'inferred' : 'realtime' };
    },
    fork: () => createClock(policy, { year, lastCivilUs, lastUs }),
  };

  function local(civilUs: number): number {
    const { first, second } = offsets(civilUs);
    let us = civilUs - first;
    if (first !== second && us < lastUs - jitterUs) us = civilUs - second;
    lastUs = us;
    return us;
  }

  function withYear(yearlessUs: number): number {
    year ??= firstYear(yearlessUs);
    let civilUs = inYear(yearlessUs, year);
    if (civilUs < lastCivilUs - halfYearUs) {
      const next = inYear(yearlessUs, year + 1);
      if (!tooNew(next)) {
        year += 1;
        civilUs = next;
      }
    } else if (Number.isFinite(lastCivilUs) && civilUs > lastCivilUs + halfYearUs) {
      const before = inYear(yearlessUs, year - 1);
      if (before > lastCivilUs - lateUs) return before;
      if (tooNew(civilUs)) {
        year -= 1;
        civilUs = before;
      }
    }
    lastCivilUs = civilUs;
    return civilUs;
  }

  function tooNew(civilUs: number): boolean {
    return policy.newestUs !== null && civilUs > policy.newestUs + slackUs;
  }

  /** The last year that does not run ahead; without a newest time the first that is not too old. */
  function firstYear(yearlessUs: number): number {
    if (policy.year !== null) return policy.year;
    if (policy.nearUs != null) return nearestYear(yearlessUs, policy.nearUs);
    const anchorUs = policy.newestUs ?? policy.notBeforeUs ?? 0;
    const anchor = new Date(anchorUs / 1000).getUTCFullYear();
    if (policy.newestUs === null) {
      return inYear(yearlessUs, anchor) < anchorUs - slackUs ? anchor + 1 : anchor;
    }
    let found = anchor + 1;
    const leapDay = isLeapDay(yearlessUs);
    while (tooNew(inYear(yearlessUs, found)) || (leapDay && !isLeapYear(found))) found -= 1;
    const oldest = policy.notBeforeUs === null ? Number.NEGATIVE_INFINITY : policy.notBeforeUs - slackUs;
    return inYear(yearlessUs, found) < oldest ? found + 1 : found;
  }
}

function nearestYear(yearlessUs: number, nearUs: number): number {
  const middle = new Date(nearUs / 1000).getUTCFullYear();
  const distance = (year: number): number => Math.abs(inYear(yearlessUs, year) - nearUs);
  return [middle - 1, middle, middle + 1].reduce((best, year) => (distance(year) < distance(best) ? year : best));
}

/** True for a zone of the IANA database, `UTC`, `local`, and fixed offsets such as `UTC+2`. */
export function isValidZone(name: string): boolean {
  return zoneNamed(name).isValid;
}

const yearlessStartUs = dayStartUs(YEARLESS, 1, 1);
const marchUs = dayStartUs(YEARLESS, 3, 1) - yearlessStartUs;

/** Moves a stamp of the leap year 1972 into another year; 29 February of a common year becomes 1 March. */
function inYear(yearlessUs: number, year: number): number {
  const intoYear = yearlessUs - yearlessStartUs;
  const shift = intoYear >= marchUs && !isLeapYear(year) ? US_PER_DAY : 0;
  return dayStartUs(year, 1, 1) + intoYear - shift;
}

function isLeapYear(year: number): boolean {
  return !Number.isNaN(dayStartUs(year, 2, 29));
}

function isLeapDay(yearlessUs: number): boolean {
  const intoYear = yearlessUs - yearlessStartUs;
  return intoYear >= marchUs - US_PER_DAY && intoYear < marchUs;
}

const quarterUs = 900_000_000;

interface LocalOffsets {
  readonly first: number;
  readonly second: number;
}

/**
 * Offsets (microseconds east of UTC) of a local time: before and after a clock change they differ, in an hour that occurs
 * twice. Local times that a change skips are read with the offset before it, as luxon does. Clocks change at whole quarters
 * of an hour, so one look-up serves a quarter; and never twice within three days, so that one serves a day without a change.
 */
function offsetsOf(zone: ZoneOffsets): (civilUs: number) => LocalOffsets {
  let quarter = Number.NaN;
  let day = Number.NaN;
  let ofDay: LocalOffsets | null = null;
  let known: LocalOffsets = { first: 0, second: 0 };
  return (civilUs) => {
    const wanted = Math.floor(civilUs / quarterUs);
    if (wanted !== quarter) {
      quarter = wanted;
      const today = Math.floor(civilUs / US_PER_DAY);
      if (today !== day) {
        day = today;
        ofDay = steadyOffsets(zone, today * (US_PER_DAY / 1000));
      }
      known = ofDay ?? lookUp(zone, wanted * (quarterUs / 1000));
    }
    return known;
  };
}

/** The offset of a local day where it is the same the day before and the day after; null around a change. */
function steadyOffsets(zone: ZoneOffsets, dayMs: number): LocalOffsets | null {
  const before = zone.offset(dayMs - 86_400_000);
  const us = before * 60_000_000;
  return zone.offset(dayMs + 2 * 86_400_000) === before ? { first: us, second: us } : null;
}

function lookUp(zone: ZoneOffsets, civilMs: number): LocalOffsets {
  const before = zone.offset(civilMs - 86_400_000);
  const after = zone.offset(civilMs + 86_400_000);
  const fits = [before, after].filter((offset) => zone.offset(civilMs - offset * 60_000) === offset);
  return { first: (fits[0] ?? before) * 60_000_000, second: (fits.at(-1) ?? before) * 60_000_000 };
}
