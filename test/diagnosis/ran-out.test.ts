import { describe, expect, it } from 'vitest';
import type { RecordOf } from '../../parsers/model/record.ts';
import type { BuddyOrder, MemInfo } from '../../parsers/model/records/mem-info.ts';
import { ranOut } from '../../src/diagnosis/ran-out.ts';
import { zonesFor } from '../../src/diagnosis/shortage.ts';
import { allocFailure, memcg, memInfo, oomKill, zone } from './records.ts';

const mib = 1 << 20;
const ofKill = (facts: Partial<RecordOf<'oom-kill'>>) => ranOut(oomKill({}, facts).record as RecordOf<'oom-kill'>);
const ofFailure = (facts: Partial<RecordOf<'alloc-failure'>>) =>
  ranOut(allocFailure({}, facts).record as RecordOf<'alloc-failure'>);
const dump = (...zones: MemInfo['zones']): MemInfo => memInfo({ zones });
const blocks = (...list: [order: number, count: number, types: string][]): BuddyOrder[] =>
  list.map(([order, count, types]) => ({ order, blockBytes: 4096 << order, count, types }));

/** Each sentence is the record's own numbers; where the record does not say, nothing is claimed. */
describe('ranOut', () => {
  it('a zone below its minimum', () => {
    expect(ofKill({ memInfo: dump(zone()) })).toBe(
      'zone Normal of node 0 has 40.0 MiB of 900 MiB free, its minimum is 44.0 MiB; there is no swap',
    );
  });

  it('a zone between minimum and high watermark, which the kernel asks for before it kills', () => {
    expect(ofKill({ memInfo: dump(zone({ freeBytes: 50 * mib })) })).toContain(
      'less than the 66.0 MiB (high watermark)',
    );
  });

  it('a zone with plenty free is not said to be short', () => {
    expect(ofKill({ memInfo: dump(zone({ freeBytes: 500 * mib })) })).toBeNull();
  });

  it('swap: none, full, not full', () => {
    const swap = (free: number) =>
      ofKill({ memInfo: memInfo({ zones: [zone()], swapTotalBytes: 900 * mib, swapFreeBytes: free }) });
    expect(swap(1 * mib)).toContain('swap is full (1.00 MiB of 900 MiB free)');
    expect(swap(400 * mib)).toContain('swap is not full');
  });

  it('a request of high order fails for want of blocks, not of pages', () => {
    const memInfo = dump(zone({ freeBytes: 500 * mib, buddy: blocks([0, 100_000, 'UM'], [1, 50, 'M']) }));
    expect(ofFailure({ order: 4, gfpFlags: ['GFP_KERNEL'], memInfo })).toBe(
      'blocks of order 4: zone Normal of node 0 has 500 MiB free, the largest block it could take is 8.00 KiB',
    );
  });

  it('blocks of CMA and of the atomic reserve do not serve a kernel request', () => {
    const memInfo = dump(zone({ freeBytes: 500 * mib, buddy: blocks([0, 100, 'U'], [10, 58, 'C'], [5, 2, 'H']) }));
    expect(ofFailure({ order: 5, gfpFlags: ['GFP_KERNEL'], memInfo })).toContain('blocks of order 5');
    expect(ofFailure({ order: 5, gfpFlags: ['GFP_HIGHUSER_MOVABLE'], memInfo })).toBeNull();
  });

  it('what was free where the request may not go is said', () => {
    const high = zone({ name: 'HighMem', freeBytes: 300 * mib, minBytes: mib, highBytes: 8 * mib });
    const asked = (gfpFlags: readonly string[], gfpMask = '0xd0') =>
      ofKill({
        trigger: { comm: 'a', pid: 1, gfpMask, gfpFlags, order: 0, oomScoreAdj: 0 } as never,
        memInfo: dump(zone(), high),
      });
    expect(asked(['GFP_KERNEL'])).toContain('; free where it may not go: 300 MiB in zone HighMem');
    expect(asked(['GFP_HIGHUSER'])).not.toContain('may not go');
    // pagefault_out_of_memory(): nobody asked for a page, no zone ran out.
    expect(asked([], '0x0')).toBeNull();
  });

  it('lowmem_reserve of 2.6.18 counts an empty DMA32 zone, and none that is movable', () => {
    const kept = { lowmemReservePages: [0, 0, 880, 17_392] };
    const zones = [
      zone({ name: 'DMA', freeBytes: 3 * mib, minBytes: mib / 16, ...kept }),
      zone({ name: 'DMA32', freeBytes: 0, minBytes: 0, presentBytes: 0, managedBytes: 0, ...kept }),
      zone(),
      zone({ name: 'HighMem' }),
    ];
    const [dma] = zonesFor(memInfo({ zones }), { gfpFlags: ['GFP_KERNEL'], order: 0 }, 4096);
    expect(dma).toMatchObject({ name: 'DMA', withheldBytes: 880 * 4096, isShort: true });
  });

  it('a limit, with the group it belongs to and the one below that was hit', () => {
    const text = ofKill({
      constraint: 'memcg',
      oomMemcg: '/pods/a',
      taskMemcg: '/pods/a/c1',
      memcg: memcg({ path: '/pods/a', swapLimitBytes: 0, swapUsageBytes: 0 }),
    });
    expect(text).toBe(
      'the limit of /pods/a: 64.0 MiB of 64.0 MiB memory used, no swap allowed; the killed task ran below it, in /pods/a/c1',
    );
  });

  it('memory and swap together reached their limit while memory alone had not', () => {
    const text = ofKill({
      constraint: 'memcg',
      memcg: memcg({ usageBytes: 30 * mib, memswUsageBytes: 80 * mib, memswLimitBytes: 80 * mib }),
    });
    expect(text).toContain('80.0 MiB of 80.0 MiB memory and swap used');
    expect(text).not.toContain('30.0 MiB');
  });

  it.each<[why: string, text: string | null]>([
    ['SysRq-f needs no shortage', ofKill({ manual: true, memInfo: dump(zone()) })],
    ['no dump', ofKill({})],
    ['no trigger: the zones it could use are unknown', ofKill({ trigger: null, memInfo: dump(zone()) })],
    ['a group without its limit line', ofKill({ constraint: 'memcg', memcg: memcg({ limitBytes: null }) })],
    ['a failure without a dump', ofFailure({})],
  ])('says nothing: %s', (_why, text) => {
    expect(text).toBeNull();
  });

  it('names the nodes that a cpuset allows', () => {
    const text = ofKill({ constraint: 'cpuset', cpuset: 'numa1', memsAllowed: '1', memInfo: dump(zone({ node: 1 })) });
    expect(text).toContain('cpuset numa1 allows node 1 only');
  });
});

describe('zonesFor', () => {
  const dma = zone({
    name: 'DMA',
    freeBytes: 3 * mib,
    minBytes: mib,
    highBytes: 2 * mib,
    managedBytes: 15 * mib,
    lowmemReservePages: [0, 700, 8000, 8000, 8000],
  });
  const dma32 = zone({
    name: 'DMA32',
    freeBytes: 10 * mib,
    minBytes: 4 * mib,
    managedBytes: 2000 * mib,
    lowmemReservePages: [0, 0, 7300, 7300, 7300],
  });
  const normal = zone({ name: 'Normal', freeBytes: 40 * mib });
  const states = (flags: string[]) => zonesFor(dump(dma, dma32, normal), { gfpFlags: flags, order: 0 }, 4096);

  it('a request may use its zone and all below; the lower ones hold back a reserve from it', () => {
    const [first, second, third] = states(['GFP_KERNEL']);
    expect(first).toMatchObject({ name: 'DMA', withheldBytes: 8000 * 4096, isShort: true });
    expect(second).toMatchObject({ name: 'DMA32', withheldBytes: 7300 * 4096, isShort: true });
    expect(third).toMatchObject({ name: 'Normal', withheldBytes: 0, isShort: true });
    expect(states(['GFP_KERNEL', '__GFP_DMA32']).map(({ name, isShort }) => [name, isShort])).toEqual([
      ['DMA', true],
      ['DMA32', false],
    ]);
    expect(states(['GFP_KERNEL', '__GFP_DMA']).map(({ isShort }) => isShort)).toEqual([false]);
  });

  it('pages of CMA are withheld from requests that cannot move, the atomic reserve from all but atomic ones', () => {
    const one = zone({ freeBytes: 100 * mib, freeCmaBytes: 60 * mib, reservedHighatomicBytes: 5 * mib });
    const withheld = (flags: string[]) => zonesFor(dump(one), { gfpFlags: flags, order: 0 }, 4096)[0]?.withheldBytes;
    expect(withheld(['GFP_KERNEL'])).toBe(65 * mib);
    expect(withheld(['GFP_HIGHUSER_MOVABLE'])).toBe(5 * mib);
    expect(withheld(['GFP_ATOMIC'])).toBe(60 * mib);
  });

  it('a layout of zones that cannot be told holds nothing back', () => {
    const odd = zone({ name: 'DMA', freeBytes: 3 * mib, minBytes: mib, lowmemReservePages: [0, 9, 9, 9, 9, 9, 9] });
    expect(zonesFor(dump(odd), { gfpFlags: ['GFP_KERNEL'], order: 0 }, 4096)[0]).toMatchObject({
      withheldBytes: 0,
      isShort: false,
    });
  });
});
