import { DateTime, type DurationLikeObject } from 'luxon';
import { usageError } from './args.ts';

/** What a time expression is relative to. */
export interface TimeContext {
  readonly nowMs: number;
  /** IANA zone of times that are written without one. */
  readonly zone: string;
  /** When this machine booted, null where that cannot be known. */
  readonly bootMs: number | null;
}

const unitsByWord: Readonly<Record<string, keyof DurationLikeObject>> = {
  s: 'seconds',
  sec: 'seconds',
  second: 'seconds',
  m: 'minutes',
  min: 'minutes',
  minute: 'minutes',
  h: 'hours',
  hr: 'hours',
  hour: 'hours',
  d: 'days',
  day: 'days',
  w: 'weeks',
  week: 'weeks',
  mo: 'months',
  month: 'months',
  y: 'years',
  year: 'years',
};

/** Reads `2h`, `90 min`, `1d 12h`; null where it is no span. Months and years are the calendar's, hence no fractions of them. */
function parseSpan(text: string): DurationLikeObject | null {
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?\s*[a-z]+\s*)+$/.test(text)) return null;
  const span: DurationLikeObject = {};
  for (const [, amount, word = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const key = Object.hasOwn(unitsByWord, word) ? word : word.replace(/s$/, '');
    const unit = Object.hasOwn(unitsByWord, key) ? unitsByWord[key] : undefined;
    if (unit === undefined) return null;
    span[unit] = (span[unit] ?? 0) + Number(amount);
  }
  return span;
}

/** Reads a span of fixed length (`10s`, `1.5 min`) as microseconds, for intervals; null where it is none. */
export function parseInterval(text: string): number | null {
  const span = parseSpan(text.trim().toLowerCase());
  if (span === null || span.months !== undefined || span.years !== undefined) return null;
  const start = DateTime.fromMillis(0, { zone: 'utc' });
  const us = Math.round(start.plus(span).toMillis() * 1000);
  return us > 0 ? us : null;
}

/** `14:02`, `14:02:11`, `14:02:11.250` on the given day. */
function atClock(day: DateTime, text: string): DateTime | null {
  const fields = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/.exec(text);
  if (fields === null) return null;
  const [, hour, minute, second = '0', fraction = '0'] = fields;
  return day.set({
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0')),
  });
}

type Reading = (words: string, now: DateTime, context: TimeContext) => number | null;

const microseconds = (time: DateTime | null): number | null => (time?.isValid ? time.toMillis() * 1000 : null);

const readEpoch: Reading = (words) => {
  const [, digits, fraction = ''] = /^@?(\d{9,17})(?:\.(\d{1,9}))?$/.exec(words) ?? [];
  if (digits === undefined) return null;
  if (digits.length >= 15) return Number(digits);
  if (digits.length >= 12) return Number(digits) * 1000;
  return Number(digits) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
};

const readNamedDay: Reading = (words, now) => {
  const [name = '', clock, more] = words.split(' ');
  const days = ['yesterday', 'today', 'tomorrow'].indexOf(name) - 1;
  if (days === -2 || more !== undefined) return null;
  const midnight = now.startOf('day').plus({ days });
  return microseconds(clock === undefined ? midnight : atClock(midnight, clock));
};

const readAgo: Reading = (words, now) => {
  const [, ago, negative] = /^(?:(.+?)\s*ago|-\s*(.+))$/.exec(words) ?? [];
  const span = parseSpan(ago ?? negative ?? '');
  return span === null ? null : microseconds(now.minus(span));
};

const readDate: Reading = (words, now) => {
  const iso = words
    .replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1t')
    .replace(/ (?=[+-]\d|z$)/, '')
    .replace(',', '.');
  if (!/^\d{4}-\d{2}-\d{2}(t\d{1,2}:\d{2}|$)/.test(iso)) return null;
  const time = DateTime.fromISO(iso.toUpperCase(), { zone: now.zone });
  if (!time.isValid) return null;
  const digits = /\.\d{3}(\d{1,3})/.exec(iso)?.[1] ?? '';
  return time.toMillis() * 1000 + Number(digits.padEnd(3, '0'));
};

const readings: readonly Reading[] = [
  (words, now) => (words === 'now' ? microseconds(now) : null),
  (words, _now, { bootMs }) => {
    if (words !== 'boot') return null;
    if (bootMs === null) throw usageError('cannot tell when this machine booted', 'Give the time itself.');
    return bootMs * 1000;
  },
  readEpoch,
  readNamedDay,
  readAgo,
  (words, now) => microseconds(atClock(now.startOf('day'), words)),
  readDate,
];

/**
 * Reads a point in time and gives epoch microseconds.
 *
 * Accepted: RFC 3339 (`2026-06-07T14:02:11.5+02:00`), `2026-06-07 14:02[:11]`, `2026-06-07`, `14:02[:11]` (today),
 * `today`, `yesterday`, `tomorrow` (midnight, or with a clock time behind), `now`, `boot`, `2h ago`, `-90min`,
 * `1 day 6 hours ago`, and epoch seconds, milliseconds or microseconds (`1767680861`, `@1767680861.97`).
 * A date or time without a zone is in `context.zone`. Throws a usage error for everything else.
 */
export function parseTime(text: string, context: TimeContext, optionName: string): number {
  const now = DateTime.fromMillis(context.nowMs, { zone: context.zone });
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  for (const read of readings) {
    const us = read(words, now, context);
    if (us !== null) return us;
  }
  throw usageError(
    `--${optionName}: cannot read "${text}" as a time`,
    'Examples: "2026-06-07 14:02", 2026-06-07T14:02:11+02:00, 14:02, yesterday, "2h ago", boot, 1767680861.',
  );
}
