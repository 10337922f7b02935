import { describe, expect, test } from 'vitest';
import { parseDateText, parseTimeOfDay } from '../../../parsers/samples/moment/date-text.ts';
import { createDayClock } from '../../../parsers/samples/moment/day-clock.ts';
import { readMarker } from '../../../parsers/samples/moment/marker.ts';
import { createMoments } from '../../../parsers/samples/moment/moments.ts';
import { bannerDay, readSysstatBanner } from '../../../parsers/samples/moment/sysstat-banner.ts';
import { parseTimeField } from '../../../parsers/samples/moment/time-field.ts';

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const us = (iso: string): number => Date.parse(`${iso}Z`) * 1000;

describe('dates that stand alone on a line', () => {
  // What `date` prints in the C locale and in others (glibc 2.28 to 2.41), ISO forms, `date -R`, and what scripts build.
  test.each([
    ['Fri Nov 20 09:35:43 UTC 2026', 0],
    ['Fri Nov 20 09:35:43 CET 2026', 60],
    ['Fri Nov 20 09:35:43 CST 2026', null],
    ['Fri Nov 20 09:35:43 +0545 2026', 345],
    ['Fri 20 Nov 2026 09:35:43 AM UTC', 0],
    ['Fr 20. Nov 09:35:43 CET 2026', 60],
    ['ven. 20 nov. 2026 09:35:43 CET', 60],
    ['mar. 20 nov. 2026 09:35:43 CET', 60],
    ['vie 20 nov 2026 09:35:43 CET', 60],
    ['пт 20 ноя 2026 09:35:43 MSK', 180],
    ['2026年 11月 20日 金曜日 09:35:43 JST', 540],
    ['2026. 11. 20. (금) 09:35:43 KST', 540],
    ['2026-11-20 09:35:43', null],
    ['2026-11-20T09:35:43Z', 0],
    ['2026-11-20T09:35:43+02:00', 120],
    ['2026-11-20T09:35:43-0330', -210],
    ['2026/11/20 09:35:43', null],
    ['20.11.2026 09:35:43', null],
    ['20/11/2026 09:35:43', null],
    ['11/20/2026 09:35:43 AM', null],
    ['Fri, 20 Nov 2026 09:35:43 +0000', 0],
    ['20261120-093543', null],
    ['20261120T093543Z', 0],
    ['20261120093543', null],
    ['20-Nov-2026 09:35:43', null],
    ['20/Nov/2026:09:35:43 +0100', 60],
  ])('%s', (text, offsetMinutes) => {
    const stamp = parseDateText(latin1(text));
    expect(stamp).toMatchObject({ civilUs: us('2026-11-20T09:35:43'), offsetMinutes, hasYear: true });
  });

  test.each([
    '03/04/2026 09:35:43',
    '31 Feb 2026 09:35:43',
    'Fri Nov 20 25:35:43 UTC 2026',
    '2026-11-20',
    'Mem: 3902 285 3533',
    'kernel: oom 09:35:43',
    '12345678',
    'Nov 20',
  ])('says nothing of %s', (text) => {
    expect(parseDateText(text)).toBeNull();
  });

  test('holds a date without a year in 1972', () => {
    expect(parseDateText('Nov 20 09:35:43')).toMatchObject({ civilUs: us('1972-11-20T09:35:43'), hasYear: false });
  });

  test('keeps fractions and their precision', () => {
    expect(parseDateText('2026-11-20 09:35:43.25')).toMatchObject({
      civilUs: us('2026-11-20T09:35:43') + 250_000,
      precisionUs: 10_000,
    });
  });
});

describe('marker lines', () => {
  test.each([
    ['=== 5 epoch=1773040955.964 mono=9.735 boot=9.736', 1_773_040_955_964_000, 9_735_000],
    ['=== epoch=1788402028', 1_788_402_028_000_000, null],
    ['=== 5 epoch=1773040955.964 boot=9.736', 1_773_040_955_964_000, 9_736_000],
    ['=== 5 2022-06-29T10:24:15Z', us('2022-06-29T10:24:15'), null],
    ['=== 20 Nov 2026 09:35:43 ===', us('2026-11-20T09:35:43'), null],
    ['zzz ***Wed Jun 29 10:24:15 CEST 2022', us('2022-06-29T10:24:15'), null],
    ['### 2026-11-20 09:35:43 ###', us('2026-11-20T09:35:43'), null],
    ['--- Fri Nov 20 09:35:43 UTC 2026 ---', us('2026-11-20T09:35:43'), null],
    ['[2026-11-20 09:35:43]', us('2026-11-20T09:35:43'), null],
    ['Timestamp: 2026-11-20T09:35:43Z', us('2026-11-20T09:35:43'), null],
    ['1773040955', 1_773_040_955_000_000, null],
    ['@1773040955.5', 1_773_040_955_500_000, null],
    ['1773040955964', 1_773_040_955_964_000, null],
    ['timestamp=1773040955', 1_773_040_955_000_000, null],
  ])('%s', (text, civilUs, monotonicUs) => {
    expect(readMarker(text)).toMatchObject({ kind: 'time', stamp: { civilUs }, monotonicUs });
  });

  test('a watch banner names command, host, time and interval', () => {
    const banner = 'Every 5.0s: free -h; echo "---"                        web01: Fri Nov 20 09:35:43 2026';
    expect(readMarker(banner)).toMatchObject({
      kind: 'time',
      label: 'free -h; echo "---"',
      host: 'web01',
      intervalUs: 5_000_000,
      stamp: { civilUs: us('2026-11-20T09:35:43') },
    });
  });

  test.each([
    ['==> /proc/meminfo <==', 'label', '/proc/meminfo'],
    ['$ free -h', 'label', 'free -h'],
    ['root@web01:~# vmstat 1 5', 'label', 'vmstat 1 5'],
    ['---', 'rule', null],
    ['=== 7', 'rule', null],
    ['```text', 'rule', null],
    [' 04:38:23 up 0 min,  0 users,  load average: 1.97, 0.53, 0.18', 'time', null],
  ])('%s is a %s', (text, kind, label) => {
    expect(readMarker(text)).toMatchObject({ kind, label });
  });

  // Each of these would swallow a line that belongs to somebody else.
  test.each([
    'MemTotal:       24684096 kB',
    'some avg10=0.00 avg60=0.00 avg300=0.00 total=131',
    '09:39:45     16405212  23772464    533944',
    'top - 09:39:42 up 11 min,  0 user,  load average: 2.59, 1.53, 0.65',
    '# HELP process_resident_memory_bytes Resident memory size in bytes.',
    '-- Journal begins at Fri 2026-11-20 09:35:43 UTC. --',
    '[Sun May 17 23:24:10 2026] Linux version 6.12.107',
    '[    0.000000] Linux version 6.12.107',
    '1073741824',
    '------------[ cut here ]------------',
    'root         2  0.0  0.0      0     0 ?        S    09:28   0:00 [kthreadd]',
    '2026-02-09 10:00:05,1234',
  ])('%s is none', (text) => {
    expect(readMarker(text)).toBeNull();
  });
});

describe('a day clock', () => {
  const at = (text: string) => {
    const time = parseTimeOfDay(text);
    if (!time) throw new Error(text);
    return time;
  };

  test('passes midnight, not a clock that was set back', () => {
    const clock = createDayClock();
    clock.on(us('2026-11-20T00:00:00'), null);
    const read = (text: string) => clock.at(at(text)).stamp?.civilUs;
    expect(read('23:59:58')).toBe(us('2026-11-20T23:59:58'));
    expect(read('00:00:01')).toBe(us('2026-11-21T00:00:01'));
    expect(read('03:00:00')).toBe(us('2026-11-21T03:00:00'));
    expect(read('02:00:10')).toBe(us('2026-11-21T02:00:10'));
  });

  test('loses the date where nobody can tell a gap over midnight from a second file', () => {
    const clock = createDayClock();
    clock.on(us('2026-11-20T00:00:00'), null);
    clock.at(at('20:00:00'));
    expect(clock.at(at('14:00:00'))).toEqual({ stamp: null, sinceMidnightUs: null });
    clock.on(us('2026-11-22T00:00:00'), null);
    expect(clock.at(at('15:00:00')).stamp?.civilUs).toBe(us('2026-11-22T15:00:00'));
  });

  test('takes the day that brings a time closest to a date nearby', () => {
    const clock = createDayClock();
    clock.near({ civilUs: us('2026-11-20T23:59:59'), offsetMinutes: 60, hasYear: true, precisionUs: 1_000_000 });
    expect(clock.at(at('00:00:02')).stamp).toMatchObject({ civilUs: us('2026-11-21T00:00:02'), offsetMinutes: 60 });
  });

  test('counts from the first midnight where no date is known', () => {
    const clock = createDayClock();
    expect(clock.at(at('23:59:58')).sinceMidnightUs).toBe(86_398_000_000);
    expect(clock.at(at('00:00:03')).sinceMidnightUs).toBe(86_403_000_000);
  });
});

describe('moments', () => {
  const none = { startUs: null, intervalUs: null };

  test('a marker dates one block of each kind, not the blocks that a loop prints after it', () => {
    const moments = createMoments(none);
    moments.offer('2026-11-20 09:35:43', 'x');
    expect(moments.date('meminfo')).toMatchObject({ stampBasis: 'written' });
    expect(moments.date('ps')).toMatchObject({ stampBasis: 'written' });
    expect(moments.date('meminfo')).toMatchObject({ stamp: null, stampBasis: null });
  });

  test('the interval of the user dates the rest, and says that it is derived', () => {
    const moments = createMoments({ startUs: null, intervalUs: 5_000_000 });
    moments.offer('2026-11-20 09:35:43', 'x');
    moments.date('free');
    expect(moments.date('free')).toMatchObject({
      stamp: { civilUs: us('2026-11-20T09:35:48') },
      stampBasis: 'derived',
    });
  });

  test('start and interval date a text without any time', () => {
    const moments = createMoments({ startUs: us('2026-11-20T09:00:00'), intervalUs: 30_000_000 });
    moments.date('a');
    expect(moments.date('a')).toMatchObject({ stamp: { civilUs: us('2026-11-20T09:00:30') }, stampBasis: 'derived' });
  });

  test('a bare number is a size and not a time where a file of sizes is named', () => {
    const moments = createMoments(none);
    expect(moments.offer('1773040955', 'log')).not.toBeNull();
    moments.offer('==> /sys/fs/cgroup/a/memory.current <==', 'log');
    expect(moments.offer('1773040955', 'log')).toBeNull();
    // The next round of `date +%s; cat memory.current`: sizes are whole pages, this is none.
    expect(moments.offer('1773040960', 'log')).not.toBeNull();
    expect(moments.offer('1795162112', 'log')).toBeNull();
  });
});

describe('sysstat banners', () => {
  test.each([
    ['Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)', false, '2026-11-20', false],
    ['Linux 6.18.44 (vm) \t20/11/26 \t_x86_64_\t(2 CPU)', false, '2026-11-20', false],
    ['Linux 6.18.44 (vm) \t20.11.2026 \t_x86_64_\t(2 CPU)', false, '2026-11-20', false],
    ['Linux 6.18.44 (vm) \t2026-11-20 \t_x86_64_\t(2 CPU)', false, '2026-11-20', false],
    ['Linux 6.18.44 (vm) \t03/04/26 \t_x86_64_\t(2 CPU)', false, '2026-03-04', true],
    ['Linux 6.18.44 (vm) \t03/04/2026 \t_x86_64_\t(2 CPU)', true, '2026-03-04', false],
    ['Linux 6.18.44 (vm) \t03/04/2026 \t_x86_64_\t(2 CPU)', false, '2026-04-03', true],
    ['Linux 2.6.32-71.el6.x86_64 (vm) \t05/05/2026 \t_x86_64_', false, '2026-05-05', false],
  ])('%s', (text, twelveHours, day, guessed) => {
    const banner = readSysstatBanner(text);
    expect(banner?.host).toBe('vm');
    expect(banner && bannerDay(banner, twelveHours)).toEqual({ us: us(`${day}T00:00:00`), guessed });
  });
});

test('the number of digits tells the unit of an epoch', () => {
  for (const text of ['1763631300', '1763631300000', '1763631300000000', '1763631300000000000', '1763631300.0'])
    expect(parseTimeField(text)).toMatchObject({ stamp: { civilUs: 1_763_631_300_000_000, offsetMinutes: 0 } });
  expect(parseTimeField('176363130')).toBeNull();
});
