import { describe, expect, test } from 'vitest';
import { GiB, isoOf, KiB, MiB, read } from './support.ts';

/** The lines of a log with the number counted up, so that they differ as real ones do. */
const series = (line: (index: number) => string, count = 6): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

describe('templates', () => {
  test.each([
    [
      'names and units',
      (i: number) => `2026-02-09 10:00:0${i} used=${1234 + i}MB free=567MB`,
      { memUsedBytes: 1234 * MiB, memFreeBytes: 567 * MiB },
      '2026-02-09T10:00:00',
    ],
    [
      'a share',
      (i: number) => `2026-02-09 10:00:0${i} Memory usage: 37.2${i}%`,
      { memUsedPercent: 37.2 },
      '2026-02-09T10:00:00',
    ],
    [
      'an epoch and KiB',
      (i: number) => `176363130${i} ${1263616 + 4 * i}`,
      { loggedBytes: 1_263_616 * KiB },
      '2025-11-20T09:35:00+00:00',
    ],
    [
      'a row of free behind a date',
      (i: number) => `Mon Feb  9 10:00:0${i} UTC 2026 Mem: 3.8Gi 2.3Gi 1.5Gi`,
      { memTotalBytes: Math.round(3.8 * GiB), memUsedBytes: Math.round(2.3 * GiB), memFreeBytes: 1.5 * GiB },
      '2026-02-09T10:00:00+00:00',
    ],
    [
      'used of total',
      (i: number) => `2026-02-09 10:00:0${i} used ${1234 + i} MB of 3902 MB (31.6%)`,
      { memUsedBytes: 1234 * MiB, memTotalBytes: 3902 * MiB, memUsedPercent: 31.6 },
      '2026-02-09T10:00:00',
    ],
    [
      'used/total',
      (i: number) => `[2026-02-09 10:00:0${i}] Memory: ${1234 + i}/3902 MB`,
      { memUsedBytes: 1234 * MiB, memTotalBytes: 3902 * MiB },
      '2026-02-09T10:00:00',
    ],
    [
      'the name behind the number',
      (i: number) => `2026-02-09T10:00:0${i}Z 2.${i}G used`,
      { memUsedBytes: 2 * GiB },
      '2026-02-09T10:00:00+00:00',
    ],
    [
      'a comma between time and number',
      (i: number) => `2026-02-09 10:00:0${i},${1234 + i}`,
      { loggedBytes: 1234 * MiB },
      '2026-02-09T10:00:00',
    ],
    [
      'the loop of the seed, without time',
      (i: number) => `allocated=${100 + 50 * i}MB`,
      { allocatedBytes: 100 * MiB },
      null,
    ],
    ['a share without its sign', (i: number) => `Memory usage: 37.23${i}`, { memUsedPercent: 37.23 }, null],
    [
      'exponents',
      (i: number) => `176363130${i}: ${(4096 * (600_000 + i)).toExponential(10)}`,
      { loggedBytes: 4096 * 600_000 },
      '2025-11-20T09:35:00+00:00',
    ],
    [
      'words that hold digits',
      (i: number) => `2026-02-09 10:00:0${i} api-0 rss=${12 + i}MB in 5ms`,
      { rssBytes: 12 * MiB },
      '2026-02-09T10:00:00',
    ],
    [
      'used/total with a unit each',
      (i: number) => `2026-02-09 10:00:0${i} mem ${1234 + i}MB/3902MB`,
      { memUsedBytes: 1234 * MiB, memTotalBytes: 3902 * MiB },
      '2026-02-09T10:00:00',
    ],
  ])('%s', (_, line, metrics, iso) => {
    const { samples, rejects, notes } = read(series(line));
    expect(rejects).toEqual([]);
    expect(samples).toHaveLength(6);
    expect(samples[0]?.metrics).toEqual(metrics);
    expect(samples[0] ? isoOf(samples[0]) : undefined).toBe(iso);
    expect(notes).toHaveLength(1);
  });

  test('the template can be printed', () => {
    expect(read(series((i) => `2026-02-09 10:00:0${i} used=${1234 + i}MB free=567MB`)).notes).toEqual([
      '<time> used=<n>MB free=<n>MB (memUsedBytes, memFreeBytes)',
    ]);
  });

  test('three lines in turn, of one process', () => {
    const { samples } = read(series(() => 'RSS: 412.07 MB\nVMS: 812.11 MB\nMemory percent: 10.31%', 2));
    expect(samples.map(({ scope, metrics }) => [scope, metrics]).slice(0, 3)).toEqual([
      ['process', { rssBytes: Math.round(412.07 * MiB) }],
      ['process', { virtualBytes: Math.round(812.11 * MiB) }],
      ['process', { memoryPercent: 10.31 }],
    ]);
  });

  test('without the head of the file its lines are foreign until the template is certain, and read then', () => {
    const text = series((i) => `2026-02-09 10:00:00 used=${1000 + i}MB`, 40);
    const { samples, foreign } = read(text, { withHead: false });
    expect(samples).toHaveLength(40);
    expect(foreign).toHaveLength(24);
    expect(samples.map((sample) => sample.metrics.memUsedBytes)).toEqual(samples.map((_, i) => (1000 + i) * MiB));
  });

  test('the file name says what a number without a name is', () => {
    const text = series((i) => `176363130${i} ${1263616 + 4 * i}`);
    expect(read(text, { path: 'logs/app-rss.log' }).samples[0]).toMatchObject({
      scope: 'process',
      metrics: { rssBytes: 1_263_616 * KiB },
    });
    expect(read(text, { path: 'logs/memory.log' }).samples[0]?.metrics).toEqual({ loggedBytes: 1_263_616 * KiB });
  });

  test('a bare number without a unit that it could show is left out', () => {
    const { samples, rejects } = read(series((i) => `176363130${i} 1${i}.5`));
    expect(samples).toEqual([]);
    expect(new Set(rejects)).toEqual(new Set(['unit unknown']));
    expect(
      read(
        series((i) => `176363130${i} 1${i}.5`),
        { unit: 'GiB' },
      ).samples[0]?.metrics,
    ).toEqual({ loggedBytes: 10.5 * GiB });
  });

  test('start and interval date what has no time', () => {
    const { samples } = read(
      series((i) => `Memory usage: 37.23${i}%`, 3),
      { startUs: Date.UTC(2026, 1, 9) * 1000, intervalUs: 30_000_000 },
    );
    expect(samples.map((sample) => [isoOf(sample), sample.stampBasis])).toEqual([
      ['2026-02-09T00:00:00+00:00', 'derived'],
      ['2026-02-09T00:00:30+00:00', 'derived'],
      ['2026-02-09T00:01:00+00:00', 'derived'],
    ]);
  });
});

describe("the user's patterns replace the inference", () => {
  const text = 'a;2026.02.09 10h;mem 1,5 (heap 12)\nnoise\nb;2026.02.09 11h;mem 2,5 (heap 13)\n';
  test('value and unit', () => {
    const { samples, foreign } = read(text, { valuePattern: /mem ([\d,]+)/, unit: 'GiB' });
    expect(samples.map((sample) => sample.metrics)).toEqual([{ loggedBytes: 1.5 * GiB }, { loggedBytes: 2.5 * GiB }]);
    expect(foreign).toEqual(['noise']);
  });
  test('named groups name the values', () => {
    const { samples } = read(text, { valuePattern: /mem (?<used>[\d,]+) \(heap (?<heapUsed>\d+)/, unit: 'MiB' });
    expect(samples[0]?.metrics).toEqual({ memUsedBytes: 1.5 * MiB, heapUsedBytes: 12 * MiB });
  });
  test('the time, and a time that is none is said', () => {
    const timed = '<1763631305> 5\n<soon> 6\n';
    const { samples, rejects } = read(timed, { valuePattern: / (\d+)$/, timePattern: /<(.*?)>/, unit: 'MiB' });
    expect(samples.map(isoOf)).toEqual(['2025-11-20T09:35:05+00:00', null]);
    expect(rejects).toEqual(['unreadable time']);
  });
  test('a pattern with the global flag keeps no state from line to line', () => {
    expect(read('mem 1\nmem 2\nmem 3\n', { valuePattern: /\d/g, unit: 'MiB' }).samples).toHaveLength(3);
  });
});

describe('logs as people write them', () => {
  test('the heading and rows of free behind a date: the commonest memory.log', () => {
    const rows = Array.from(
      { length: 4 },
      (_, i) =>
        `2026-02-09 10:00:0${i}           3902         ${285 + i}        3533           1         227        3615`,
    );
    const { samples, rejects, foreign } = read(
      `      date     time           total        used        free      shared  buff/cache   available\n${rows.join('\n')}\n`,
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples.map(isoOf).slice(0, 2)).toEqual(['2026-02-09T10:00:00', '2026-02-09T10:00:01']);
    expect(samples[0]).toMatchObject({
      unitAssumed: 'MiB',
      metrics: { memTotalBytes: 3902 * MiB, memAvailableBytes: 3615 * MiB, buffCacheColumnBytes: 227 * MiB },
    });
  });

  test('the same with -h', () => {
    const { samples } = read(
      '      date     time           total        used        free      shared  buff/cache   available\n2026-02-09 10:00:05          3.8Gi       285Mi       3.5Gi       1.0Mi       227Mi       3.5Gi\n',
    );
    expect(samples[0]).toMatchObject({ unitAssumed: null, metrics: { memUsedBytes: 285 * MiB, shmemBytes: MiB } });
  });

  test('units in the heading, a date with a dash', () => {
    const { samples } = read(
      'date,free mem(kB),available mem(kB),buffers(kB),free swap(kB)\n2021/09/29-12:30:45,1000,2000,30,40\n',
    );
    expect(samples.map(isoOf)).toEqual(['2021-09-29T12:30:45']);
    expect(samples[0]?.metrics).toEqual({
      memFreeBytes: 1000 * KiB,
      memAvailableBytes: 2000 * KiB,
      buffersBytes: 30 * KiB,
      swapFreeBytes: 40 * KiB,
    });
  });

  test('a unit in brackets before the number, in any language', () => {
    const { samples } = read(series((i) => `2026-02-09 10:00:0${i} | Memória (kB): ${126044 + i}`));
    expect(samples[0]).toMatchObject({ unitAssumed: null, metrics: { loggedBytes: 126_044 * KiB } });
  });

  test('a date in stars, then free', () => {
    const { samples } = read(
      '******[2026-02-09_10:00:05]******\n              total        used        free      shared  buff/cache   available\nMem:           3.8Gi       285Mi       3.5Gi       1.0Mi       227Mi       3.5Gi\n',
    );
    expect(samples.map(isoOf)).toEqual(['2026-02-09T10:00:05']);
  });

  test('numbers alone are read once the user says what they are', () => {
    const text = series((i) => `${126044 + 4 * i}`);
    expect(
      read(text, { unit: 'KiB', startUs: Date.UTC(2026, 1, 9) * 1000, intervalUs: 1_000_000 })
        .samples.map((sample) => [isoOf(sample), sample.metrics.loggedBytes])
        .slice(0, 2),
    ).toEqual([
      ['2026-02-09T00:00:00+00:00', 126_044 * KiB],
      ['2026-02-09T00:00:01+00:00', 126_048 * KiB],
    ]);
  });

  test('a swap that may be used or free is neither', () => {
    expect(read('time,used_mb,swap_mb\n1763631305,12,34\n').samples[0]?.metrics).toEqual({ memUsedBytes: 12 * MiB });
  });
});

describe('what is no memory log', () => {
  test.each([
    ['rows of a batch', series((i) => `2026-11-20 09:35:4${i} INFO Processed ${1000 + i} rows`)],
    ['requests', series((i) => `2026-02-03 10:11:0${i} request served in ${120 + i}`)],
    ['a download', series((i) => `2026-11-20 09:35:4${i} downloaded ${12 + i} MB`)],
    ['a disk', series((i) => `2026-11-20 09:35:4${i} disk used=${1234 + i}MB free=567MB`)],
    ['connections', series((i) => `2026-11-20 09:35:4${i} connections used=${12 + i} free=88`)],
    ['an access log', series((i) => `2026-02-09 10:00:0${i} GET /index.html 200 ${512 + i}`)],
    [
      'a daemon log',
      'Feb  9 10:00:05 web01 cron[12]: started job 5\nFeb  9 10:00:06 web01 sshd[99]: session 7 opened\nFeb  9 10:00:07 web01 cron[12]: done\n',
    ],
    [
      'a kernel log that speaks of memory',
      '[    0.000000] Memory: 305276K/392696K available (14339K kernel code)\n[    1.000000] Freeing unused kernel image memory: 2660K\n[   2.000000] Freeing initrd memory: 9000K\n',
    ],
    [
      'prose',
      'The server has 16 GB of memory, of which 4 GB are free.\nIt was restarted on Monday.\nNothing else happened.\nThe end.\n',
    ],
    ['two numbers that nobody names', series((i) => `2026-02-09 10:00:0${i} 12${i} 5${i}`)],
    ['numbers alone', series((i) => `${1263616 + i}`)],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ samples: [], rejects: [] });
  });
});

describe('what words say of the numbers around them', () => {
  const metricsOf = (line: string) => read(series((i) => `2026-02-09 10:00:0${i} ${line}`)).samples[0]?.metrics;

  test.each([
    [
      'a share behind an amount is its own',
      'avail 5259 of 7842 MiB (67.05%)',
      { memAvailableBytes: 5259 * MiB, memTotalBytes: 7842 * MiB, memAvailablePercent: 67.05 },
    ],
    [
      'the total of swap is not that of memory',
      'Swap: 512 MB total, 500 MB free',
      { swapTotalBytes: 512 * MiB, swapFreeBytes: 500 * MiB },
    ],
    [
      'a second date holds no numbers of memory',
      'Mon Feb  9 10:00:05 UTC 2026 used=1234MB',
      { memUsedBytes: 1234 * MiB },
    ],
    ['a name reaches no further than a bracket', 'free 500 MB (12), swap', { memFreeBytes: 500 * MiB }],
  ])('%s', (_, line, metrics) => {
    expect(metricsOf(line)).toEqual(metrics);
  });

  test('a row of a table whose columns are not named is none', () => {
    expect(metricsOf('MemTotal 31948.59 32253.59 64202.18')).toBeUndefined();
  });
});

// A unit that is not seen as one is guessed from the size of the number.
test.each([
  ['kB', 1024],
  ['KB', 1024],
  ['KiB', 1024],
  ['kb', 1024],
  ['MB', 1024 ** 2],
  ['mb', 1024 ** 2],
  ['MiB', 1024 ** 2],
  ['Mi', 1024 ** 2],
  ['m', 1024 ** 2],
  ['GiB', 1024 ** 3],
  ['bytes', 1],
  ['B', 1],
])('%s is a unit, with and without a blank before it', (unit, bytes) => {
  for (const blank of ['', ' ']) {
    const text = [0, 5].map((second) => `2026-02-09 10:00:0${second} rss=${1000 + second}${blank}${unit}\n`).join('');
    expect(read(text).samples.map(({ metrics }) => metrics.rssBytes)).toEqual([1000 * bytes, 1005 * bytes]);
  }
});

test('a second number behind a heap is no total of the machine', () => {
  const text = [0, 5].map((second) => `2026-02-09 10:00:0${second} heap=120MB/512MB rss=70${second}MB\n`).join('');
  expect(read(text).samples.map(({ metrics }) => metrics)).toEqual([{ rssBytes: 700 * MiB }, { rssBytes: 705 * MiB }]);
});

// The word next to the first number is the name of the second.
test.each([
  ['Mem used/total: 1204/3902 MB', { memUsedBytes: 1204 * MiB, memTotalBytes: 3902 * MiB }],
  ['memory (used / free): 1204MB / 300MB', { memUsedBytes: 1204 * MiB, memFreeBytes: 300 * MiB }],
  ['Mem 1204/3902 MB', { memUsedBytes: 1204 * MiB, memTotalBytes: 3902 * MiB }],
])('%s', (line, expected) => {
  const text = [0, 5].map((second) => `2026-02-09 10:00:0${second} ${line}\n`).join('');
  expect(read(text).samples.map(({ metrics }) => metrics)).toEqual([expected, expected]);
});
