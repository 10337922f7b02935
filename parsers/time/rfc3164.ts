import type { Stamp } from '../model/stamp.ts';
import { dayStartUs, YEARLESS } from './civil.ts';
import { fourDigits, isDigit } from './digits.ts';
import { monthOf } from './month-names.ts';
import { stampMemo } from './stamp-memo.ts';
import type { StampReader } from './stamp-reader.ts';
import { timeOfDay } from './time-of-day.ts';

const SPACE = 32;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Where a host stands otherwise. */
const yearBehind = /^ (?:19|20)\d\d $/;

/** The longest month of any locale, in bytes, is shorter. */
const longestMonth = 12;

/**
 * `Nov  5 09:30:30`, `Nov 05 09:30:30.123456`: RFC 3164 as syslogd and rsyslog's traditional format write it (space-padded
 * day), and as journalctl does (`-o short`, zero-padded), whose month follows the locale (`févr. 18`, `апр 28`, `4月 28`).
 * Mail and web pages make one space of two (`Nov 5`). Neither year nor zone, but some write the year (`Nov  5 2026 09:30:30`,
 * `Nov  5 09:30:30 2026 kernel:`).
 */
export function rfc3164Stamps(): StampReader {
  const time = timeOfDay();
  const stampOf = stampMemo(false);
  const datedStampOf = stampMemo(true);
  let monthOfDay = 0;
  let digitsOfDay = 0;
  let dayUs = Number.NaN;

  const reader = {
    end: 0,
    read(text: string, at: number) {
      if (text.charCodeAt(at + 3) !== SPACE || text.charCodeAt(at + 6) !== SPACE) return readWords(text, at);
      const month = (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2);
      const digits = (text.charCodeAt(at + 4) << 8) | text.charCodeAt(at + 5);
      if (month !== monthOfDay || digits !== digitsOfDay) {
        const startUs = readDay(text, at);
        if (Number.isNaN(startUs)) return readWords(text, at);
        monthOfDay = month;
        digitsOfDay = digits;
        dayUs = startUs;
      }
      if (!time.read(text, at + 7)) return readWords(text, at);
      reader.end = time.end;
      if (isDigit(text.charCodeAt(time.end + 1)) && yearBehind.test(text.slice(time.end, time.end + 6)))
        return datedBehind(text, at);
      return stampOf(dayUs + time.us, null, time.precisionUs);
    },
  };
  return reader;

  function datedBehind(text: string, at: number): Stamp | null {
    const year = fourDigits(text, time.end + 1);
    const day = Number(text.slice(at + 4, at + 6));
    const startUs = dayStartUs(year, MONTHS.indexOf(text.slice(at, at + 3)) / 3 + 1, day);
    if (Number.isNaN(startUs)) return null;
    reader.end = time.end + 5;
    return datedStampOf(startUs + time.us, null, time.precisionUs);
  }

  /** A month of any length and a day of one digit or two, one space behind each. */
  function readWords(text: string, at: number): Stamp | null {
    const dayAt = text.indexOf(' ', at) + 1;
    if (dayAt <= at + 2 || dayAt > at + longestMonth) return null;
    const padded = text.charCodeAt(dayAt) === SPACE ? 1 : 0;
    const timeAt = text.indexOf(' ', dayAt + padded) + 1;
    const digits = text.slice(dayAt + padded, timeAt - 1);
    if (!/^\d\d?$/.test(digits)) return null;
    const year = text.charCodeAt(timeAt + 4) === SPACE ? fourDigits(text, timeAt) : -1;
    if (!time.read(text, year < 0 ? timeAt : timeAt + 5)) return null;
    const month = monthOf(text.slice(at, dayAt - 1));
    const startUs = month === 0 ? Number.NaN : dayStartUs(year < 0 ? YEARLESS : year, month, Number(digits));
    if (Number.isNaN(startUs)) return null;
    reader.end = time.end;
    return (year < 0 ? stampOf : datedStampOf)(startUs + time.us, null, time.precisionUs);
  }
}

function readDay(text: string, at: number): number {
  const month = MONTHS.indexOf(text.slice(at, at + 3));
  const tens = text.charCodeAt(at + 4);
  const ones = text.charCodeAt(at + 5);
  if (month < 0 || month % 3 !== 0 || !isDigit(ones) || (tens !== SPACE && !isDigit(tens))) return Number.NaN;
  return dayStartUs(YEARLESS, month / 3 + 1, (tens === SPACE ? 0 : tens - 48) * 10 + ones - 48);
}
