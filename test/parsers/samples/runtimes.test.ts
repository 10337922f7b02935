import { describe, expect, test } from 'vitest';
import { isoOf, KiB, onlyMetrics, read } from './support.ts';

describe('runtimes', () => {
  test('jstat -gc sums what is in use and what is taken', () => {
    const heading =
      ' S0C    S1C    S0U    S1U      EC       EU        OC         OU       MC     MU    CCSC   CCSU   YGC     YGCT    FGC    FGCT     GCT   ';
    const { samples, rejects } = read(
      `${heading}\n1024.0 1024.0  0.0   512.5   8192.0   4096.0   20480.0    10240.0   4864.0 4500.0 512.0  460.2      5    0.020   0      0.000    0.020\n1024.0 1024.0\n`,
    );
    expect(samples[0]?.metrics).toEqual({
      heapUsedBytes: (512.5 + 4096 + 10_240) * KiB,
      heapCommittedBytes: (1024 + 1024 + 8192 + 20_480) * KiB,
      nonHeapUsedBytes: 4500 * KiB,
    });
    expect(rejects).toEqual(['row does not fit its heading']);
  });
  test("Node's console form, on several lines and on one", () => {
    const { samples, foreign } = read(
      '2026-11-20 09:35:43\nMemory usage: {\n  rss: 48234496,\n  heapTotal: 6537216,\n  heapUsed: 5012344,\n  external: 1048576,\n  arrayBuffers: 10515\n}\nMemory usage: { rss: 4935680, heapTotal: 1826816, heapUsed: 650472, external: 49879 }\n',
    );
    expect(foreign).toEqual([]);
    expect(samples.map(({ metrics }) => metrics.rssBytes)).toEqual([48_234_496, 4_935_680]);
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:35:43', null]);
  });
  test("psutil's tuples", () => {
    expect(
      onlyMetrics(
        read('svmem(total=10367352832, available=6472179712, percent=37.6, used=8186245120, free=2181107712)\n'),
      ),
    ).toMatchObject({ memAvailableBytes: 6_472_179_712, memUsedPercent: 37.6 });
    expect(read('pmem(rss=15691776, vms=21979136, shared=5246976, text=2383872)\n').samples[0]).toMatchObject({
      scope: 'process',
      metrics: { rssBytes: 15_691_776 },
    });
  });
});

describe('process.memoryUsage()', () => {
  const inBytes = { rssBytes: 36290560, heapCommittedBytes: 6537216, heapUsedBytes: 4880248, externalBytes: 8272 };

  test.each([
    [
      'the first member behind the brace',
      'Memory: { rss: 36290560,\n  heapTotal: 6537216,\n  heapUsed: 4880248,\n  external: 8272 }\n',
    ],
    ['digits in groups', '{ rss: 36_290_560, heapTotal: 6_537_216, heapUsed: 4_880_248, external: 8_272 }\n'],
    [
      'a time before it',
      '2025-11-20T09:35:00.000Z { rss: 36290560, heapTotal: 6537216, heapUsed: 4880248, external: 8272 }\n',
    ],
  ])('%s', (_, text) => {
    const { samples } = read(text);
    expect(samples.map(({ metrics }) => metrics)).toEqual([inBytes]);
    expect(samples[0]?.stamp === null).toBe(!text.startsWith('2025'));
  });
});
