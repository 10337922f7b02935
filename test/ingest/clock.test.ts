import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Stamp } from '../../parsers/model/stamp.ts';
import { isoStamps } from '../../parsers/time/iso.ts';
import { rfc3164Stamps } from '../../parsers/time/rfc3164.ts';
import { type ClockPolicy, createClock, isValidZone } from '../../src/ingest/clock.ts';

const utc: ClockPolicy = { tz: 'UTC', year: null, notBeforeUs: null, newestUs: null, machineZone: 'UTC' };
const us = (iso: string): number => Date.parse(iso) * 1000;

function stampOf(text: string): Stamp {
  const stamp = rfc3164Stamps().read(text, 0) ?? isoStamps().read(text, 0);
  if (!stamp) throw new Error(text);
  return stamp;
}

/** The times of a log, as one clock settles them in order. */
function settle(policy: Partial<ClockPolicy>, ...texts: string[]): string[] {
  const clock = createClock({ ...utc, ...policy });
  return texts.map((text) => new Date(clock.settle(stampOf(text)).us / 1000).toISOString().slice(0, 19));
}

describe('the year of stamps without one', () => {
  const newestUs = us('2026-03-02T12:00:00Z');

  it('is the last that does not run ahead of the newest time', () => {
    expect(settle({ newestUs }, 'Mar  2 11:00:00')).toEqual(['2026-03-02T11:00:00']);
    expect(settle({ newestUs }, 'Mar  5 11:00:00')).toEqual(['2025-03-05T11:00:00']);
    expect(settle({ newestUs }, 'Dec 31 23:59:59')).toEqual(['2025-12-31T23:59:59']);
  });

  /** The file's time is in one zone and its lines are in another. */
  it('leaves a day for zones', () => {
    expect(settle({ newestUs }, 'Mar  3 10:00:00')).toEqual(['2026-03-03T10:00:00']);
  });

  it('moves on from December to January, once', () => {
    expect(settle({ newestUs }, 'Dec 30 00:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Feb 28 00:00:00')).toEqual([
      '2025-12-30T00:00:00',
      '2025-12-31T23:59:59',
      '2026-01-01T00:00:01',
      '2026-02-28T00:00:00',
    ]);
  });

  it('does not move on where lines stand a little out of order', () => {
    expect(settle({ newestUs }, 'Feb 20 10:00:05', 'Feb 20 10:00:03', 'Jan 10 00:00:00', 'Feb 21 00:00:00')).toEqual([
      '2026-02-20T10:00:05',
      '2026-02-20T10:00:03',
      '2026-01-10T00:00:00',
      '2026-02-21T00:00:00',
    ]);
  });

  it('knows a line of New Year’s Eve that came late', () => {
    expect(settle({ newestUs }, 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Dec 31 23:59:58', 'Jan  1 00:00:02')).toEqual([
      '2025-12-31T23:59:59',
      '2026-01-01T00:00:01',
      '2025-12-31T23:59:58',
      '2026-01-01T00:00:02',
    ]);
  });

  it('does not move back over a long silence', () => {
    expect(settle({ newestUs: us('2026-12-01T00:00:00Z') }, 'Jan 10 00:00:00', 'Oct 10 00:00:00')).toEqual([
      '2026-01-10T00:00:00',
      '2026-10-10T00:00:00',
    ]);
  });

  it('goes back where a newer file stands before an older one', () => {
    expect(settle({ newestUs }, 'Feb 10 00:00:00', 'Nov 10 00:00:00', 'Jan 10 00:00:00')).toEqual([
      '2026-02-10T00:00:00',
      '2025-11-10T00:00:00',
      '2026-01-10T00:00:00',
    ]);
  });

  it('is the one the user names, for the first line', () => {
    expect(settle({ newestUs, year: 2019 }, 'Dec 31 00:00:00', 'Jan  1 00:00:00')).toEqual([
      '2019-12-31T00:00:00',
      '2020-01-01T00:00:00',
    ]);
  });

  it('is not before the kernel was built', () => {
    const notBeforeUs = us('2026-07-02T00:00:00Z');
    expect(settle({ notBeforeUs }, 'Aug  1 00:00:00')).toEqual(['2026-08-01T00:00:00']);
    expect(settle({ notBeforeUs }, 'Mar  1 00:00:00')).toEqual(['2027-03-01T00:00:00']);
  });

  it('has the 29 February that the stamp names', () => {
    expect(settle({ newestUs }, 'Feb 29 12:00:00')).toEqual(['2024-02-29T12:00:00']);
    expect(settle({ year: 2024 }, 'Feb 28 12:00:00', 'Feb 29 12:00:00', 'Mar  1 12:00:00')).toEqual([
      '2024-02-28T12:00:00',
      '2024-02-29T12:00:00',
      '2024-03-01T12:00:00',
    ]);
    expect(settle({ year: 2025 }, 'Feb 28 12:00:00', 'Mar  1 12:00:00', 'Dec 31 12:00:00')).toEqual([
      '2025-02-28T12:00:00',
      '2025-03-01T12:00:00',
      '2025-12-31T12:00:00',
    ]);
  });
});

describe('the zone of stamps', () => {
  const year = 2026;
  const berlin = { tz: 'Europe/Berlin', year };

  it('is the written offset, whatever zone the user names', () => {
    expect(settle(berlin, '2026-11-20T09:30:30+02:00', '2026-11-20T09:30:30Z')).toEqual([
      '2026-11-20T07:30:30',
      '2026-11-20T09:30:30',
    ]);
  });

  it('is the user’s, then the machine’s', () => {
    expect(settle(berlin, 'Nov 20 09:30:30')).toEqual(['2026-11-20T08:30:30']);
    expect(settle({ ...berlin, tz: null, machineZone: 'Asia/Kolkata' }, 'Nov 20 09:30:30')).toEqual([
      '2026-11-20T04:00:30',
    ]);
  });

  it('changes with summer time', () => {
    expect(
      settle(berlin, 'Mar 29 01:59:59', 'Mar 29 03:00:00', 'Jul  1 12:00:00', 'Oct 25 01:59:59', 'Oct 25 03:00:00'),
    ).toEqual([
      '2026-03-29T00:59:59',
      '2026-03-29T01:00:00',
      '2026-07-01T10:00:00',
      '2026-10-24T23:59:59',
      '2026-10-25T02:00:00',
    ]);
  });

  it('reads the hour that occurs twice first as summer time, then as winter time', () => {
    expect(
      settle(berlin, 'Oct 25 02:10:00', 'Oct 25 02:50:00', 'Oct 25 02:10:00', 'Oct 25 02:50:00', 'Oct 25 03:10:00'),
    ).toEqual([
      '2026-10-25T00:10:00',
      '2026-10-25T00:50:00',
      '2026-10-25T01:10:00',
      '2026-10-25T01:50:00',
      '2026-10-25T02:10:00',
    ]);
  });

  it('reads a time that a clock change skips as luxon does', () => {
    const luxon = DateTime.fromISO('2026-03-29T02:30:00', { zone: 'Europe/Berlin' }).toUTC().toISO()?.slice(0, 19);
    expect(settle(berlin, 'Mar 29 02:30:00')).toEqual([luxon]);
  });

  it('agrees with luxon in every hour of a year, where the hour occurs once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/St_Johns'),
        fc.integer({ min: 0, max: 365 * 24 * 4 - 1 }),
        (zone, quarter) => {
          const civil = new Date(Date.UTC(year, 0, 1) + quarter * 900_000).toISOString().slice(0, 19);
          const luxon = DateTime.fromISO(civil, { zone });
          if (luxon.getPossibleOffsets().length > 1) return;
          expect(settle({ tz: zone }, civil)).toEqual([luxon.toUTC().toISO()?.slice(0, 19)]);
        },
      ),
    );
  });
});

describe('the basis', () => {
  it.each([
    ['realtime', {}, '2026-11-20T09:30:30Z'],
    ['realtime', { tz: 'UTC' }, '2026-11-20T09:30:30'],
    ['inferred', { tz: null }, '2026-11-20T09:30:30'],
    ['realtime', { tz: null }, '2026-11-20T09:30:30+02:00'],
    ['realtime', { tz: 'UTC', year: 2026 }, 'Nov 20 09:30:30'],
    ['inferred', { tz: 'UTC', newestUs: us('2026-12-01T00:00:00Z') }, 'Nov 20 09:30:30'],
    ['inferred', { tz: null, year: 2026 }, 'Nov 20 09:30:30'],
  ] as const)('is %s with %j for %s', (basis, policy, text) => {
    expect(createClock({ ...utc, ...policy }).settle(stampOf(text)).basis).toBe(basis);
  });
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['UTC+2', true],
  ['Mars/Olympus', false],
  ['', false],
])('isValidZone(%j) is %s', (zone, valid) => {
  expect(isValidZone(zone)).toBe(valid);
});

it('keeps microseconds', () => {
  expect(createClock(utc).settle(stampOf('2026-11-20T09:30:30.123456Z')).us).toBe(us('2026-11-20T09:30:30Z') + 123456);
});
