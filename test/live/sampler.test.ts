import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCgroupReader } from '../../src/live/sampler/cgroups.ts';
import { parseStat } from '../../src/live/sampler/processes.ts';
import { readMeminfo, readPressure, readVmstat } from '../../src/live/sampler/system.ts';
import { createTrend } from '../../src/live/sampler/trend.ts';

test('a process may be called anything, parentheses and blanks included', () => {
  const rest = 'S 1 1 1 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 4711 10485760 256 18446744073709551615';
  expect(parseStat(`42 (a ) b (c) ${rest}`)).toEqual({ pid: 42, comm: 'a ) b (c', startedAt: '4711', rssPages: 256 });
  expect(parseStat('42 torn')).toBeNull();
});

test('huge pages are counts until Hugepagesize makes them bytes', () => {
  expect(readMeminfo('MemTotal:  16 kB\nHugePages_Total:  3\nHugepagesize:  2048 kB\n')).toEqual({
    memTotalBytes: 16_384,
    hugetlbBytes: 3 * 2048 * 1024,
  });
});

test('counters that older kernels keep by zone are summed, and keys that only begin alike are not', () => {
  expect(readVmstat('pgscan_direct_dma 2\npgscan_direct_normal 3\npgscan_direct_throttle 9\noom_kill 1\n')).toEqual({
    directScanPagesTotal: 5,
    oomKillCount: 1,
  });
});

test('pressure is percent and microseconds', () => {
  const text = 'some avg10=1.50 avg60=1.00 avg300=0.10 total=131\nfull avg10=0.25 avg60=0.00 avg300=0.00 total=99\n';
  expect(readPressure('Memory', text)).toEqual({
    psiMemorySomeAvg10: 1.5,
    psiMemorySomeUsTotal: 131,
    psiMemoryFullAvg10: 0.25,
    psiMemoryFullUsTotal: 99,
  });
});

test('a slope needs 20 seconds, and a clock set back begins anew', () => {
  const trend = createTrend();
  for (let second = 0; second <= 30; second += 2) trend.add(second * 1000, 1000 - second * 10);
  expect(trend.slope()?.middle).toBeCloseTo(-10);
  trend.add(0, 5);
  expect(trend.slope()).toBeNull();
});

test.each([
  [1, 'memory', 'inactive_file 1\ntotal_cache 900\ntotal_inactive_file 700\n'],
  [2, '', 'anon 5\ninactive_file 700\nactive_file 3\n'],
])('what a cgroup of version %i can give back at once is read by its own name', (version, controller, stat) => {
  const mount = mkdtempSync(join(tmpdir(), 'oomtrail-cgroup-'));
  mkdirSync(join(mount, controller, 'job'), { recursive: true });
  writeFileSync(join(mount, version === 1 ? 'memory/memory.usage_in_bytes' : 'cgroup.controllers'), '');
  writeFileSync(join(mount, controller, 'job', 'memory.stat'), stat);
  expect(createCgroupReader(mount)).toMatchObject({ version });
  expect(createCgroupReader(mount).inactiveFileBytes('/job')).toBe(700);
  rmSync(mount, { recursive: true });
});
