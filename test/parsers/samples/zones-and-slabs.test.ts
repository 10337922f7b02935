import { describe, expect, test } from 'vitest';
import { KiB, MiB, read } from './support.ts';

describe('zones and slabs', () => {
  test('buddyinfo: blocks by order and the pages they make', () => {
    const { samples } = read(
      'Node 0, zone      DMA      1      0      0      1      2      0      1      0      1      1      3 \n',
    );
    expect(samples[0]).toMatchObject({
      scope: 'zone',
      zone: 'node 0 zone DMA',
      metrics: { freeBlocksOrder0: 1, freeBlocksOrder10: 3, zoneFreePages: 1 + 8 + 32 + 64 + 256 + 512 + 3072 },
    });
  });
  test('zoneinfo: watermarks, not the thresholds of each CPU', () => {
    const { samples, foreign } = read(
      'Node 0, zone    DMA32\n  per-node stats\n      nr_inactive_anon 5\n  pages free     3796\n        boost    0\n        min      27\n        low      33\n        high     39\n        managed  3840\n        protection: (0, 292, 292)\n      nr_free_pages 3796\n  pagesets\n    cpu: 0\n              count: 5\n              high:  9\n              batch: 7\n  vm stats threshold: 4\n  node_unreclaimable:  0\n',
    );
    expect(foreign).toEqual([]);
    expect(samples[0]).toMatchObject({
      zone: 'node 0 zone DMA32',
      metrics: { zoneFreePages: 3796, zoneMinPages: 27, zoneLowPages: 33, zoneHighPages: 39, zoneManagedPages: 3840 },
    });
  });
  test('a slab cache, by three tools', () => {
    const texts = [
      'kmalloc-96  336 336 96 42 1 : tunables    0    0    0 : slabdata      8      8      0\n',
      '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   \n   336    336 100%    0.09K      8       42        32K kmalloc-96             \n',
      'Cache                       Num  Total   Size  Pages\nkmalloc-96                  336    336     96     42\n',
    ];
    expect(texts.map((text) => read(text).samples.map(({ zone, metrics }) => [zone, metrics.slabCacheBytes]))).toEqual([
      [['slab kmalloc-96', 336 * 96]],
      [['slab kmalloc-96', 32 * KiB]],
      [['slab kmalloc-96', 336 * 96]],
    ]);
  });
  test('numastat -m by node', () => {
    const { samples, rejects, foreign } = read(
      '\nPer-node system memory usage (in MBs):\nToken SwapCached not in hash table.\n                          Node 0          Node 1           Total\n                 --------------- --------------- ---------------\nMemTotal                24105.56         100.00        24205.56\nActive(anon)              10.00            5.00           15.00\nMemUsed                  5924.00            1.00         5925.00\n',
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples.map(({ zone, metrics }) => [zone, metrics])).toEqual([
      ['node 0', { memTotalBytes: Math.round(24_105.56 * MiB), activeAnonBytes: 10 * MiB }],
      ['node 1', { memTotalBytes: 100 * MiB, activeAnonBytes: 5 * MiB }],
    ]);
  });
  test('zram is read only where its file is named', () => {
    const row = '153272320 140403442 140980224        0 149352448        9        4    33773\n';
    expect(read(row).samples).toEqual([]);
    expect(read(row, { path: 'zram-mm_stat.txt' }).samples[0]?.metrics).toEqual({
      zramDataBytes: 153_272_320,
      zramUsedBytes: 140_980_224,
    });
    expect(read(`==> /sys/block/zram1/mm_stat <==\n${row}`).samples[0]).toMatchObject({ scope: 'zone', zone: 'zram1' });
  });
});
