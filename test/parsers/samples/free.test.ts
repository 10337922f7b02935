import { describe, expect, test } from 'vitest';
import { GiB, isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

const heading = '               total        used        free      shared  buff/cache   available';
const narrow = '              total        used        free      shared  buff/cache   available';

test('-h with Gi, as the seeds show it: coarse, and it says how coarse', () => {
  const { samples } = read(`${narrow}
Mem:           3.8Gi       2.3Gi       1.5Gi       1.0Mi       232Mi       1.5Gi
Swap:          3.8Gi          0B       3.8Gi
`);
  expect(samples).toHaveLength(1);
  expect(samples[0]).toMatchObject({ quantumBytes: Math.round(GiB / 10), unitAssumed: null, stamp: null });
  expect(samples[0]?.metrics).toEqual({
    memTotalBytes: Math.round(3.8 * GiB),
    memFreeBytes: Math.round(1.5 * GiB),
    shmemBytes: MiB,
    buffCacheColumnBytes: 232 * MiB,
    memAvailableBytes: Math.round(1.5 * GiB),
    swapTotalBytes: Math.round(3.8 * GiB),
    swapFreeBytes: Math.round(3.8 * GiB),
  });
});

test('used is never read: it had three meanings', () => {
  const metrics = onlyMetrics(
    read(`${heading}\nMem:        24684096      760976    16589400        8788     7660480    23923120\n`),
  );
  expect(Object.keys(metrics)).not.toContain('memUsedBytes');
});

describe('the unit of bare numbers is inferred and named', () => {
  test.each([
    ['-k', '24684096      760976    16589400        8788     7660480    23923120', KiB, 'KiB'],
    ['-b', '25276510208   600023040 24196423680     9068544   749207552 24676487168', 1, 'B'],
    ['-m', '24105         572       23075           8         703       23533', MiB, 'MiB'],
    ['-g', '23           0          22           0           0          22', GiB, 'GiB'],
  ])('%s', (_, row, unit, unitAssumed) => {
    const { samples } = read(`${heading}\nMem:   ${row}\n`);
    expect(samples[0]).toMatchObject({ unitAssumed, quantumBytes: unit });
    expect(samples[0]?.metrics.memTotalBytes).toBe(Number(row.split(/\s+/)[0]) * unit);
  });

  test('two possible units are no unit, and the user can name it', () => {
    const text = `${heading}\nMem:        25276510      600023    24196423        9068      749207    24676487\n`;
    expect(read(text)).toMatchObject({ samples: [], rejects: ['unit unknown'] });
    expect(read(text, { unit: 'kB' }).samples[0]).toMatchObject({
      unitAssumed: null,
      metrics: { memTotalBytes: 25_276_510_000 },
    });
  });
});

describe('a bare G', () => {
  const row = 'Mem:             25G        600M         24G        9.1M        749M         24G';
  test('below the wide heading of procps 4 it is --si', () => {
    expect(onlyMetrics(read(`${heading}\n${row}\n`)).memTotalBytes).toBe(25e9);
  });
  test('below a narrow one it is taken for 1024^3, and said to be', () => {
    const { samples } = read(`${narrow}\n${row}\n`);
    expect(samples[0]).toMatchObject({ unitAssumed: 'GiB', metrics: { memTotalBytes: 25 * GiB } });
  });
});

test('-w, -t, -l and -v add columns and rows', () => {
  const metrics = onlyMetrics(
    read(`               total        used        free      shared     buffers       cache   available
Mem:        24684084      585960    22629964        8856       14352     2320508    24098124
Low:        24684084     1000000    22629964
High:              0           0           0
Swap:        1000000         400      999600
Total:      25684084      586360    23629564
Comm:       12342040       78848    12263192
`),
  );
  expect(metrics).toMatchObject({
    buffersBytes: 14_352 * KiB,
    cacheColumnBytes: 2_320_508 * KiB,
    swapTotalBytes: 1_000_000 * KiB,
    swapFreeBytes: 999_600 * KiB,
    commitLimitBytes: 12_342_040 * KiB,
    committedBytes: 78_848 * KiB,
  });
});

test('the old layout with its second line, and shared that is always 0', () => {
  const metrics = onlyMetrics(
    read(`             total       used       free     shared    buffers     cached
Mem:       7927536    6071588    1855948          0      22428     209132
-/+ buffers/cache:    5840028    2087508
Swap:     12582896         92   12582804
`),
  );
  expect(metrics).toEqual({
    memTotalBytes: 7_927_536 * KiB,
    memFreeBytes: 1_855_948 * KiB,
    buffersBytes: 22_428 * KiB,
    cacheColumnBytes: 209_132 * KiB,
    swapTotalBytes: 12_582_896 * KiB,
    swapFreeBytes: 12_582_804 * KiB,
  });
});

test('-L is one line', () => {
  const metrics = onlyMetrics(read('SwapUse           0 CachUse     7660480 MemUse      760976 MemFree    16589400\n'));
  expect(metrics).toEqual({ swapUsedBytes: 0, buffCacheColumnBytes: 7_660_480 * KiB, memFreeBytes: 16_589_400 * KiB });
});

test.each([
  ['German', '              gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar', 'Speicher:', 'Swap:'],
  [
    'French',
    '               total       utilisé      libre     partagé tamp/cache   disponible',
    'Mem:',
    "Partition d'échange:",
  ],
  [
    'Russian',
    '               всего        занято        свободно      общая  буф./врем.   доступно',
    'Память:',
    'Подкачка:',
  ],
])('headings in another language: %s', (_, words, memory, swap) => {
  const text = `${words}\n${memory}    24684096      760976    16589400        8788     7660480    23923120\n${swap}   1000000   400    999600\n`;
  const { samples } = read(text);
  expect(samples).toHaveLength(1);
  expect(samples[0]?.metrics).toMatchObject({
    memTotalBytes: 24_684_096 * KiB,
    memAvailableBytes: 23_923_120 * KiB,
    swapFreeBytes: 999_600 * KiB,
  });
});

describe('rows that grep left over', () => {
  test('new layout', () => {
    expect(
      onlyMetrics(read('Mem:           3902         285        3533           1         227        3615\n')),
    ).toMatchObject({
      memAvailableBytes: 3615 * MiB,
      memFreeBytes: 3533 * MiB,
    });
  });
  test('old layout, where used and free are all', () => {
    expect(
      onlyMetrics(read('Mem:       7927536    6071588    1855948          0      22428     209132\n')),
    ).toMatchObject({
      cacheColumnBytes: 209_132 * KiB,
    });
  });
  test('numbers that fit no layout are foreign', () => {
    expect(read('Mem:  1 2 3 4 5 6\n').samples).toEqual([]);
  });
});

test('a loop gives a sample for every block; only the first has the date before it', () => {
  const block = `${heading}\nMem:        24684096      760976    16589400        8788     7660480    23923120\nSwap:              0           0           0\n\n`;
  const text = `2026-11-20 09:35:43\n${block}${block}`;
  expect(read(text).samples.map(isoOf)).toEqual(['2026-11-20T09:35:43', null]);
  const derived = read(text, { intervalUs: 5_000_000 }).samples;
  expect(derived.map(isoOf)).toEqual(['2026-11-20T09:35:43', '2026-11-20T09:35:48']);
  expect(derived.map((sample) => sample.stampBasis)).toEqual(['written', 'derived']);
});

test.each([
  ['a row with a column too few', `${heading}\nMem:        24684096      760976    16589400        8788\n`],
  ['a value that is none', `${heading}\nMem:        24684096      x    16589400        8788     7660480    23923120\n`],
])('%s is rejected', (_, text) => {
  const { samples, rejects } = read(text);
  expect(samples).toEqual([]);
  expect(rejects).toHaveLength(1);
});
