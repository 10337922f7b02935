import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import type { TaskRow } from '../../parsers/model/records/oom-kill.ts';
import { analyse, type StoredRecord } from '../../src/diagnosis/analyse.ts';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../../src/diagnosis/history.ts';
import type { Exhibit } from '../../src/diagnosis/rules/rule.ts';
import { envelope, epoch, memInfo, oomKill, task, victim, zone } from './records.ts';

/** Whole incidents made by hand: what stood in the report and what samples showed before, in MiB, on hosts of any size. */

export const MiB = 1024 * 1024;
const pagesPerMiB = 256;

/** Where a host's memory is, MiB. What is left out is 0; the rest of `total` is in no counter. */
export interface Layout {
  readonly total: number;
  readonly free?: number;
  readonly anon?: number;
  readonly shmem?: number;
  readonly file?: number;
  readonly locked?: number;
  readonly slabKept?: number;
  readonly slabFreeable?: number;
  readonly pageTables?: number;
  readonly stacks?: number;
  readonly huge?: { readonly total: number; readonly free: number };
  readonly vmalloc?: number;
  readonly swapTotal?: number;
  readonly swapFree?: number;
  /** Pages that some process maps; file pages and shared memory together. */
  readonly mapped?: number;
}

export const eventSeconds = 7200;
export const eventUs = epoch + eventSeconds * 1_000_000;

export interface Holder {
  readonly pid: number;
  readonly comm: string;
  readonly anon?: number;
  readonly shmem?: number;
  readonly swap?: number;
  readonly pageTables?: number;
  readonly adj?: number;
}

/** A row of a table since 6.8, which splits rss; `old` gives one that does not. */
export function row(
  { pid, comm, anon = 0, shmem = 0, swap = 0, pageTables = 0, adj = 0 }: Holder,
  old = false,
): TaskRow {
  const rss = (anon + shmem) * pagesPerMiB;
  const split = old
    ? {}
    : {
        rssAnonPages: anon * pagesPerMiB,
        rssAnonBytes: anon * MiB,
        rssShmemPages: shmem * pagesPerMiB,
        rssShmemBytes: shmem * MiB,
      };
  return task(pid, comm, {
    rssPages: rss,
    swapPages: swap * pagesPerMiB,
    pgtablesBytes: pageTables * MiB,
    oomScoreAdj: adj,
    ...split,
  });
}

/** A run of the OOM killer on a host laid out like this; the first holder dies unless `victims` says otherwise. */
export function hostKill(
  layout: Layout,
  holders: readonly Holder[],
  facts: Partial<RecordOf<'oom-kill'>> = {},
  old = false,
): StoredRecord {
  const pages = (amount = 0): number => amount * pagesPerMiB;
  const first = holders[0];
  return oomKill(
    { wall: eventSeconds, mono: eventSeconds, host: 'h' },
    {
      tasks: holders.map((holder) => row(holder, old)),
      victims: first ? [victim(first.pid, first.comm, (first.anon ?? 0) * 1024, { oomScoreAdj: first.adj ?? 0 })] : [],
      memInfo: memInfo({
        counters: {
          active_anon: pages(layout.anon) + pages(layout.shmem),
          inactive_anon: 0,
          isolated_anon: 0,
          active_file: pages(layout.file),
          inactive_file: 0,
          isolated_file: 0,
          unevictable: pages(layout.locked),
          dirty: 0,
          writeback: 0,
          slab_reclaimable: pages(layout.slabFreeable),
          slab_unreclaimable: pages(layout.slabKept),
          mapped: pages(layout.mapped ?? layout.shmem),
          shmem: pages(layout.shmem),
          pagetables: pages(layout.pageTables),
          free: pages(layout.free),
          free_pcp: 0,
          free_cma: 0,
        },
        nodes: [{ node: 0, counters: { kernel_stack: (layout.stacks ?? 0) * MiB }, allUnreclaimable: null }],
        zones: [
          zone({
            freeBytes: (layout.free ?? 0) * MiB,
            managedBytes: layout.total * MiB,
            minBytes: layout.total * MiB * 0.005,
          }),
        ],
        hugepages: layout.huge
          ? [{ node: 0, total: layout.huge.total / 2, free: layout.huge.free / 2, surplus: 0, pageBytes: 2 * MiB }]
          : [],
        ramPages: pages(layout.total),
        reservedPages: 0,
        swapTotalBytes: (layout.swapTotal ?? 0) * MiB,
        swapFreeBytes: (layout.swapFree ?? 0) * MiB,
      }),
      ...facts,
    },
  );
}

/** Samples before the event: `secondsBefore` the event, the host then, and each process' MiB then. */
export interface Look {
  readonly secondsBefore: number;
  readonly host?: Layout;
  readonly processes?: readonly Holder[];
}

export function historyOf(
  looks: readonly Look[],
  facts: Partial<MemoryHistory> = {},
  more: Partial<Omit<MeasuredSeries, 'points'>> = {},
): MemoryHistory {
  const series = new Map<
    string,
    { readonly about: Omit<MeasuredSeries, 'points'>; readonly points: MeasuredPoint[] }
  >();
  let line = 0;
  const add = (
    metric: string,
    scope: MeasuredSeries['scope'],
    who: Holder | null,
    atUs: number,
    value: number,
  ): void => {
    line += 1;
    const key = `${metric} ${scope} ${who?.pid} ${who?.comm}`;
    const held = series.get(key) ?? {
      about: {
        metric,
        scope,
        format: scope === 'process' ? 'ps' : 'meminfo',
        pid: who?.pid ?? null,
        comm: who?.comm ?? null,
        startedAt: null,
        cgroup: null,
        quantumBytes: 1024,
        timeBasis: 'realtime',
        ...more,
      },
      points: [],
    };
    held.points.push({
      atUs,
      value,
      source: { path: `/samples/${scope}.txt`, line, byteStart: line * 100, byteEnd: line * 100 + 90 },
    });
    series.set(key, held);
  };
  for (const { secondsBefore, host, processes = [] } of looks) {
    const atUs = eventUs - secondsBefore * 1_000_000;
    for (const [metric, value] of Object.entries(host ? meminfoOf(host) : {}))
      add(metric, 'system', null, atUs, value * MiB);
    for (const holder of processes) {
      add('rssAnonBytes', 'process', holder, atUs, (holder.anon ?? 0) * MiB);
      add('rssShmemBytes', 'process', holder, atUs, (holder.shmem ?? 0) * MiB);
      add('swapBytes', 'process', holder, atUs, (holder.swap ?? 0) * MiB);
    }
  }
  return {
    series: [...series.values()].map(({ about, points }) => ({ ...about, points })),
    eventUs,
    alignmentErrorUs: 10_000,
    ...facts,
  };
}

/** Counters of a cgroup every minute for two hours, MiB at a share of them; all of it anonymous but a little. */
export function groupHistory(
  cgroup: string,
  usageAt: (share: number) => number,
  { limit = 4096, cached = 15 } = {},
): MemoryHistory {
  const series = Object.entries({
    cgroupUsageBytes: usageAt,
    cgroupLimitBytes: () => limit,
    anonBytes: (share: number) => usageAt(share) - cached - 5,
    cachedBytes: () => cached,
  }).map(([metric, valueAt]): MemoryHistory['series'][number] => ({
    metric,
    scope: 'cgroup',
    format: 'cgroup',
    pid: null,
    comm: null,
    startedAt: null,
    cgroup,
    sampler: 'cgroup',
    quantumBytes: 1,
    timeBasis: 'realtime',
    points: Array.from({ length: 120 }, (_, index) => ({
      atUs: eventUs - (120 - index) * 60_000_000,
      value: valueAt(index / 119) * MiB,
      source: { path: '/samples/cgroup.txt', line: index + 1, byteStart: index * 100, byteEnd: index * 100 + 90 },
    })),
  }));
  return { ...historyOf([]), series };
}

function meminfoOf(host: Layout): Record<string, number> {
  const { total, free = 0, anon = 0, shmem = 0, file = 0, locked = 0, slabKept = 0, slabFreeable = 0 } = host;
  return {
    memTotalBytes: total,
    memFreeBytes: free,
    memAvailableBytes: free + file * 0.8 + slabFreeable * 0.5,
    buffersBytes: 0,
    cachedBytes: file + shmem,
    shmemBytes: shmem,
    anonBytes: anon + locked,
    unevictableBytes: locked,
    slabBytes: slabKept + slabFreeable,
    slabReclaimableBytes: slabFreeable,
    slabUnreclaimableBytes: slabKept,
    kernelStackBytes: host.stacks ?? 0,
    pageTablesBytes: host.pageTables ?? 0,
    hugetlbBytes: host.huge?.total ?? 0,
    hugetlbFreeBytes: host.huge?.free ?? 0,
    vmallocUsedBytes: (host.vmalloc ?? 0) + (host.stacks ?? 0),
    percpuBytes: 0,
    swapTotalBytes: host.swapTotal ?? 0,
    swapFreeBytes: host.swapFree ?? 0,
  };
}

/** The exhibit of the one incident that these records make. */
export async function exhibit(
  records: readonly StoredRecord[],
  history: MemoryHistory | null = null,
): Promise<Exhibit> {
  const { incidents } = await analyse(records, []);
  const incident = incidents[0];
  if (!incident) throw new Error('these records make no incident');
  const own = new Set(incident.records);
  const kernel: KernelRecord[] = records.map(({ record }) => record).filter(({ id }) => own.has(id));
  return exhibitOf(incident, kernel, history);
}

/** One look every `every` seconds over `seconds` before the event; `at` gives the look at a share 0..1 of the time. */
export function looks(seconds: number, every: number, at: (share: number) => Omit<Look, 'secondsBefore'>): Look[] {
  const count = Math.floor(seconds / every);
  return Array.from({ length: count }, (_, index) => ({
    secondsBefore: seconds - index * every,
    ...at((index * every) / seconds),
  }));
}

const host16: Layout = {
  total: 16_000,
  free: 100,
  file: 60,
  slabKept: 300,
  slabFreeable: 100,
  pageTables: 60,
  stacks: 20,
  shmem: 100,
};
/** A host with 16 GB on which one process holds `anon` MiB. */
export const hostWith = (anon: number, more: Partial<Layout> = {}): Layout => ({
  ...host16,
  anon: anon + 800,
  free: 15_200 - 640 - anon + 100,
  ...more,
});

export const others: readonly Holder[] = [
  { pid: 10, comm: 'sshd', anon: 10 },
  { pid: 11, comm: 'cron', anon: 5 },
  { pid: 12, comm: 'nginx', anon: 120 },
];

/** A leak (`from` 0: over the whole window) or a jump of one process from nothing to 14 GB. */
export function grown(
  seconds: number,
  every: number,
  shape: (share: number) => number,
  pid = 500,
  comm = 'app',
): Look[] {
  return looks(seconds, every, (share) => {
    const anon = Math.round(14_000 * shape(share));
    return { host: hostWith(anon), processes: [...others, { pid, comm, anon }] };
  });
}

export const fullHost: Layout = hostWith(14_000);
export const grower: Holder = { pid: 500, comm: 'app', anon: 14_000 };
export { envelope };
