import { expect, test } from 'vitest';
import { formatRange, formatTime } from '../../src/views/times.ts';

test.each([
  ['2026-01-06T06:27:41.972167Z', 'Asia/Kolkata', '2026-01-06 11:57:41.972 +05:30'],
  ['2026-01-06T06:27:41.000000Z', 'UTC', '2026-01-06 06:27:41 +00:00'],
  ['2026-06-07T12:02:11.500000Z', 'Europe/Berlin', '2026-06-07 14:02:11.500 +02:00'],
  ['2026-01-01T00:30:00.000000Z', 'America/New_York', '2025-12-31 19:30:00 -05:00'],
  ['2026-06-07T22:02:11.000000Z', '+05:30', '2026-06-08 03:32:11 +05:30'],
  ['2026-06-07T22:00:00.000000Z', 'Europe/Berlin', '2026-06-08 00:00:00 +02:00'],
])('%s in %s is %s', (time, zone, text) => {
  expect(formatTime(time, zone)).toBe(text);
});

test('a range names a date or an offset twice only where they differ', () => {
  const from = '2026-10-24T22:00:00.000000Z';
  expect(formatRange(from, '2026-10-24T23:00:00.000000Z', 'Europe/Berlin', '→')).toBe(
    '2026-10-25 00:00:00 → 01:00:00 +02:00',
  );
  expect(formatRange(from, '2026-10-25T03:00:00.000000Z', 'Europe/Berlin', '→')).toBe(
    '2026-10-25 00:00:00 +02:00 → 2026-10-25 04:00:00 +01:00',
  );
  expect(formatRange(from, '2026-10-28T03:00:00.000000Z', 'UTC', 'to')).toBe(
    '2026-10-24 22:00:00 to 2026-10-28 03:00:00 +00:00',
  );
});
