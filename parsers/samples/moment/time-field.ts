import type { Stamp } from '../../model/stamp.ts';
import { isoStamps } from '../../time/iso.ts';
import { parseDateText, parseTimeOfDay, type TimeOfDay } from './date-text.ts';
import { epochStamp } from './marker.ts';

/** A time as a column or a JSON value holds it. */
export type TimeField = { readonly stamp: Stamp } | { readonly timeOfDay: TimeOfDay };

/** Which number of `03/04/2026` is the month, where a file shows it. */
export type DateOrder = 'month-first' | 'day-first';

/**
 * Reads an epoch (seconds, with decimals; milli-, micro- or nanoseconds by the number of digits), a date with a time in
 * any form of {@link parseDateText}, or a bare time of day. Null for anything else, and for a date whose month is unknown.
 */
export function parseTimeField(text: string, order: DateOrder | null = null): TimeField | null {
  const stamp = plainStamp(text);
  if (stamp) return { stamp };
  const timeOfDay = text.length <= 18 && text.charCodeAt(2) === 0x3a ? parseTimeOfDay(text) : null;
  if (timeOfDay) return { timeOfDay };
  const dated = parseDateText(text) ?? (order && parseDateText(inIsoOrder(text, order)));
  return dated && { stamp: dated };
}

/** The two forms that nearly all files have, read without patterns: an epoch, and ISO 8601 with a four-digit year. */
export function plainStamp(text: string): Stamp | null {
  return epochField(text) ?? isoField(text);
}

/** The order that one date shows by itself. */
export function shownOrder(text: string): DateOrder | null {
  const match = /^(\d\d?)\/(\d\d?)\/\d{2,4}\b/.exec(text);
  if (!match) return null;
  if (Number(match[1]) > 12) return 'day-first';
  return Number(match[2]) > 12 ? 'month-first' : null;
}

function inIsoOrder(text: string, order: DateOrder): string {
  return text.replace(/^(\d\d?)\/(\d\d?)\/(\d{4})/, (_, first: string, second: string, year: string) => {
    const [month, day] = order === 'month-first' ? [first, second] : [second, first];
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
}

function epochField(text: string): Stamp | null {
  const length = text.length;
  if (length < 10 || length > 21) return null;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2e && point === -1 && at > 0) point = at;
    else if (code < 0x30 || code > 0x39) return null;
  }
  const digits = point === -1 ? length : point;
  const isWhole = digits === 13 || digits === 16 || digits === 19;
  if (digits !== 10 && !(isWhole && point === -1)) return null;
  const first = text.charCodeAt(0);
  if (first < 0x31 || first > 0x34) return null;
  return epochStamp(text.slice(0, 10), point === -1 ? text.slice(10) : text.slice(point + 1));
}

/** A memo of the last day and second is all it keeps. */
const iso = isoStamps();

/** `2026-11-20T09:35:43[.123][Z]`, `2026-11-20 09:35:43[ UTC]`. */
function isoField(text: string): Stamp | null {
  if (text.length < 19 || text.length > 35) return null;
  const stamp = iso.read(text, 0);
  if (!stamp) return null;
  if (iso.end === text.length) return stamp;
  return text.endsWith(' UTC') && iso.end === text.length - 4 ? { ...stamp, offsetMinutes: 0 } : null;
}
