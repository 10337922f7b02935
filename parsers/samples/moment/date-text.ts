import type { Stamp } from '../../model/stamp.ts';
import { dayStartUs, US_PER_SECOND, YEARLESS } from '../../time/civil.ts';
import { isoStamps } from '../../time/iso.ts';
import { decodeUtf8 } from '../text/decode.ts';
import { isWeekday, monthOf } from './calendar-words.ts';
import { zoneOffsetMinutes } from './zone-abbreviations.ts';

/** A time of day, and how finely it was written. */
export interface TimeOfDay {
  readonly us: number;
  readonly precisionUs: number;
}

interface Fields {
  year: number | null;
  month: number | null;
  day: number | null;
  time: TimeOfDay | null;
  offsetMinutes: number | null;
  meridiem: 'am' | 'pm' | null;
  /** Month and day of `03/04/2026`: either may be the month. */
  slashed: { first: number; second: number } | null;
}

/** What every text holds in which a time of day stands: a clock, or the day of a packed date with the time behind it. */
export const holdsTime = /\d:\d\d|\d{8}/;

/** `09:35:43`, `9:35`, `09:35:43.123456`, `09:35:43,123` (milli-, micro- or nanoseconds); null for anything else. */
export function parseTimeOfDay(text: string): TimeOfDay | null {
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9})|,((?:\d{3}){1,3}))?)?$/.exec(text);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number(match[3] ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  const fraction = match[4] ?? match[5] ?? '';
  const us =
    ((hours * 60 + minutes) * 60 + seconds) * US_PER_SECOND + Math.floor(Number(`0.${fraction || '0'}`) * 1e6 + 1e-4);
  const precisionUs = match[3] === undefined ? 60 * US_PER_SECOND : Math.max(1, 10 ** (6 - fraction.length));
  return { us, precisionUs };
}

/** Moves a 12-hour time to where `AM` or `PM` puts it; null for hours that have no such half. */
export function withMeridiem(time: TimeOfDay, meridiem: 'am' | 'pm'): TimeOfDay | null {
  const hour = Math.floor(time.us / (3600 * US_PER_SECOND));
  if (hour < 1 || hour > 12) return null;
  const us =
    time.us - (hour === 12 ? 12 * 3600 * US_PER_SECOND : 0) + (meridiem === 'pm' ? 12 * 3600 * US_PER_SECOND : 0);
  return { us, precisionUs: time.precisionUs };
}

/** Microseconds of a calendar day as if it were UTC; null for days that do not exist. Without a year, in 1972. */
export function civilDayUs(year: number | null, month: number, day: number): number | null {
  const us = dayStartUs(year ?? YEARLESS, month, day);
  return us >= 0 && (year ?? YEARLESS) <= 2200 ? us : null;
}

/**
 * A whole text that is a date with a time and nothing else: `date` in the C locale and in other languages, ISO 8601,
 * RFC 5322 (`date -R`), `2026/11/20 09:35:43`, `20.11.2026 09:35`, `20261120-093543`. Null for any other text, and for
 * `03/04/2026`, of which nobody knows which is the month.
 *
 * @example parseDateText('Fri Nov 20 09:35:43 UTC 2026'), parseDateText('ven. 20 nov. 2026 09:35:43 CET')
 */
export function parseDateText(text: string): Stamp | null {
  if (text.length === 19) {
    const stamp = iso.read(text, 0);
    if (stamp && iso.end === 19 && stamp.civilUs >= 0 && text < '2200') return stamp;
  }
  if (text.length < 8 || text.length > 80 || !holdsTime.test(text)) return null;
  const fields = readFields(decodeUtf8(text));
  return fields && toStamp(fields);
}

/** `2026-11-20 09:35:43`, without the patterns below. */
const iso = isoStamps();

function toStamp(fields: Fields): Stamp | null {
  const { year, day, offsetMinutes } = fields;
  let { month, time } = fields;
  let dayOfMonth = day;
  if (fields.slashed) {
    const { first, second } = fields.slashed;
    if (first > 12 || first === second) [dayOfMonth, month] = [first, second];
    else if (second > 12) [month, dayOfMonth] = [first, second];
    else return null;
  }
  if (time && fields.meridiem) time = withMeridiem(time, fields.meridiem);
  if (!time || month === null || dayOfMonth === null) return null;
  const dayUs = civilDayUs(year, month, dayOfMonth);
  if (dayUs === null) return null;
  return { civilUs: dayUs + time.us, offsetMinutes, hasYear: year !== null, precisionUs: time.precisionUs };
}

function readFields(text: string): Fields | null {
  const fields: Fields = {
    year: null,
    month: null,
    day: null,
    time: null,
    offsetMinutes: null,
    meridiem: null,
    slashed: null,
  };
  const tokens = text
    .replace(/([年月日])(?=\d)/g, '$1 ')
    .split(/[\s]+|,\s+/)
    .filter((token) => token !== '');
  if (tokens.length > 9) return null;
  const hasTwoMonths = tokens.filter((token) => monthOf(bare(token)) !== null).length > 1;
  for (const token of tokens) {
    const isWeekdayHere = hasTwoMonths && fields.month === null && isWeekday(bare(token));
    if (!isWeekdayHere && !readToken(token, fields)) return null;
  }
  return fields;
}

const bare = (token: string): string => token.toLowerCase().replace(/[.,]$/, '');

function readToken(token: string, fields: Fields): boolean {
  return /\d/.test(token) ? readNumeric(token, fields) : readWord(token, fields);
}

function readWord(token: string, fields: Fields): boolean {
  const word = bare(token);
  if (word === 'am' || word === 'pm') {
    fields.meridiem = word;
    return true;
  }
  const month = monthOf(word);
  if (month !== null && fields.month === null) {
    fields.month = month;
    return true;
  }
  if (isWeekday(word.replace(/^\((.*)\)$/, '$1'))) return true;
  if (word === 'de' || word === 'a' || word === 'at' || word === 'klo' || word === 'kl') return true;
  if (/^[A-Z]{1,5}$/.test(token) && fields.time) {
    fields.offsetMinutes = zoneOffsetMinutes(token);
    return true;
  }
  return false;
}

function readNumeric(token: string, fields: Fields): boolean {
  return readTime(token, fields) || readOffset(token, fields) || readDate(token, fields) || readPart(token, fields);
}

const timed = /^(\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d:?\d\d|[+-]\d\d)?$/;

function readTime(token: string, fields: Fields): boolean {
  const match = timed.exec(token.replace(/,$/, ''));
  const time = match?.[1] ? parseTimeOfDay(match[1]) : null;
  if (!match || !time || fields.time) return false;
  fields.time = time;
  return match[2] === undefined || readOffset(match[2], fields);
}

function readOffset(token: string, fields: Fields): boolean {
  if (!fields.time) return false;
  if (token === 'Z') {
    fields.offsetMinutes = 0;
    return true;
  }
  const match = /^(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?$/.exec(token);
  if (!match) return false;
  const hours = Number(match[2]);
  if (hours > 15) return false;
  fields.offsetMinutes = (match[1] === '-' ? -1 : 1) * (hours * 60 + Number(match[3] ?? 0)) || 0;
  return true;
}

function readDate(token: string, fields: Fields): boolean {
  if (fields.year !== null || fields.day !== null) return false;
  const iso = /^(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[T_-](.+)|[.])?$/.exec(token);
  if (iso) {
    setDate(fields, Number(iso[1]), Number(iso[3]), Number(iso[4]));
    return iso[5] === undefined || readTime(iso[5], fields);
  }
  const packed = /^(\d{4})(\d\d)(\d\d)(?:[T_-]?(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d:?\d\d)?)?$/.exec(token);
  if (packed && Number(packed[1]) >= 1990 && Number(packed[1]) < 2200) {
    setDate(fields, Number(packed[1]), Number(packed[2]), Number(packed[3]));
    return packed[4] === undefined || readTime(`${packed[4]}:${packed[5]}:${packed[6]}${packed[7] ?? ''}`, fields);
  }
  const dotted = /^(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)$/.exec(token);
  if (dotted) {
    setDate(fields, fullYear(Number(dotted[3])), Number(dotted[2]), Number(dotted[1]));
    return true;
  }
  const slashed = /^(\d\d?)[/-](\d\d?)[/-](\d{4}|\d\d)(?:T(.+))?$/.exec(token);
  if (slashed) {
    fields.slashed = { first: Number(slashed[1]), second: Number(slashed[2]) };
    fields.year = fullYear(Number(slashed[3]));
    return slashed[4] === undefined || readTime(slashed[4], fields);
  }
  const worded = /^(\d\d?)[-/]([A-Za-z]{3,9})[-/](\d{4})(?::(.+))?$/.exec(token);
  const month = worded?.[2] ? monthOf(worded[2].toLowerCase()) : null;
  if (worded && month !== null) {
    setDate(fields, Number(worded[3]), month, Number(worded[1]));
    return worded[4] === undefined || readTime(worded[4], fields);
  }
  return false;
}

/** A lone day or year: `20`, `20.`, `2026`, `2026.`, `11月`, `20日`, `2026年`. */
function readPart(token: string, fields: Fields): boolean {
  const match = /^(\d{1,4})(st|nd|rd|th|[.,]|年|月|日)?$/.exec(token);
  if (!match) return false;
  const value = Number(match[1]);
  const mark = match[2];
  if (mark === '年' || match[1]?.length === 4) {
    if (fields.year !== null) return false;
    fields.year = value;
    return true;
  }
  if (mark === '月' || (mark === '.' && fields.year !== null && fields.month === null && fields.day === null)) {
    fields.month = value;
    return true;
  }
  if (fields.day !== null || (match[1]?.length ?? 0) > 2) return false;
  fields.day = value;
  return true;
}

function setDate(fields: Fields, year: number, month: number, day: number): void {
  fields.year = year;
  fields.month = month;
  fields.day = day;
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}
