import { describe, expect, test } from 'vitest';
import { KiB, MiB, onlyMetrics, read } from './support.ts';

describe('files of a process', () => {
  const status = (pid: number, rss: number) =>
    `Name:\tjava\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nVmSize:\t  412044 kB\nVmRSS:\t  ${rss} kB\nRssAnon:\t  100 kB\nVmSwap:\t  8 kB\nThreads:\t30\nx86_Thread_features:\t\nuntag_mask:\t0xff\n`;
  test('status of several, one after the other', () => {
    const { samples, rejects } = read(status(812, 126_044) + status(813, 4));
    expect(rejects).toEqual([]);
    expect(samples.map(({ pid, comm, metrics }) => [pid, comm, metrics.rssBytes, metrics.swapBytes])).toEqual([
      [812, 'java', 126_044 * KiB, 8 * KiB],
      [813, 'java', 4 * KiB, 8 * KiB],
    ]);
  });
  test("grep's prefix tells processes apart", () => {
    const { samples } = read('/proc/812/status:VmRSS:\t  4 kB\n/proc/813/status:VmRSS:\t  8 kB\n');
    expect(samples.map(({ pid, metrics }) => [pid, metrics])).toEqual([
      [812, { rssBytes: 4 * KiB }],
      [813, { rssBytes: 8 * KiB }],
    ]);
  });
  test('smaps_rollup', () => {
    const { samples } = read(
      '==> /proc/812/smaps_rollup <==\n00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]\nRss:   126044 kB\nPss:    90000 kB\nPss_Anon:  5 kB\nSwap:  16 kB\nSwapPss:  16 kB\nLocked:  0 kB\n',
    );
    expect(samples[0]).toMatchObject({
      pid: 812,
      metrics: { rssBytes: 126_044 * KiB, pssBytes: 90_000 * KiB, swapBytes: 16 * KiB, lockedBytes: 0 },
    });
  });
  test('statm is pages: nothing without their size', () => {
    const text = '==> /proc/812/statm <==\n5799 3393 2650 14 0 637 0\n';
    expect(read(text)).toMatchObject({ samples: [], rejects: ['page size unknown'] });
    expect(read(text, { pageSizeBytes: 16_384 }).samples[0]).toMatchObject({
      pid: 812,
      metrics: { rssBytes: 3393 * 16_384 },
    });
    expect(read('5799 3393 2650 14 0 637 0\n', { pageSizeBytes: 4096 }).samples).toEqual([]);
  });
  test('pmap, with and without -x: the total only', () => {
    const { samples, foreign } = read(
      '812:   /usr/bin/java -jar x\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n0000563de5d3f000     188       0       0 r---- java\n---------------- ------- ------- ------- \ntotal kB            5672    3548    1660\n',
    );
    expect(foreign).toEqual([]);
    expect(samples[0]).toMatchObject({
      pid: 812,
      comm: 'java',
      metrics: { virtualBytes: 5672 * KiB, rssBytes: 3548 * KiB },
    });
    expect(onlyMetrics(read('812:   java\n0000563de5d3f000    188K r---- java\n total             5672K\n'))).toEqual({
      virtualBytes: 5672 * KiB,
    });
  });
  test('smem, by any columns, with letters, and its total left out', () => {
    const { samples, rejects } = read(
      '  PID User     Command                         Swap      USS      PSS      RSS \n  812 app      java -jar app.jar                  0    96.0K   201.0K     1.0M \n-------------------------------------------------------------------------------\n   45 1                                           0     1.2G     1.3G     1.7G \n',
    );
    expect(rejects).toEqual([]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({
      pid: 812,
      comm: 'java',
      metrics: { swapBytes: 0, ussBytes: 96 * KiB, pssBytes: 201 * KiB, rssBytes: MiB },
    });
    expect(
      read(
        '  PID Name                         Swap      USS      PSS      RSS \n  812 java                 4       96      201     1036 \n',
      ).samples[0],
    ).toMatchObject({ comm: 'java', metrics: { rssBytes: 1036 * KiB } });
  });
});

describe('files of a process beside those of the machine', () => {
  const rollup =
    '00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]\nRss: 126044 kB\nPss: 90000 kB\nAnonHugePages: 2048 kB\nSwap: 0 kB\n';

  // The huge pages of one process are no huge pages of the machine.
  test('smaps_rollup with blank lines between its own', () => {
    const { samples } = read(rollup.replaceAll('\n', '\n\n'));
    expect(samples.map(({ scope, metrics }) => [scope, metrics.rssBytes, metrics.anonHugePagesBytes])).toEqual([
      ['process', 126044 * 1024, undefined],
    ]);
  });

  test('whole smaps are no meminfo', () => {
    const mapping =
      '55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0    [heap]\nSize: 132 kB\nRss: 4 kB\nAnonHugePages: 0 kB\n';
    expect(read(mapping.repeat(3)).samples).toEqual([]);
  });

  test('meminfo follows status without a line between', () => {
    const { samples } = read('Name:\tjava\nPid:\t812\nVmRSS:\t  100 kB\nMemTotal: 1000 kB\nMemFree: 500 kB\n');
    expect(samples.map(({ scope }) => scope)).toEqual(['process', 'system']);
  });
});
