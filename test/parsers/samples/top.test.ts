import { describe, expect, test } from 'vitest';
import { GiB, isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

const frame = (time: string) => `top - ${time} up 11 min,  0 user,  load average: 2.59, 1.53, 0.65
Tasks:  94 total,   5 running,  89 sleeping,   0 stopped,   0 zombie
%Cpu(s): 39.7 us, 57.1 sy,  0.0 ni,  0.0 id,  0.0 wa,  0.0 hi,  3.2 si,  0.0 st 
MiB Mem :  24105.6 total,  16012.6 free,    907.8 used,   7505.0 buff/cache     
MiB Swap:      0.0 total,      0.0 free,      0.0 used.  23197.7 avail Mem 

    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
  17484 root      20   0  188180 181784   6788 R  50.0   0.7   0:03.61 apt-cache
   1201 app       20   0   31.2g  24.2g   6.5m S   1.0  88.0  10:03.61 Web Content
      2 root      20   0       0      0      0 S   0.0   0.0   0:00.00 kthreadd
    420 app       20   0    7228   4792   2824 R  12.5   0.5   0:00.09 redis-s+

`;

test('a frame: summary and rows, each with its own coarseness', () => {
  const { samples, rejects, foreign } = read(frame('09:39:42'));
  expect([rejects, foreign]).toEqual([[], []]);
  expect(samples[0]).toMatchObject({
    scope: 'system',
    quantumBytes: Math.round(MiB / 10),
    sinceMidnightUs: 34_782_000_000,
  });
  expect(samples[0]?.metrics).toEqual({
    processes: 94,
    memTotalBytes: Math.round(24_105.6 * MiB),
    memFreeBytes: Math.round(16_012.6 * MiB),
    buffCacheColumnBytes: 7505 * MiB,
    swapTotalBytes: 0,
    swapFreeBytes: 0,
    memAvailableBytes: Math.round(23_197.7 * MiB),
  });
  expect(
    samples.slice(1).map(({ pid, comm, metrics, quantumBytes }) => [pid, comm, metrics.rssBytes, quantumBytes]),
  ).toEqual([
    [17_484, 'apt-cache', 181_784 * KiB, KiB],
    [1201, 'Web Content', Math.round(24.2 * GiB), Math.round(GiB / 10)],
    [420, 'redis-s+', 4792 * KiB, KiB],
  ]);
});

test('frames pass midnight; a date before them gives the day', () => {
  const { samples } = read(`2026-06-01T23:59:50+02:00\n${frame('23:59:52')}${frame('00:00:07')}`);
  expect(samples.filter(({ scope }) => scope === 'system').map(isoOf)).toEqual([
    '2026-06-01T23:59:52+02:00',
    '2026-06-02T00:00:07+02:00',
  ]);
});

test('the user names the start where the text has no date', () => {
  const { samples } = read(`${frame('09:39:42')}${frame('09:39:57')}`, { startUs: Date.UTC(2026, 10, 20, 8) * 1000 });
  const system = samples.filter(({ scope }) => scope === 'system');
  expect(system.map(isoOf)).toEqual(['2026-11-20T08:00:00+00:00', '2026-11-20T08:00:15+00:00']);
  expect(system.map(({ stampBasis }) => stampBasis)).toEqual(['derived', 'derived']);
});

describe('summaries of all ages', () => {
  test.each([
    [
      'procps 3.2',
      'Mem:   7927536k total,  6071588k used,  1855948k free,    22428k buffers\nSwap: 12582896k total,       92k used, 12582804k free,   209132k cached',
      7_927_536 * KiB,
      1_855_948 * KiB,
    ],
    ['procps 3.2 in M', 'Mem:  48168M total, 48015M used,   152M free,   173M buffers', 48_168 * MiB, 152 * MiB],
    [
      'procps 3.3',
      'KiB Mem:   7927536 total,  6071588 used,  1855948 free,    22428 buffers\nKiB Swap: 12582896 total,       92 used, 12582804 free.   209132 cached Mem',
      7_927_536 * KiB,
      1_855_948 * KiB,
    ],
    [
      'GiB',
      'GiB Mem :     23.5 total,     21.1 free,      0.5 used,      2.2 buff/cache',
      Math.round(23.5 * GiB),
      Math.round(21.1 * GiB),
    ],
    [
      'German',
      'MiB Spch:   7860,6 gesamt,    355,9 frei,   4290,1 belegt,   3214,6 Puff/Cache\nMiB Swap:   2048,0 gesamt,   2048,0 frei,      0,0 belegt.   3154,4 verfü Spch',
      Math.round(7860.6 * MiB),
      Math.round(355.9 * MiB),
    ],
  ])('%s', (_, text, total, free) => {
    expect(onlyMetrics(read(text))).toMatchObject({ memTotalBytes: total, memFreeBytes: free });
  });

  test('a clipped number is absent', () => {
    const metrics = onlyMetrics(read('KiB Mem : 32657500+total,   205180 free, 12345678 used,   7777777 buff/cache\n'));
    expect(metrics).toEqual({ memFreeBytes: 205_180 * KiB, buffCacheColumnBytes: 7_777_777 * KiB });
  });

  test('the two lines of the seed, without a banner', () => {
    const metrics = onlyMetrics(
      read(
        'MiB Mem :   3902.0 total,   3533.2 free,    287.1 used,    227.4 buff/cache\nMiB Swap:   3901.0 total,   3901.0 free,      0.0 used.   3615.4 avail Mem\n',
      ),
    );
    expect(metrics.memAvailableBytes).toBe(Math.round(3615.4 * MiB));
  });
});

test('threads repeat their process: -H gives no rows', () => {
  const { samples } = read(frame('09:39:42').replace('Tasks:', 'Threads:'));
  expect(samples.map(({ scope }) => scope)).toEqual(['system']);
});

test('fields in another order, with columns behind the command', () => {
  const { samples } = read(`top - 09:39:42 up 11 min,  0 user,  load average: 2.59, 1.53, 0.65
MiB Mem :  24105.6 total,  16012.6 free,    907.8 used,   7505.0 buff/cache

    PID  %MEM    RES   SWAP COMMAND                  OOMa OOMs
   1201  88.0  24.2g   1.5g Web Content              -500  666
`);
  expect(samples[1]).toMatchObject({
    pid: 1201,
    comm: 'Web Content',
    metrics: {
      rssBytes: Math.round(24.2 * GiB),
      swapBytes: 1.5 * GiB,
      oomScoreAdj: -500,
      oomScore: 666,
      memoryPercent: 88,
    },
  });
});

test('a row cut short is rejected', () => {
  const { rejects } = read(`${frame('09:39:42').trimEnd()}\n    421 app       20   0    7228\n`);
  expect(rejects).toEqual(['row does not fit its heading']);
});
