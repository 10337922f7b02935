import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordOf } from '../../../parsers/model/record.ts';
import { accountFor } from '../../../src/diagnosis/accounting/account.ts';
import { accountingFromCgroup } from '../../../src/diagnosis/accounting/cgroup-samples.ts';
import { components } from '../../../src/diagnosis/accounting/components.ts';
import { sampledAccounting } from '../../../src/diagnosis/accounting/last-sample.ts';
import { accountingFromMeminfo } from '../../../src/diagnosis/accounting/meminfo.ts';
import { parseNodeList } from '../../../src/diagnosis/accounting/node.ts';
import type { AccountingResult } from '../../../src/diagnosis/accounting/sum.ts';
import { memcg, memInfo, oomKill, zone } from '../records.ts';
import { exhibit, fullHost, grower, grown, historyOf, hostKill, others } from '../scenes.ts';

const page = 4096;
const span = { path: '/logs/a', line: 1, byteStart: 0, byteEnd: 10 };

const account = (facts: Partial<RecordOf<'oom-kill'>>): AccountingResult =>
  accountFor(oomKill({}, facts).record as RecordOf<'oom-kill'>);

function parts(result: AccountingResult): Record<string, number> {
  return Object.fromEntries(result.accounting?.parts.map(({ component, bytes }) => [component, bytes]) ?? []);
}

/** The identity of the report: what a reader adds up must be the RAM that the machine has. */
describe('host', () => {
  it('parts and the rest are the managed RAM, shared memory once', () => {
    const result = account({ memInfo: memInfo() });
    expect(parts(result)).toEqual({
      free: 10_100 * page,
      anonymous: 130_000 * page,
      'shared-memory': 20_000 * page,
      'page-cache': 300 * page,
      locked: 4_000 * page,
      'slab-reclaimable': 3_000 * page,
      'slab-unreclaimable': 7_000 * page,
      'kernel-stacks': 8 << 20,
      'page-tables': 900 * page,
      hugetlb: 20 << 20,
    });
    expect(result.accounting).toMatchObject({ scope: 'host', totalBytes: 200_000 * page, notPrinted: [] });
    const sum = result.accounting?.parts.reduce((bytes, part) => bytes + part.bytes, 0) ?? 0;
    expect(sum + (result.accounting?.unaccountedBytes ?? 0)).toBe(200_000 * page);
  });

  it('shared memory that is locked is taken out of the locked pages, not counted twice', () => {
    const { counters } = memInfo();
    const result = account({
      memInfo: memInfo({ counters: { ...counters, active_anon: 5_000, inactive_anon: 0, shmem: 8_000 } }),
    });
    expect(parts(result)).toMatchObject({ 'shared-memory': 8_000 * page, locked: 1_000 * page });
    expect(parts(result)).not.toHaveProperty('anonymous');
  });

  it('what recent kernels count of graphics, balloon and compressed swap is taken out of the rest, as far as it has room', () => {
    const { nodes } = memInfo();
    const told = (key: string, bytes: number) =>
      account({
        memInfo: memInfo({
          nodes: nodes.map((node) => ({ ...node, counters: { ...node.counters, [key]: bytes } })),
        }),
      });
    const plain = account({ memInfo: memInfo() }).accounting?.unaccountedBytes ?? 0;
    for (const [key, component] of [
      ['gpu_active', 'graphics'],
      ['gpu_reclaim', 'graphics'],
      ['zspages', 'zswap'],
      ['Balloon', 'balloon'],
    ] as const) {
      const result = told(key, 1000 * page);
      expect(parts(result)).toMatchObject({ [component]: 1000 * page });
      expect(result.accounting?.unaccountedBytes).toBe(plain - 1000 * page);
      // A balloon whose driver takes its pages out of the managed RAM is not in the total.
      expect(parts(told(key, plain * 2))).not.toHaveProperty(component);
    }
  });

  it('kernels before 5.10 print kernel stacks by zone', () => {
    const result = account({
      memInfo: memInfo({ nodes: [], zones: [zone({ managedBytes: null, counters: { kernel_stack: 4 << 20 } })] }),
    });
    expect(parts(result)).toMatchObject({ 'kernel-stacks': 4 << 20 });
  });

  it('what a report does not print is said to be inside the rest', () => {
    const result = account({ memInfo: memInfo({ nodes: [], zones: [], hugepages: [] }) });
    expect(result.accounting?.notPrinted).toEqual(['kernel-stacks', 'hugetlb']);
  });

  it('a report that hides nodes does not give their stacks and huge pages for those of the host', () => {
    const result = account({ memInfo: memInfo({ zones: [zone({ managedBytes: 90_000 * page })] }) });
    expect(result.accounting?.notPrinted).toEqual(['kernel-stacks', 'hugetlb']);
  });

  it.each<[why: string, facts: Partial<RecordOf<'oom-kill'>>, reason: RegExp]>([
    ['no dump', {}, /does not hold/],
    ['a kill line alone', { trigger: null }, /only the kill line/],
    ['the line of totals is cut off', { memInfo: memInfo({ ramPages: null }) }, /pages RAM/],
    ['a line of counters is missing', { memInfo: memInfo({ counters: { free: 1 } }) }, /active_anon.*incomplete/],
    ['the page size is not proved', { pageSizeBytes: null, memInfo: memInfo({ pageSizeBytes: null }) }, /page size/],
    ['numbers that sum to 349 %', { memInfo: memInfo({ ramPages: 60_000, zones: [] }) }, /sum to \d+ %/],
  ])('refuses: %s', (_why, facts, reason) => {
    const { accounting, refused } = account(facts);
    expect(accounting).toBeNull();
    expect(refused).toMatch(reason);
  });
});

describe('nodes of a cpuset or memory policy', () => {
  const node = (id: number, anonBytes: number) => ({
    node: id,
    allUnreclaimable: null,
    counters: {
      active_anon: anonBytes,
      inactive_anon: 0,
      active_file: 4096,
      inactive_file: 0,
      unevictable: 0,
      shmem: 8192,
      kernel_stack: 16_384,
      pagetables: 4096,
    },
  });
  const zones = [
    zone({ node: 0, managedBytes: 64 << 20, freeBytes: 60 << 20 }),
    zone({ node: 1, managedBytes: 32 << 20, freeBytes: 1 << 20 }),
  ];
  const nodes = [node(0, 1 << 20), node(1, 30 << 20)];

  it('only the allowed node counts; slab is not on its lines and is in the rest', () => {
    const result = account({
      constraint: 'cpuset',
      memsAllowed: '1',
      memInfo: memInfo({ nodes, zones, hugepages: [] }),
    });
    expect(result.accounting).toMatchObject({
      scope: 'node',
      totalBytes: 32 << 20,
      notPrinted: ['slab-unreclaimable', 'slab-reclaimable'],
    });
    expect(parts(result)).toMatchObject({ anonymous: (30 << 20) - 8192, 'shared-memory': 8192, free: 1 << 20 });
  });

  it('a memory policy names its nodes in nodemask', () => {
    const result = account({
      constraint: 'memory-policy',
      nodemask: '0',
      memsAllowed: '0-1',
      memInfo: memInfo({ nodes, zones, hugepages: [] }),
    });
    expect(result.accounting?.totalBytes).toBe(64 << 20);
  });

  it('refuses where the lines of an allowed node are missing', () => {
    const result = account({ constraint: 'cpuset', memsAllowed: '1-2', memInfo: memInfo({ nodes, zones }) });
    expect(result.refused).toMatch(/all allowed nodes/);
  });

  it('reads node lists as the kernel prints them', () => {
    expect([...(parseNodeList('0-1,3') ?? [])]).toEqual([0, 1, 3]);
    expect(parseNodeList('(null)')).toBeNull();
    expect(parseNodeList(null)).toBeNull();
    expect(parseNodeList('0-999999999999')?.size).toBeLessThanOrEqual(1024);
  });
});

describe('memory cgroups', () => {
  const group = (facts: Parameters<typeof memcg>[0]): AccountingResult =>
    account({ constraint: 'memcg', memcg: memcg(facts) });
  const usageBytes = 64 << 20;

  it('v2: file holds shmem, kernel holds its parts', () => {
    const stats = {
      anon: 40 << 20,
      file: 12 << 20,
      shmem: 10 << 20,
      kernel: 8 << 20,
      kernel_stack: 1 << 20,
      pagetables: 1 << 20,
      percpu: 1 << 20,
      slab_reclaimable: 1 << 20,
      slab_unreclaimable: 2 << 20,
      slab: 3 << 20,
      sock: 1 << 20,
    };
    const result = group({ usageBytes, stats });
    expect(parts(result)).toEqual({
      anonymous: 40 << 20,
      'shared-memory': 10 << 20,
      'page-cache': 2 << 20,
      'kernel-stacks': 1 << 20,
      'page-tables': 1 << 20,
      percpu: 1 << 20,
      'slab-reclaimable': 1 << 20,
      'slab-unreclaimable': 2 << 20,
      'kernel-other': 2 << 20,
      sockets: 1 << 20,
    });
    expect(result.accounting?.unaccountedBytes).toBe(3 << 20);
  });

  it('v2 names on a v1 host (5.3 to 6.5): the kernel part is the kmem line', () => {
    const result = group({
      usageBytes,
      kmemUsageBytes: 5 << 20,
      stats: { anon: 50 << 20, file: 0, slab_unreclaimable: 1 << 20 },
    });
    expect(parts(result)).toMatchObject({ 'kernel-other': 4 << 20, 'slab-unreclaimable': 1 << 20 });
  });

  it('v1, whole subtree: usage = total_cache + total_rss + kmem, exactly', () => {
    const result = group({
      usageBytes: 204_800 * 1024,
      kmemUsageBytes: 800 * 1024,
      stats: { total_cache: 0, total_rss: 208_896_000, total_shmem: 0, cache: 0, rss: 1 },
    });
    expect(result.accounting).toMatchObject({ unaccountedBytes: 0, totalBytes: 209_715_200 });
  });

  it('v1 up to 5.2: cache and rss', () => {
    const result = group({ usageBytes, stats: { cache: 10 << 20, rss: 50 << 20 } });
    expect(parts(result)).toEqual({ anonymous: 50 << 20, 'page-cache': 10 << 20 });
    expect(result.accounting?.notPrinted).toEqual(['shared-memory', 'kernel-other']);
  });

  it.each<[why: string, facts: Parameters<typeof memcg>[0], reason: RegExp]>([
    ['no usage line', { usageBytes: null, stats: { anon: 1, file: 1 } }, /usage/],
    ['no statistics (up to 3.8)', { stats: {} }, /no statistics/],
    ['statistics cut before file', { stats: { anon: 5 } }, /"file"/],
    ['parts of four times the usage', { stats: { anon: 256 << 20, file: 0 } }, /contradict/],
  ])('refuses: %s', (_why, facts, reason) => {
    expect(group(facts).refused).toMatch(reason);
  });
});

describe('a sample of /proc/meminfo', () => {
  const metrics = {
    memTotalBytes: 1000,
    memFreeBytes: 100,
    buffersBytes: 10,
    cachedBytes: 200,
    shmemBytes: 150,
    anonBytes: 400,
    slabReclaimableBytes: 20,
    slabUnreclaimableBytes: 30,
    kernelStackBytes: 5,
    pageTablesBytes: 15,
    hugetlbBytes: 40,
    mlockedBytes: 300,
  };

  it('Cached holds shared memory, and what counts pages twice stays out', () => {
    const result = accountingFromMeminfo(metrics, span);
    expect(parts(result)).toMatchObject({ 'shared-memory': 150, 'page-cache': 60, hugetlb: 40 });
    expect(result.accounting?.unaccountedBytes).toBe(180);
    expect(result.accounting?.notPrinted).toEqual(['percpu']);
  });

  it('refuses a sample that holds no more than free(1) does', () => {
    expect(accountingFromMeminfo({ memTotalBytes: 1000, memFreeBytes: 100 }, span).refused).toMatch(
      /cachedBytes, anonBytes, slabBytes/,
    );
  });
});

describe('laws', () => {
  const amounts = fc.record(
    Object.fromEntries(Object.keys(memInfo().counters).map((key) => [key, fc.nat(60_000)])),
  ) as fc.Arbitrary<Record<string, number>>;

  it('parts and rest sum to the total, no part and no sum exceeds it, or the accounting is refused', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 1_000_000 }), (counters, ramPages) => {
        const { accounting, refused } = account({
          memInfo: memInfo({ counters, ramPages, reservedPages: 0, zones: [] }),
        });
        if (accounting === null) {
          expect(refused).not.toBe('');
          return;
        }
        const sum = accounting.parts.reduce((bytes, part) => bytes + part.bytes, 0);
        expect(sum + accounting.unaccountedBytes).toBe(accounting.totalBytes);
        expect(sum).toBeLessThanOrEqual(accounting.totalBytes);
        expect(accounting.parts.every(({ component }) => component in components)).toBe(true);
        expect(accounting.parts.every(({ bytes }) => bytes > 0)).toBe(true);
      }),
    );
  });
});

describe('a group by its samples', () => {
  const source = { path: '/s/memory.stat', line: 1, byteStart: 0, byteEnd: 9 };
  const mib = 1 << 20;
  const stat = {
    cgroupUsageBytes: 500 * mib,
    anonBytes: 300 * mib,
    cachedBytes: 120 * mib,
    shmemBytes: 100 * mib,
    cgroupKernelBytes: 60 * mib,
    slabUnreclaimableBytes: 50 * mib,
    socketBytes: 5 * mib,
  };

  it('counts shared memory and kernel memory once, and sums to the usage', () => {
    const { accounting } = accountingFromCgroup(stat, source);
    const parts = Object.fromEntries((accounting?.parts ?? []).map(({ component, bytes }) => [component, bytes / mib]));
    expect(parts).toEqual({
      anonymous: 300,
      'shared-memory': 100,
      'page-cache': 20,
      'slab-unreclaimable': 50,
      'kernel-other': 10,
      sockets: 5,
    });
    expect((accounting?.unaccountedBytes ?? 0) / mib).toBe(15);
  });

  it('refuses where the usage itself is not there', () => {
    const { cgroupUsageBytes: _, ...rest } = stat;
    expect(accountingFromCgroup(rest, source).refused).toContain('cgroupUsageBytes');
  });
});

/** A kill whose dump the kernel left out, with samples up to two seconds before it. */
describe('the last sample in place of a dump', () => {
  const kill = (facts = {}) => hostKill(fullHost, [grower, ...others], { memInfo: null, ...facts });
  const samples = historyOf(grown(3600, 30, (share) => share));

  it('accounts for the host, and is the whole of it', async () => {
    const found = sampledAccounting(await exhibit([kill()], samples));
    const { accounting } = found ?? {};
    expect(accounting?.scope).toBe('host');
    const sum = (accounting?.parts ?? []).reduce(
      (bytes, part) => bytes + part.bytes,
      accounting?.unaccountedBytes ?? 0,
    );
    expect(sum).toBe(accounting?.totalBytes);
    expect(found?.secondsBefore).toBeLessThanOrEqual(60);
  });

  it('is silent where samples are missing or may be of another time', async () => {
    expect(sampledAccounting(await exhibit([kill()]))).toBeNull();
    const late = { ...samples, eventUs: samples.eventUs + 3_600_000_000 };
    expect(sampledAccounting(await exhibit([kill()], late))).toBeNull();
    const doubtful = { offsetUs: 0, basis: 'wall-clock', trust: 'doubtful', sentences: [] } as const;
    expect(sampledAccounting(await exhibit([kill()], { ...samples, alignment: doubtful }))).toBeNull();
  });
});
