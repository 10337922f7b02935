import type { Stamp } from '../../model/stamp.ts';
import { US_PER_DAY } from '../../time/civil.ts';
import type { TimeOfDay } from './date-text.ts';

/** A time of day with what is known of its date. */
export interface ClockReading {
  /** Null where no date is known, or where the clock was lost (see {@link DayClock.at}). */
  readonly stamp: Stamp | null;
  /** Microseconds since the midnight before the first reading; null where the clock was lost. */
  readonly sinceMidnightUs: number | null;
}

/**
 * Turns times of day into dated ones: `top -`, sar rows and pidstat print no date on their lines.
 *
 * From one reading to the next, a step back of more than 12 hours is midnight; up to 2 hours back is a clock that was
 * set or summer time ending, on the same day. Between the two nobody can tell a gap over midnight from a second file
 * appended: the date is lost until the next one is named.
 */
export interface DayClock {
  /** A full date was printed near the next reading: that reading gets the day which brings it closest. */
  near(stamp: Stamp): void;
  /** The day of the next reading is known: a banner. `offsetMinutes` null where no zone is printed. */
  on(dayUs: number, offsetMinutes: number | null): void;
  at(time: TimeOfDay): ClockReading;
}

const setBackUs = 2 * 3_600_000_000;
const overMidnightUs = 12 * 3_600_000_000;

export function createDayClock(): DayClock {
  let day: { us: number; offsetMinutes: number | null; hasYear: boolean } | null = null;
  let anchor: Stamp | null = null;
  let lastUs: number | null = null;
  let daysPassed = 0;
  let lost = false;

  function passDay(time: TimeOfDay): void {
    const back = lastUs === null ? 0 : lastUs - time.us;
    if (back > overMidnightUs) {
      daysPassed += 1;
      if (day) day = { ...day, us: day.us + US_PER_DAY };
    } else if (back > setBackUs) {
      lost = true;
      day = null;
    }
  }

  return {
    near(stamp) {
      anchor = stamp;
    },
    on(dayUs, offsetMinutes) {
      day = { us: dayUs, offsetMinutes, hasYear: true };
      anchor = null;
      lastUs = null;
      lost = false;
    },
    at(time) {
      if (anchor) {
        const midnight = Math.floor(anchor.civilUs / US_PER_DAY) * US_PER_DAY;
        const days = Math.round((anchor.civilUs - midnight - time.us) / US_PER_DAY);
        const us = midnight + days * US_PER_DAY;
        if (day && us > day.us) daysPassed += Math.round((us - day.us) / US_PER_DAY);
        day = { us, offsetMinutes: anchor.offsetMinutes, hasYear: anchor.hasYear };
        anchor = null;
        lost = false;
      } else passDay(time);
      lastUs = time.us;
      if (lost) return { stamp: null, sinceMidnightUs: null };
      const stamp = day && {
        civilUs: day.us + time.us,
        offsetMinutes: day.offsetMinutes,
        hasYear: day.hasYear,
        precisionUs: time.precisionUs,
      };
      return { stamp, sinceMidnightUs: stamp ? null : daysPassed * US_PER_DAY + time.us };
    },
  };
}
