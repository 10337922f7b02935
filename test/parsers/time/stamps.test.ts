import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayStartUs, daysInMonth } from '../../../parsers/time/civil.ts';
import { ctimeStamps } from '../../../parsers/time/ctime.ts';
import { isoStamps } from '../../../parsers/time/iso.ts';
import { rfc3164Stamps } from '../../../parsers/time/rfc3164.ts';
import type { StampReader } from '../../../parsers/time/stamp-reader.ts';

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Civil time, offset, size of the last digit in µs, and what follows the stamp. */
function show(reader: StampReader, text: string): string | null {
  const stamp = reader.read(text, 0);
  if (!stamp) return null;
  const micros = String(((stamp.civilUs % 1e6) + 1e6) % 1e6).padStart(6, '0');
  const civil = `${new Date(Math.floor(stamp.civilUs / 1e6) * 1000).toISOString().slice(0, 19)}.${micros}`;
  return `${civil} ${stamp.offsetMinutes ?? 'local'} ${stamp.precisionUs}|${text.slice(reader.end)}`;
}

describe('rfc3164Stamps', () => {
  it.each([
    ['Nov  5 09:30:30 web01', '1972-11-05T09:30:30.000000 local 1000000| web01'],
    ['Nov 05 09:30:30 web01', '1972-11-05T09:30:30.000000 local 1000000| web01'],
    ['Feb 29 23:59:60 web01', '1972-03-01T00:00:00.000000 local 1000000| web01'],
    ['Nov 20 09:30:30.123 web01', '1972-11-20T09:30:30.123000 local 1000| web01'],
    ['Nov 20 09:30:30.123456 web01', '1972-11-20T09:30:30.123456 local 1| web01'],
    ['Nov 5 09:30:30 web01', '1972-11-05T09:30:30.000000 local 1000000| web01'],
    ['Nov  5 09:30:30 2026 web01', '2026-11-05T09:30:30.000000 local 1000000| web01'],
    ['Nov  5 09:30:30 20261 web01', '1972-11-05T09:30:30.000000 local 1000000| 20261 web01'],
    ['Nov  5 2026 09:30:30 web01', '2026-11-05T09:30:30.000000 local 1000000| web01'],
    ['Nov 15 2026 09:30:30.5 web01', '2026-11-15T09:30:30.500000 local 100000| web01'],
    ['Nov 15 202 09:30:30 web01', null],
    ['Nov 5  09:30:30 web01', null],
    ['mars 27 18:46:05 web01', '1972-03-27T18:46:05.000000 local 1000000| web01'],
    ['avril 16 21:08:50 web01', '1972-04-16T21:08:50.000000 local 1000000| web01'],
    [latin1('févr.  6 21:08:50 web01'), '1972-02-06T21:08:50.000000 local 1000000| web01'],
    [latin1('апр 28 01:23:30 web01'), '1972-04-28T01:23:30.000000 local 1000000| web01'],
    [latin1('4月 28 01:23:30 web01'), '1972-04-28T01:23:30.000000 local 1000000| web01'],
    [latin1('11월 28 01:23:30 web01'), '1972-11-28T01:23:30.000000 local 1000000| web01'],
    [latin1('13月 28 01:23:30 web01'), null],
    ['Nov 31 09:30:30 web01', null],
    ['Nov 311 09:30:30 web01', null],
    ['Nov  0 09:30:30 web01', null],
    ['Nvo 20 09:30:30 web01', null],
    ['anF 20 09:30:30 web01', null],
    ['Nov 20 24:30:30 web01', null],
    ['Nov 20 09:60:30 web01', null],
    ['Nov 20 9:30:30 web01', null],
    ['Nov 20', null],
  ])('%s', (text, expected) => {
    expect(show(rfc3164Stamps(), text)).toBe(expected);
  });

  it('does not carry a day over from another line', () => {
    const reader = rfc3164Stamps();
    show(reader, 'Nov 20 09:30:30 x');
    expect(show(reader, 'Nov 21 09:30:30 x')).toContain('1972-11-21');
    expect(show(reader, 'Nov 40 09:30:30 x')).toBeNull();
    expect(show(reader, 'Nov 21 09:30:31 x')).toContain('1972-11-21T09:30:31');
  });
});

describe('isoStamps', () => {
  it.each([
    ['2026-11-20T09:30:30.123456+00:00 x', '2026-11-20T09:30:30.123456 0 1| x'],
    ['2026-11-20T09:30:30+02:00 x', '2026-11-20T09:30:30.000000 120 1000000| x'],
    ['2026-11-20T09:30:30-0330 x', '2026-11-20T09:30:30.000000 -210 1000000| x'],
    ['2026-11-20T09:30:30+02 x', '2026-11-20T09:30:30.000000 120 1000000| x'],
    ['2026-11-20T09:30:30Z x', '2026-11-20T09:30:30.000000 0 1000000| x'],
    ['2026-11-20T09:30:30,123456+00:00 x', '2026-11-20T09:30:30.123456 0 1| x'],
    ['2026-11-20T09:30:30.123456789Z x', '2026-11-20T09:30:30.123456 0 1| x'],
    ['2026-11-20 09:30:30.123 UTC', '2026-11-20T09:30:30.123000 local 1000| UTC'],
    ['2026-11-20T09:30:30-x', '2026-11-20T09:30:30.000000 local 1000000|-x'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000 0 1000000|'],
    ['2026-02-29T00:00:00Z', null],
    ['2026-13-01T00:00:00Z', null],
    ['2026-11-20', null],
    ['20261120T093030Z', null],
  ])('%s', (text, expected) => {
    expect(show(isoStamps(), text)).toBe(expected);
  });

  it('refuses the decimal sign that a framing does not write', () => {
    expect(isoStamps('.').read('2026-11-20T09:30:30,123Z', 0)).toBeNull();
    expect(isoStamps(',').read('2026-11-20T09:30:30.123Z', 0)).toBeNull();
    expect(isoStamps('.').read('2026-11-20T09:30:30Z', 0)).not.toBeNull();
  });

  it('agrees with Date on every time', () => {
    const reader = isoStamps();
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(reader.read(date.toISOString(), 0)?.civilUs).toBe(date.getTime() * 1000);
        },
      ),
    );
  });
});

describe('ctimeStamps', () => {
  it.each([
    ['Fri Nov 20 09:30:30 2026]', '2026-11-20T09:30:30.000000 local 1000000|]'],
    ['Tue Aug  4 15:05:08 2026]', '2026-08-04T15:05:08.000000 local 1000000|]'],
    ['Di Aug 12 03:54:03 2025]', '2025-08-12T03:54:03.000000 local 1000000|]'],
    ['Di Mär 10 03:54:03 2026]', '2026-03-10T03:54:03.000000 local 1000000|]'],
    ['Do Okt  1 03:54:03 2026]', '2026-10-01T03:54:03.000000 local 1000000|]'],
    ['Do Dez 31 03:54:03 2026]', '2026-12-31T03:54:03.000000 local 1000000|]'],
    ['Mo Mai  4 03:54:03 2026]', '2026-05-04T03:54:03.000000 local 1000000|]'],
    ['mer. févr. 18 09:30:30 2026]', '2026-02-18T09:30:30.000000 local 1000000|]'],
    ['sam. août  1 09:30:30 2026]', '2026-08-01T09:30:30.000000 local 1000000|]'],
    ['jeu. déc. 31 09:30:30 2026]', '2026-12-31T09:30:30.000000 local 1000000|]'],
    ['ven. juil.  3 09:30:30 2026]', '2026-07-03T09:30:30.000000 local 1000000|]'],
    ['Fri Nov 31 09:30:30 2026]', null],
    ['Fri Nov 20 2026 09:30:30]', null],
    ['Fri Foo 20 09:30:30 2026]', null],
    ['   1.234567]', null],
  ])('%s', (text, expected) => {
    expect(show(ctimeStamps(), latin1(text))).toBe(expected);
  });

  it('knows month names in ISO 8859-1 as well', () => {
    expect(show(ctimeStamps(), 'Di M\xe4r 10 03:54:03 2026]')).toContain('2026-03-10');
  });

  it('sees the year change while the day stays', () => {
    const reader = ctimeStamps();
    expect(show(reader, 'Sat Feb 28 09:30:30 2026]')).toContain('2026-02-28');
    expect(show(reader, 'Sat Feb 28 09:30:30 2032]')).toContain('2032-02-28');
    expect(show(reader, 'Sat Mar  1 09:30:30 2032]')).toContain('2032-03-01');
  });
});

describe('civil days', () => {
  it('count as Date counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, 1);
        expect(dayStartUs(year, month, 1)).toBe(date.getTime() * 1000);
        date.setUTCFullYear(year, month, 0);
        expect(daysInMonth(year, month)).toBe(date.getUTCDate());
      }),
    );
  });
});
