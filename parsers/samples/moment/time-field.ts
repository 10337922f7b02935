import type { Stamp } from '../../model/stamp.ts';
import { civilDayUs, parseDateText, parseTimeOfDay, type TimeOfDay } from './date-text.ts';
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
  const stamp = epochField(text) ?? isoField(text);
  if (stamp) return { stamp };
  const timeOfDay = text.length <= 18 && text.charCodeAt(2) === 0x3a ? parseTimeOfDay(text) : null;
  if (timeOfDay) return { timeOfDay };
  const dated = parseDateText(text) ?? (order && parseDateText(inIsoOrder(text, order)));
  return dated && { stamp: dated };
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

/** `2026-11-20T09:35:43[.123][Z]`, `2026-11-20 09:35:43`, `2026/11/20 09:35:43` by fixed columns. */
function isoField(text: string): Stamp | null {
  if (text.length < 19 || text.length > 30) return null;
  const separator = text.charCodeAt(4);
  const between = text.charCodeAt(10);
  if (
    (separator !== 0x2d && separator !== 0x2f) ||
    text.charCodeAt(7) !== separator ||
    (between !== 0x20 && between !== 0x54) ||
    text.charCodeAt(13) !== 0x3a ||
    text.charCodeAt(16) !== 0x3a
  )
    return null;
  const rest = text.length === 19 ? '' : text.slice(19);
  const zone = /^(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(rest);
  const day = civilDayUs(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (!zone || day === null || hour > 23 || minute > 59 || second > 60) return null;
  if (!(hour >= 0 && minute >= 0 && second >= 0)) return null;
  const fraction = zone[1] ?? '';
  const us = ((hour * 60 + minute) * 60 + second) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return {
    civilUs: day + us,
    offsetMinutes: zone[2] === undefined ? null : zoneMinutes(zone[2]),
    hasYear: true,
    precisionUs: Math.max(1, 10 ** (6 - Math.min(6, fraction.length))),
  };
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes || 0 : minutes;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return -1;
    value = value * 10 + (code - 0x30);
  }
  return value;
}
