import { dayStartUs } from './civil.ts';
import { fourDigits, isDigit, twoDigits } from './digits.ts';
import { monthOf } from './month-names.ts';
import { stampMemo } from './stamp-memo.ts';
import type { StampReader } from './stamp-reader.ts';
import { timeOfDay } from './time-of-day.ts';

const SPACE = 32;
/** The longest weekday and month of any locale are shorter, in bytes. */
const longestName = 24;

/**
 * `Fri Nov 20 09:30:30 2026`, local time without a zone: ctime(3) and the `%a %b %e %H:%M:%S %Y` of `dmesg -T`, whose names
 * follow the locale (`Di Mär 10`, `mer. févr. 18`). The weekday is not looked at.
 */
export function ctimeStamps(): StampReader {
  const time = timeOfDay();
  const stampOf = stampMemo(true);
  /** Weekday, month and day of the last stamp as written, with their meaning. */
  let written = '';
  let month = 0;
  let day = 0;
  let year = 0;
  let dayUs = Number.NaN;

  const reader = {
    end: 0,
    read(text: string, at: number) {
      if ((written === '' || !text.startsWith(written, at)) && !readDay(text, at)) return null;
      const timeAt = at + written.length;
      if (!time.read(text, timeAt) || text.charCodeAt(time.end) !== SPACE) return null;
      const writtenYear = fourDigits(text, time.end + 1);
      if (writtenYear < 0) return null;
      if (writtenYear !== year) {
        year = writtenYear;
        dayUs = dayStartUs(year, month, day);
      }
      if (Number.isNaN(dayUs)) return null;
      reader.end = time.end + 5;
      return stampOf(dayUs + time.us, null, time.precisionUs);
    },
  };
  return reader;

  function readDay(text: string, at: number): boolean {
    const weekdayEnd = wordEnd(text, at);
    const monthEnd = weekdayEnd < 0 ? -1 : wordEnd(text, weekdayEnd + 1);
    if (monthEnd < 0) return false;
    const dayAt = text.charCodeAt(monthEnd + 1) === SPACE ? monthEnd + 2 : monthEnd + 1;
    const hasTwo = isDigit(text.charCodeAt(dayAt + 1));
    const found = hasTwo ? twoDigits(text, dayAt) : text.charCodeAt(dayAt) - 48;
    const timeAt = dayAt + (hasTwo ? 3 : 2);
    if (!(found >= 1 && found <= 31) || text.charCodeAt(timeAt - 1) !== SPACE) return false;
    const number = monthOf(text.slice(weekdayEnd + 1, monthEnd));
    if (number === 0) return false;
    written = text.slice(at, timeAt);
    month = number;
    day = found;
    year = -1;
    return true;
  }
}

/** Index of the space that ends the word at `at`, or -1 where there is none. */
function wordEnd(text: string, at: number): number {
  for (let to = at; to < at + longestName; to += 1) {
    const code = text.charCodeAt(to);
    if (code === SPACE) return to > at ? to : -1;
    if (Number.isNaN(code) || isDigit(code)) return -1;
  }
  return -1;
}
