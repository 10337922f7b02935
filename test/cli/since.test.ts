import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInterval, parseTime } from '../../src/cli/words/since.ts';
import { KnownError } from '../../src/errors.ts';

/** Thursday, in summer time (+02:00) in Berlin. */
const now = '2026-06-11T12:00:00Z';
const context = { nowMs: Date.parse(now), zone: 'Europe/Berlin', bootMs: Date.parse('2026-06-01T03:04:05Z') };
const iso = (us: number): string => new Date(us / 1000).toISOString();

describe('parseTime', () => {
  test.each([
    ['now', '2026-06-11T12:00:00.000Z'],
    ['boot', '2026-06-01T03:04:05.000Z'],
    ['today', '2026-06-10T22:00:00.000Z'],
    ['yesterday', '2026-06-09T22:00:00.000Z'],
    ['Yesterday 14:30', '2026-06-10T12:30:00.000Z'],
    ['tomorrow', '2026-06-11T22:00:00.000Z'],
    ['14:02', '2026-06-11T12:02:00.000Z'],
    ['9:05:07.25', '2026-06-11T07:05:07.250Z'],
    ['2h ago', '2026-06-11T10:00:00.000Z'],
    ['90 min ago', '2026-06-11T10:30:00.000Z'],
    ['1d 6h ago', '2026-06-10T06:00:00.000Z'],
    ['1 day 6 hours ago', '2026-06-10T06:00:00.000Z'],
    ['1.5h ago', '2026-06-11T10:30:00.000Z'],
    ['-90s', '2026-06-11T11:58:30.000Z'],
    ['2 weeks ago', '2026-05-28T12:00:00.000Z'],
    ['1 month ago', '2026-05-11T12:00:00.000Z'],
    ['2026-06-07', '2026-06-06T22:00:00.000Z'],
    ['2026-06-07 14:02', '2026-06-07T12:02:00.000Z'],
    ['2026-06-07 14:02:11', '2026-06-07T12:02:11.000Z'],
    ['2026-06-07T14:02:11+05:30', '2026-06-07T08:32:11.000Z'],
    ['2026-06-07 14:02:11 +0530', '2026-06-07T08:32:11.000Z'],
    ['2026-06-07T14:02:11Z', '2026-06-07T14:02:11.000Z'],
    ['2026-01-07 14:02', '2026-01-07T13:02:00.000Z'],
    ['1767680861', '2026-01-06T06:27:41.000Z'],
    ['@1767680861.972', '2026-01-06T06:27:41.972Z'],
    ['1767680861972', '2026-01-06T06:27:41.972Z'],
    ['1767680861972167', '2026-01-06T06:27:41.972Z'],
  ])('%j is %s', (text, expected) => {
    expect(iso(parseTime(text, context, 'since'))).toBe(expected);
  });

  test('microseconds survive', () => {
    expect(parseTime('2026-06-07T14:02:11.123456Z', context, 'since') % 1_000_000).toBe(123_456);
    expect(parseTime('1767680861972167', context, 'since')).toBe(1_767_680_861_972_167);
  });

  test.each([
    '',
    'never',
    'ago',
    '2 parsecs ago',
    '25:00',
    '12:60',
    'yesterday 25:00',
    'yesterday 14:00 sharp',
    '2026-13-01',
    '2026-02-30',
    '2026-06-07 noon',
    '12345',
    '--',
    'constructor',
    '1 constructor ago',
  ])('%j is refused with examples', (text) => {
    expect(() => parseTime(text, context, 'since')).toThrow(KnownError);
    expect(() => parseTime(text, context, 'since')).toThrow(/--since/);
  });

  test('boot is refused where nobody knows it', () => {
    expect(() => parseTime('boot', { ...context, bootMs: null }, 'since')).toThrow(/booted/);
  });

  // A time that a log prints must be usable as --since, to the microsecond.
  test('every RFC 3339 time comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        expect(parseTime(new Date(ms).toISOString(), context, 'since')).toBe(ms * 1000);
      }),
    );
  });
});

describe('parseInterval', () => {
  test.each([
    ['10s', 10_000_000],
    ['1m', 60_000_000],
    ['0.5s', 500_000],
    ['1h 30min', 5_400_000_000],
    ['0s', null],
    ['1 month', null],
    ['10', null],
    ['soon', null],
  ])('%j is %j microseconds', (text, us) => {
    expect(parseInterval(text)).toBe(us);
  });
});
