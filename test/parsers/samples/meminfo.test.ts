import { describe, expect, test } from 'vitest';
import { isoOf, KiB, onlyMetrics, read } from './support.ts';

const whole = `MemTotal:         339692 kB
MemFree:          273324 kB
MemAvailable:     273236 kB
Buffers:               0 kB
Cached:            10120 kB
SwapTotal:             0 kB
SwapFree:              0 kB
AnonPages:         36540 kB
Shmem:             10120 kB
KReclaimable:       7328 kB
VmallocTotal:   34359738367 kB
HugePages_Total:     120
HugePages_Free:      100
HugePages_Rsvd:        5
HugePages_Surp:        0
Hugepagesize:       2048 kB
DirectMap4k:       22400 kB
`;

test('counts of huge pages become sizes by the size of the page, and are no kB', () => {
  const metrics = onlyMetrics(read(whole));
  expect(metrics).toMatchObject({
    memTotalBytes: 339_692 * KiB,
    memAvailableBytes: 273_236 * KiB,
    hugetlbBytes: 120 * 2048 * KiB,
    hugetlbFreeBytes: 100 * 2048 * KiB,
    hugetlbReservedBytes: 5 * 2048 * KiB,
  });
});

test('the Hugetlb line, which counts all sizes, goes before the counts of the default size', () => {
  expect(onlyMetrics(read(`${whole}Hugetlb:  1294336 kB\n`)).hugetlbBytes).toBe(1_294_336 * KiB);
});

test('counts of huge pages without their size are left out, unless they are none', () => {
  const metrics = onlyMetrics(read('MemTotal: 4 kB\nHugePages_Total:     120\nHugePages_Free: 0\n'));
  expect(metrics).toEqual({ memTotalBytes: 4 * KiB, hugetlbFreeBytes: 0 });
});

describe('snapshots are told apart', () => {
  test.each([
    ['our sampler', '=== 0 epoch=1773040950.959 mono=4.731 boot=4.731', '2026-03-09T07:22:30.959+00:00'],
    ['the sampler without clocks', '=== 7', null],
    ['OSWatcher', 'zzz ***Wed Jun 29 10:24:15 CEST 2022', '2022-06-29T10:24:15+02:00'],
    ['date', 'Fri Nov 20 09:35:43 UTC 2026', '2026-11-20T09:35:43+00:00'],
    ['date in German', 'Fr 20. Nov 09:35:43 CET 2026', '2026-11-20T09:35:43+01:00'],
    ['an epoch', '1773040950', '2026-03-09T07:22:30+00:00'],
    ['a heading', '### 2026-11-20 09:35:43', '2026-11-20T09:35:43'],
    ['a watch banner', 'Every 2.0s: cat /proc/meminfo    web01: Fri Nov 20 09:35:43 2026', '2026-11-20T09:35:43'],
    ['tail or head', '==> /var/log/meminfo.1 <==', null],
    ['a rule', '---', null],
    ['nothing but the first key', '', null],
  ])('by %s', (_, separator, iso) => {
    const block = `${separator}\nMemTotal:         339692 kB\nMemFree:          273324 kB\n`;
    const { samples, rejects } = read(block + block);
    expect(rejects).toEqual([]);
    expect(samples.map((sample) => sample.metrics.memFreeBytes)).toEqual([273_324 * KiB, 273_324 * KiB]);
    if (iso) expect(samples.map(isoOf)).toEqual([iso, iso]);
  });

  test('and each knows where it stands', () => {
    const { samples } = read(`x\nMemTotal: 4 kB\nMemFree: 4 kB\nMemTotal: 4 kB\n`, { path: 'f' });
    expect(samples.map((sample) => sample.span)).toEqual([
      { path: 'f', line: 2, byteStart: 2, byteEnd: 30, lines: 2 },
      { path: 'f', line: 4, byteStart: 31, byteEnd: 45, lines: 1 },
    ]);
  });
});

test('a kernel log in between is foreign, and the snapshot goes on behind it', () => {
  const { samples, foreign } = read(
    'MemTotal: 400 kB\n[ 12.345678] Out of memory: Killed process 7 (x) total-vm:1kB\nNode 0 active_anon:12kB\nMemFree: 40 kB\n',
  );
  expect(samples).toHaveLength(1);
  expect(samples[0]?.metrics).toEqual({ memTotalBytes: 400 * KiB, memFreeBytes: 40 * KiB });
  expect(foreign).toHaveLength(2);
});

test('lines of a log prefix date their snapshot', () => {
  const { samples, foreign } = read(
    'Nov 20 09:35:43 web01 collector[77]: MemTotal: 400 kB\nNov 20 09:35:43 web01 collector[77]: MemFree: 40 kB\n',
  );
  expect(foreign).toEqual([]);
  expect(samples).toHaveLength(1);
  expect(samples[0]).toMatchObject({ host: 'web01', stampBasis: 'written', metrics: { memFreeBytes: 40 * KiB } });
});

test('the nodes of a NUMA machine are zones of their own', () => {
  const { samples } = read('Node 0 MemTotal: 400 kB\nNode 0 MemFree: 40 kB\nNode 1 MemTotal: 800 kB\n');
  expect(samples.map(({ scope, zone, metrics }) => [scope, zone, metrics.memTotalBytes])).toEqual([
    ['zone', 'node 0', 400 * KiB],
    ['zone', 'node 1', 800 * KiB],
  ]);
});

// What is not certainly right is not there.
test.each([
  ['a number that lost its unit', 'MemFree:  1234', 'unit missing'],
  ['a negative number', 'MemFree:  -4 kB', 'unreadable value'],
  ['a number beyond 2^53', 'MemFree:  99999999999999999 kB', 'unreadable value'],
  ['letters', 'MemFree:  12x4 kB', 'unreadable value'],
])('%s is rejected', (_, line, reason) => {
  const { samples, rejects } = read(`MemTotal: 400 kB\n${line}\nCached: 8 kB\n`);
  expect(rejects).toEqual([reason]);
  expect(samples[0]?.metrics).toEqual({ memTotalBytes: 400 * KiB, cachedBytes: 8 * KiB });
});

test('carriage returns, colours, a byte order mark and NULs are no part of the text', () => {
  const { samples, rejects, foreign } = read(
    '\uFEFFMemTotal: 400 kB\r\n\x1b[1mMemFree: 40 kB\x1b[0m\r\n\0\0MemAvailable: 50 kB\r\n',
  );
  expect([rejects, foreign]).toEqual([[], []]);
  expect(samples[0]?.metrics).toEqual({
    memTotalBytes: 400 * KiB,
    memFreeBytes: 40 * KiB,
    memAvailableBytes: 50 * KiB,
  });
});

test('times that go back stay as they are written', () => {
  const { samples } = read('1773040955\nMemFree: 8 kB\n1773040950\nMemFree: 4 kB\n');
  expect(samples.map(isoOf)).toEqual(['2026-03-09T07:22:35+00:00', '2026-03-09T07:22:30+00:00']);
});
