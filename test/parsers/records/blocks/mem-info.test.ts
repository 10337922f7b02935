import { describe, expect, it } from 'vitest';
import { allocationTable } from '../../../../parsers/records/blocks/allocations.ts';
import { parseBuddy } from '../../../../parsers/records/blocks/buddy.ts';
import { memInfo } from '../../../../parsers/records/blocks/mem-info.ts';
import { slabTable } from '../../../../parsers/records/blocks/slab-table.ts';
import { linesOf, report } from '../oom-kill/reports.ts';

const dumpIn = (text: string) => {
  const block = memInfo();
  const refused = linesOf(text).filter((line) => !block.feed(line));
  return { block, refused, info: block.value() };
};

const sectionOf = (name: string, to: RegExp): string => {
  const text = report(name);
  return text.slice(text.indexOf('Mem-'), text.search(to));
};

/** Fields appear, move and change their spelling with the kernels: none of them may be lost. */
describe('Mem-Info', () => {
  it.each([
    ['2.6.32', /^\[ pid/m, 17, 0, 2, 25],
    ['3.4', /^\[ pid/m, 17, 0, 3, 25],
    ['3.10', /^\[ pid/m, 18, 0, 1, 27],
    ['rhel7-late', /^\[ pid/m, 19, 0, 1, 29],
    ['4.9', /^\[ pid/m, 19, 1, 1, 21],
    ['4.14', /^\[ pid/m, 19, 1, 1, 19],
    ['6.1-cpuset', /^Tasks/m, 20, 1, 1, 19],
    ['6.12-16k-pages', /^Tasks/m, 20, 1, 1, 19],
    ['7.2', /^Tasks/m, 20, 1, 2, 21],
  ])('of %s is claimed to the last line', (name, end, counters, nodes, zones, perZone) => {
    const { refused, info } = dumpIn(sectionOf(name, end));
    expect(refused).toEqual([]);
    expect(info?.complete).toBe(true);
    expect(Object.keys(info?.counters ?? {})).toHaveLength(counters);
    expect(info?.nodes).toHaveLength(nodes);
    expect(info?.zones).toHaveLength(zones);
    for (const zone of info?.zones ?? []) expect(Object.keys(zone.counters)).toHaveLength(perZone);
  });

  it('keeps pages as pages and turns kilobytes into bytes', () => {
    const { info } = dumpIn(sectionOf('7.2', /^Tasks/m));
    expect(info).toMatchObject({
      counters: { active_anon: 70_847, slab_unreclaimable: 1976, free: 829 },
      nodes: [
        { node: 0, counters: { active_anon: 283_388 * 1024, Balloon: 0, gpu_reclaim: 0 }, allUnreclaimable: false },
      ],
      zones: [
        {
          node: 0,
          name: 'DMA',
          freeBytes: 1292 * 1024,
          boostBytes: 0,
          minBytes: 108 * 1024,
          managedBytes: 15_360 * 1024,
        },
        { node: 0, name: 'DMA32', lowmemReservePages: [0, 0, 0, 0, 0] },
      ],
      hugepages: [{ node: 0, total: 0, pageBytes: 2 * 1024 * 1024 }],
      pagecachePages: 2410,
      swapTotalBytes: 0,
      ramPages: 98_174,
      reservedPages: 17_765,
      pageSizeBytes: 4096,
    });
    expect(info?.zones[0]?.buddy?.[7]).toEqual({ order: 7, blockBytes: 524_288, count: 2, types: 'UM' });
  });

  it('says null where a kernel does not print a field', () => {
    const { info } = dumpIn(sectionOf('2.6.32', /^\[ pid/m));
    expect(info?.zones[0]).toMatchObject({ boostBytes: null, managedBytes: null, reservedHighatomicBytes: null });
    expect(info).toMatchObject({ cmaReservedPages: null, hwpoisonedPages: null, hugepages: [] });
  });

  it('refuses everything before its title and the task table behind it', () => {
    const zone = 'Node 0 DMA32 free:936kB min:2988kB low:3220kB high:3452kB';
    expect(memInfo().feed(zone)).toBe(false);
    expect(dumpIn(zone).info).toBeNull();
    const rows =
      '[  pid  ]   uid  tgid total_vm      rss\n[    109]     0   109      743      737\nOut of memory: Killed process 1 (a)';
    expect(dumpIn(`Mem-Info:\n${rows}`).refused).toEqual(linesOf(rows));
  });

  it('reads a zone line that was printed in two pieces', () => {
    const { info } = dumpIn('Mem-Info:\nNode 1 \nDMA32 free:936kB min:2988kB\nlowmem_reserve[]: 0 1');
    expect(info?.zones).toMatchObject([{ node: 1, name: 'DMA32', freeBytes: 958_464, lowmemReservePages: [0, 1] }]);
  });

  it('notices a second dump and keeps the numbers of the first', () => {
    const { block, info } = dumpIn('Mem-Info:\nNode 0 DMA free:4kB\nNode 0 DMA free:8kB');
    expect(block.mixed()).toBe(true);
    expect(info?.zones).toMatchObject([{ freeBytes: 4096 }]);
    expect(dumpIn('Mem-Info:\nactive_anon:1\nMem-Info:').block.mixed()).toBe(true);
  });

  it('survives transports that trim and collapse spaces', () => {
    const text = sectionOf('7.2', /^Tasks/m);
    const collapsed = text.replace(/^ +/gm, '').replace(/ {2,}/g, ' ');
    expect(dumpIn(collapsed).info).toEqual(dumpIn(text).info);
  });
});

describe('a buddy list', () => {
  const terms = '2*4kB (UM) 0*8kB 2*16kB (UM) 1*32kB (C) = 72kB';

  it('is read with its migrate types', () => {
    expect(parseBuddy(terms, 0)?.map(({ count, types }) => `${count}${types}`)).toEqual(['2UM', '0', '2UM', '1C']);
  });

  it.each([
    ['a wrong sum', terms.replace('72kB', '76kB')],
    ['a lost term', terms.replace(' 0*8kB', '')],
    ['a lost end', terms.slice(0, 20)],
    ['a lost total', terms.replace(/ =.*/, '')],
  ])('with %s proves nothing', (_, text) => {
    expect(parseBuddy(text, 0)).toBeNull();
  });

  it.each([4, 16, 64])('shows %i KiB pages', (size) => {
    const list = `1*${size}kB (U) 0*${size * 2}kB 1*${size * 4}kB (M) = ${size * 5}kB`;
    expect(dumpIn(`Mem-Info:\nNode 0 Normal free:4kB\nNode 0 Normal: ${list}`).info?.pageSizeBytes).toBe(size * 1024);
  });

  it('of two sizes proves no page size', () => {
    const two = 'Node 0 DMA: 1*4kB = 4kB\nNode 0 Normal: 1*16kB = 16kB';
    expect(dumpIn(`Mem-Info:\n${two}`).info?.pageSizeBytes).toBeNull();
  });
});

// Ubuntu 9.10 and its like: other counters in other lines, and zones that already count as later ones do.
it('of 2.6.31 lacks nothing', () => {
  const { block, info } = dumpIn(`Mem-Info:
Normal per-cpu:
CPU    0: hi:  186, btch:  31 usd: 142
Active_anon:4120 active_file:27 inactive_anon:1530
 inactive_file:25 unevictable:0 dirty:0 writeback:0 unstable:0
 free:1801 slab:984 mapped:567 pagetables:283 bounce:0
Normal free:7204kB min:372kB low:464kB high:556kB active_anon:16480kB inactive_anon:6120kB active_file:108kB inactive_file:100kB unevictable:0kB present:88592kB pages_scanned:450 all_unreclaimable? no
lowmem_reserve[]: 0 0
Normal: 1*4kB 0*8kB 0*16kB 1*32kB 0*64kB 0*128kB 0*256kB 0*512kB 1*1024kB 1*2048kB 1*4096kB = 7204kB
161 total pagecache pages
0 pages in swap cache
Free swap  = 0kB
Total swap = 0kB
22148 pages RAM
1135 pages reserved`);
  expect(block.problems()).toEqual([]);
  expect(info?.counters).toMatchObject({ Active_anon: 4120, inactive_anon: 1530, free: 1801 });
});

describe('the tables behind Mem-Info', () => {
  it('of slabs are read from the right', () => {
    const table = slabTable();
    const text =
      'Unreclaimable slab info:\nName                      Used          Total\nscsi (x): odd-name        12KB         16KB';
    expect(linesOf(text).every((line) => table.feed(line))).toBe(true);
    expect(table.value()).toEqual([{ name: 'scsi (x): odd-name', usedBytes: 12_288, totalBytes: 16_384 }]);
    expect(table.feed('eth0: link is up')).toBe(false);
  });

  it.each(['Memory allocations:', 'Memory allocations (profiling is currently turned on):'])(
    'of callers: %s',
    (title) => {
      const table = allocationTable();
      expect(table.feed('    1.50 GiB   393216 people in a town')).toBe(false);
      expect(table.feed(title)).toBe(true);
      table.feed('    1.50 GiB   393216 mm/memory.c:1061 func:folio_prealloc');
      table.feed('       640 B        3 drivers/net/virtio_net.c:890 [virtio_net] func:virtnet_rq_alloc');
      expect(table.value()).toEqual([
        { bytes: 1_610_612_736, calls: 393_216, site: 'mm/memory.c:1061 func:folio_prealloc' },
        { bytes: 640, calls: 3, site: 'drivers/net/virtio_net.c:890 [virtio_net] func:virtnet_rq_alloc' },
      ]);
    },
  );
});
