import { describe, expect, test } from 'vitest';
import { isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

const titles = 'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----';
const heading = ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st';

test('the first row is since boot: its rates are dropped, its amounts are of the moment', () => {
  const { samples, rejects } = read(`${titles}
${heading}
 5  1   1024 413944  46940 623688    3    4  1435  5712  649 1872 24  8 67  1  0
 0  2   1028 413940  46940 623688   10   20   100     8  649 1872 24  8 60  8  0
`);
  expect(rejects).toEqual([]);
  expect(samples.map((sample) => sample.metrics)).toEqual([
    {
      tasksRunnable: 5,
      tasksBlocked: 1,
      swapUsedBytes: 1024 * KiB,
      memFreeBytes: 413_944 * KiB,
      buffersBytes: 46_940 * KiB,
      cacheColumnBytes: 623_688 * KiB,
    },
    {
      tasksRunnable: 0,
      tasksBlocked: 2,
      swapUsedBytes: 1028 * KiB,
      memFreeBytes: 413_940 * KiB,
      buffersBytes: 46_940 * KiB,
      cacheColumnBytes: 623_688 * KiB,
      swapInBytesPerSecond: 10 * KiB,
      swapOutBytesPerSecond: 20 * KiB,
      pageInBytesPerSecond: 100 * KiB,
      pageOutBytesPerSecond: 8 * KiB,
      cpuIdlePercent: 60,
      cpuIoWaitPercent: 8,
    },
  ]);
  expect(samples.map((sample) => sample.unitAssumed)).toEqual(['KiB', 'KiB']);
});

test('a repeated heading does not end the run, but its first row may be a new one', () => {
  const row = ' 0  0   1028 413940  46940 623688   10   20   100     8  649 1872 24  8 60  8  0';
  const { samples } = read([titles, heading, row, row, titles, heading, row, row].join('\n'));
  expect(samples.map((sample) => 'swapInBytesPerSecond' in sample.metrics)).toEqual([false, true, false, true]);
});

describe('-S changes the unit and does not say so', () => {
  const rows =
    ' 1  0      0  21579     13   2266    0    0   367  2232  208  584  7  3 90  0  0\n 0  0      0  21580     13   2266    0    0     0     0  208  584  7  3 90  0  0\n';
  test('amounts that are no whole pages of KiB are left out', () => {
    const { samples, rejects } = read(`${titles}\n${heading}\n${rows}`);
    expect(rejects).toEqual(['unit unknown', 'unit unknown']);
    expect(samples.flatMap((sample) => Object.keys(sample.metrics))).not.toContain('memFreeBytes');
    expect(samples[1]?.metrics).toMatchObject({ cpuIdlePercent: 90, pageInBytesPerSecond: 0 });
  });
  test('the user can name it', () => {
    const { samples, rejects } = read(`${titles}\n${heading}\n${rows}`, { unit: 'MiB' });
    expect(rejects).toEqual([]);
    expect(samples[0]).toMatchObject({ unitAssumed: null, metrics: { memFreeBytes: 21_579 * MiB } });
  });
  test('a run in MiB does not spoil the run in KiB before it', () => {
    const kib = ' 5  1   1024 413944  46940 623688    3    4  1435  5712  649 1872 24  8 67  1  0\n';
    const { samples } = read(`${titles}\n${heading}\n${kib}${titles}\n${heading}\n${rows}`);
    expect(samples[0]?.metrics.memFreeBytes).toBe(413_944 * KiB);
    expect(samples[1]?.metrics.memFreeBytes).toBeUndefined();
  });
});

test.each([
  ['-t', `${heading}                 UTC`, '2026-11-20 09:39:39', '2026-11-20T09:39:39+00:00'],
  ['-t in summer', `${heading}                CEST`, '2026-07-20 09:39:39', '2026-07-20T09:39:39+02:00'],
  ['-t in a zone of two names', `${heading}                 CST`, '2026-11-20 09:39:39', '2026-11-20T09:39:39'],
  ['-t in a zone without name', `${heading}                 +03`, '2026-11-20 09:39:39', '2026-11-20T09:39:39+03:00'],
  ['-t of old procps', heading, '2012-05-03 17:32:01 CEST', '2012-05-03T17:32:01+02:00'],
])('%s', (_, head, time, iso) => {
  const { samples } = read(
    `${titles} -----timestamp-----\n${head}\n 5  1   1024 413944  46940 623688    3    4  1435  5712  649 1872 24  8 67  1  0 ${time}\n`,
  );
  expect(samples.map(isoOf)).toEqual([iso]);
});

test('-w -a and the gu column', () => {
  const { samples } =
    read(`--procs-- -----------------------memory---------------------- ---swap-- -----io---- -system-- ----------cpu----------
   r    b         swpd         free        inact       active   si   so    bi    bo   in   cs  us  sy  id  wa  st  gu
   0    0            0       248704         5596       128920    0    0  1574   188  257    5  38  28  34   0   0   0
`);
  expect(samples[0]?.metrics).toMatchObject({ inactiveBytes: 5596 * KiB, activeBytes: 128_920 * KiB });
});

test('rows behind a time that ts put before them keep their columns', () => {
  const { samples, foreign } = read(
    `Nov 20 09:39:38 ${titles}\nNov 20 09:39:38 ${heading}\nNov 20 09:39:39  5  1   1024 413944  46940 623688    3    4  1435  5712  649 1872 24  8 67  1  0\n`,
  );
  expect(foreign).toEqual([]);
  expect(samples.map(isoOf)).toEqual(['11-20T09:39:39']);
});

test.each([
  ['a row cut short', ' 5  1   1024 413944  46940'],
  [
    'a row with more than a time behind it',
    ' 5  1   1024 413944  46940 623688    3    4  1435  5712  649 1872 24  8 67  1  0 99',
  ],
  [
    'a number beyond all memory',
    ' 5  1   1024 413944  46940 99999999999999999    3    4  1435  5712  649 1872 24  8 67  1  0',
  ],
])('%s is rejected', (_, row) => {
  const { samples, rejects } = read(`${titles}\n${heading}\n${row}\n`);
  expect(samples).toEqual([]);
  expect(rejects).toHaveLength(1);
});

test('a heading without rows gives nothing', () => {
  expect(read(`${titles}\n${heading}\n`)).toMatchObject({ samples: [], rejects: [], foreign: [] });
});

describe('a clock that changes below a heading', () => {
  const row = (time: string): string =>
    ` 6  0      0 16229888 145084 6979496    0    0   277  6486  626 3625 59 10 32  0  0 ${time}`;
  const table = (zone: string, ...times: string[]): string =>
    [
      'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----',
      ` r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                ${zone}`,
      ...times.map(row),
      '',
    ].join('\n');

  // The heading names the zone once: an hour that comes twice would be read as the same one.
  test.each([
    [
      'to winter',
      table('CEST', '2026-10-25 02:59:58', '2026-10-25 02:59:59', '2026-10-25 02:00:00', '2026-10-25 02:00:01'),
      ['02:59:58+02:00', '02:59:59+02:00', '02:00:00+01:00', '02:00:01+01:00'],
    ],
    [
      'to summer',
      table('CET', '2026-03-29 01:59:58', '2026-03-29 01:59:59', '2026-03-29 03:00:00', '2026-03-29 03:00:01'),
      ['01:59:58+01:00', '01:59:59+01:00', '03:00:00+02:00', '03:00:01+02:00'],
    ],
    [
      'nothing but a gap',
      table('CET', '2026-01-29 01:59:58', '2026-01-29 01:59:59', '2026-01-29 04:10:00'),
      ['01:59:58+01:00', '01:59:59+01:00', '04:10:00+01:00'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text).samples.map((sample) => isoOf(sample)?.slice(11))).toEqual(expected);
  });

  test('a translated heading: free stands behind swpd, words that are unknown are left out', () => {
    const text = table('UTC', '2026-11-20 15:22:16').replace('  free   buff  cache', '  frei   Foo   Cache');
    expect(onlyMetrics(read(text))).toEqual({
      tasksRunnable: 6,
      tasksBlocked: 0,
      swapUsedBytes: 0,
      memFreeBytes: 16_229_888 * 1024,
      cacheColumnBytes: 6_979_496 * 1024,
    });
  });
});

test('columns that ran into each other are rejected, and said', () => {
  const row = ' 1  0 123456789 16413944469407623688    0    0  1435  5712  649 1872 24  8 67  0  0';
  expect(read(`${titles}\n${heading}\n${row}\n`)).toMatchObject({ samples: [], rejects: ['unreadable value'] });
});

test('vmstat -s: the unit is in the text', () => {
  const text = (unit: string) =>
    `          100 ${unit} total memory\n           50 ${unit} free memory\n            7 ${unit} swap cache\n           12 pages swapped in\n          3 interrupts\n`;
  expect(onlyMetrics(read(text('K')))).toEqual({
    memTotalBytes: 100 * KiB,
    memFreeBytes: 50 * KiB,
    cacheColumnBytes: 7 * KiB,
    swapInPagesTotal: 12,
  });
  expect(onlyMetrics(read(text('m')))).toMatchObject({ memTotalBytes: 100_000_000 });
});
