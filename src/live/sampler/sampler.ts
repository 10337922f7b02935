import { kernelClockMetric } from '../../ingest/sample-points.ts';
import type { StoredSample } from '../../store/timeline.ts';
import type { Grower, MemoryNow } from '../live-state.ts';
import { createCgroupReader } from './cgroups.ts';
import { cgroupOf, detailOf, listProcesses, type ProcessDetail, type ProcessSize, sizeOf } from './processes.ts';
import { createSystemReader, type Metrics } from './system.ts';
import { createTrend, type Trend } from './trend.ts';

export interface SamplerOptions {
  readonly host: string;
  readonly nowMs: () => number;
  readonly proc?: string;
  readonly cgroups?: string;
  store(samples: readonly StoredSample[]): void;
  sampled(memory: MemoryNow): void;
}

export interface Sampler {
  readonly memory: MemoryNow | null;
  readonly recent: readonly Pick<MemoryNow, 'atMs' | 'availableBytes' | 'swapFreeBytes' | 'psiFullPercent'>[];
  readonly growers: readonly Grower[];
  readonly tight: boolean;
  /** Processes looked at each time; fewer where that costs too much. */
  readonly watched: number;
  /** Something happened: what was measured in the last half minute is worth storing. */
  remember(): void;
  stop(): void;
}

const everyMs = { calm: 10_000, tight: 1000 } as const;
/** All processes are looked at so seldom at most, and more often where they are few: 10 ms for each. */
const fullScanMs = { least: 2000, most: 10_000, perProcess: 10 } as const;
/** A cgroup this near to its limit is as tight as a machine. */
const cgroupTightShare = 0.75;
/** While calm, more is measured than stored: trouble is seen within two seconds, and what came before it is at hand. */
const glanceMs = 2000;
const mostUnstored = 15;
const watchedAtMost = 50;
const watchedAtLeast = 10;
const mostCgroups = 32;
const mostRecent = 600;
const mostGrowers = 10;
const growersTracked = 200;
/** Share of one core that sampling may take. */
const budget = { calm: 0.01, tight: 0.05 } as const;

/**
 * Measures memory: every ten seconds while there is enough, every second while there is not. All processes are looked at every
 * ten seconds, the largest each time. Where that costs more than its share of a core, fewer are.
 */
export function startSampler(options: SamplerOptions): Sampler {
  const { host, nowMs, proc = '/proc' } = options;
  const system = createSystemReader(proc);
  const cgroups = createCgroupReader(options.cgroups);
  const available = createTrend();
  const sizes = new Map<
    string,
    { trend: Trend; name: string; pid: number | null; cgroup: string | null; bytes: number }
  >();
  const cgroupOfProcess = new Map<string, string | null>();
  let memory: MemoryNow | null = null;
  let recent: Pick<MemoryNow, 'atMs' | 'availableBytes' | 'swapFreeBytes' | 'psiFullPercent'>[] = [];
  let largest: ProcessSize[] = [];
  let unstored: StoredSample[][] = [];
  let growers: readonly Grower[] = [];
  let tight = false;
  let watched = watchedAtMost;
  let limited: readonly string[] = [];
  let nextScanMs = Number.NEGATIVE_INFINITY;
  let storedMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  /** Milliseconds of work a second, smoothed. */
  let cost = 0;
  let beganMs = performance.now();

  function glance(): void {
    const startedMs = performance.now();
    const atMs = nowMs();
    const metrics = system.read();
    scan(startedMs);
    look(atMs, metrics);
    const samples = measure(atMs, metrics);
    if (tight || startedMs - storedMs >= everyMs.calm - 100) {
      storedMs = startedMs;
      if (tight) remember();
      options.store(samples);
    } else {
      unstored = [...unstored, samples].slice(-mostUnstored);
    }
    weigh(startedMs);
    if (memory) options.sampled(memory);
  }

  function look(atMs: number, metrics: Metrics): void {
    const { memTotalBytes, memFreeBytes } = metrics;
    if (memTotalBytes === undefined || memFreeBytes === undefined) return;
    const availableBytes =
      metrics.memAvailableBytes ?? memFreeBytes + (metrics.cachedBytes ?? 0) - (metrics.shmemBytes ?? 0);
    const swapFreeBytes = metrics.swapFreeBytes ?? 0;
    available.add(atMs, availableBytes + swapFreeBytes);
    const slope = available.slope();
    const psiSomePercent = metrics.psiMemorySomeAvg10 ?? null;
    const psiFullPercent = metrics.psiMemoryFullAvg10 ?? null;
    const left = availableBytes + swapFreeBytes;
    // Least and most by the steepest and the gentlest slope; only where even the middle one falls, by more than noise.
    const falls = slope !== null && -slope.middle * 600 > memTotalBytes * 0.01;
    const exhaustionSeconds =
      falls && slope !== null ? { least: left / -slope.least, most: slope.most < 0 ? left / -slope.most : null } : null;
    tight =
      availableBytes < memTotalBytes * 0.2 ||
      (psiSomePercent ?? 0) > 10 ||
      limited.some(nearLimit) ||
      (exhaustionSeconds !== null && exhaustionSeconds.least < 300);
    memory = {
      atMs,
      totalBytes: memTotalBytes,
      availableBytes,
      swapTotalBytes: metrics.swapTotalBytes ?? 0,
      swapFreeBytes,
      psiSomePercent,
      psiFullPercent,
      availableBytesPerSecond: slope?.middle ?? null,
      exhaustionSeconds,
      tight,
    };
    recent = [...recent, { atMs, availableBytes, swapFreeBytes, psiFullPercent }].slice(-mostRecent);
  }

  function measure(atMs: number, metrics: Metrics): StoredSample[] {
    const atUs = Math.round(atMs * 1000);
    const samples: StoredSample[] = [];
    const add = (series: Partial<StoredSample['series']>, path: string, values: Metrics): void => {
      for (const [metric, value] of Object.entries(values)) {
        samples.push({
          series: { ...blank, host, ...series, metric },
          point: { atUs, value },
          source: { path, line: 1, byteStart: 0, byteEnd: 0 },
        });
      }
    };
    const kernelSeconds = Number(process.hrtime.bigint()) / 1e9;
    add({ scope: 'system' }, '/proc', { ...metrics, [kernelClockMetric]: kernelSeconds });
    componentGrowth(atMs, metrics);

    const processes = watchProcesses();
    for (const one of processes) {
      const { pid, comm, startedAt, cgroup } = one;
      const identity = { scope: 'process', pid, comm, startedAt, cgroup } as const;
      add(identity, '/proc/[pid]', sizesOf(one));
      note(atMs, `${pid}:${startedAt}`, { name: comm, pid, cgroup, bytes: ownBytes(one) });
    }
    const paths = new Set(['/', ...processes.flatMap(({ cgroup }) => (cgroup === null ? [] : [cgroup]))]);
    for (const path of [...paths].slice(0, mostCgroups)) {
      const values = cgroups.read(path);
      if (values === null) continue;
      add({ scope: 'cgroup', cgroup: path }, '/sys/fs/cgroup', values);
      if (path !== '/') note(atMs, path, { name: path, pid: null, cgroup: path, bytes: values.cgroupUsageBytes ?? 0 });
    }
    rankGrowers();
    return samples;
  }

  /** Stores what a calm machine does not need: the half minute before it stopped being calm. */
  function remember(): void {
    for (const samples of unstored) options.store(samples);
    unstored = [];
  }

  /** All processes now and then, for the largest and the cgroups they are in. */
  function scan(startedMs: number): void {
    if (startedMs < nextScanMs) return;
    const all = listProcesses(proc);
    const { least, most, perProcess } = fullScanMs;
    nextScanMs = startedMs + Math.min(most, Math.max(least, all.length * perProcess)) - 100;
    largest = all.sort((a, b) => b.rssPages - a.rssPages).slice(0, watchedAtMost);
    const alive = new Set(largest.map(keyOf));
    for (const key of cgroupOfProcess.keys()) if (!alive.has(key)) cgroupOfProcess.delete(key);
    limited = [...new Set(largest.map(cgroupNameOf))].filter((path) => path !== null).slice(0, mostCgroups);
  }

  function cgroupNameOf(size: ProcessSize): string | null {
    const key = keyOf(size);
    const known = cgroupOfProcess.get(key);
    if (known !== undefined) return known;
    const cgroup = cgroupOf(size.pid, proc);
    cgroupOfProcess.set(key, cgroup);
    return cgroup;
  }

  function nearLimit(path: string): boolean {
    const { cgroupUsageBytes, cgroupLimitBytes } = cgroups.read(path) ?? {};
    return (
      cgroupUsageBytes !== undefined &&
      cgroupLimitBytes !== undefined &&
      cgroupUsageBytes > cgroupLimitBytes * cgroupTightShare
    );
  }

  function watchProcesses(): ProcessDetail[] {
    return largest.slice(0, watched).flatMap((known) => {
      const now = sizeOf(known.pid, proc);
      if (now === null || now.startedAt !== known.startedAt) return [];
      const detail = detailOf(now, cgroupNameOf(now), proc);
      return detail === null ? [] : [detail];
    });
  }

  function note(
    atMs: number,
    key: string,
    { name, pid, cgroup, bytes }: { name: string; pid: number | null; cgroup: string | null; bytes: number },
  ): void {
    const held = sizes.get(key) ?? { trend: createTrend(), name, pid, cgroup, bytes };
    held.bytes = bytes;
    held.trend.add(atMs, bytes);
    sizes.delete(key);
    sizes.set(key, held);
    for (const other of sizes.keys()) {
      if (sizes.size <= growersTracked) break;
      sizes.delete(other);
    }
  }

  function componentGrowth(atMs: number, metrics: Metrics): void {
    for (const [name, metric] of components) {
      const bytes = metrics[metric];
      if (bytes !== undefined) note(atMs, name, { name, pid: null, cgroup: null, bytes });
    }
  }

  function rankGrowers(): void {
    growers = [...sizes.values()]
      .map(({ name, pid, cgroup, bytes, trend }): Grower => {
        const slope = trend.slope();
        const kind = pid !== null ? 'process' : cgroup !== null ? 'cgroup' : 'component';
        return {
          kind,
          name,
          pid,
          cgroup,
          bytes,
          bytesPerMinute: slope === null ? null : Math.round(slope.middle * 60),
        };
      })
      .sort((a, b) => (b.bytesPerMinute ?? 0) - (a.bytesPerMinute ?? 0) || b.bytes - a.bytes)
      .slice(0, mostGrowers);
  }

  /** Looks at fewer processes where sampling costs more than it may, and at more where it costs much less. */
  function weigh(startedMs: number): void {
    const now = performance.now();
    const spent = now - startedMs;
    const since = Math.max(1, now - beganMs);
    beganMs = now;
    cost = cost * 0.8 + (spent / since) * 0.2;
    const allowed = tight ? budget.tight : budget.calm;
    if (cost > allowed) watched = Math.max(watchedAtLeast, Math.floor(watched * 0.8));
    else if (cost < allowed / 2) watched = Math.min(watchedAtMost, watched + 2);
  }

  function plan(): void {
    if (stopped) return;
    timer = setTimeout(
      () => {
        glance();
        plan();
      },
      tight ? everyMs.tight : glanceMs,
    );
  }

  glance();
  plan();

  return {
    get memory() {
      return memory;
    },
    get recent() {
      return recent;
    },
    get growers() {
      return growers;
    },
    get tight() {
      return tight;
    },
    get watched() {
      return watched;
    },
    remember,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      system.close();
    },
  };
}

const components = [
  ['kernel slab', 'slabUnreclaimableBytes'],
  ['tmpfs and shared memory', 'shmemBytes'],
  ['page tables', 'pageTablesBytes'],
  ['kernel stacks', 'kernelStackBytes'],
  ['vmalloc', 'vmallocUsedBytes'],
] as const;

const blank: Omit<StoredSample['series'], 'metric'> = {
  host: null,
  directory: '/proc',
  scope: 'system',
  pid: null,
  comm: null,
  startedAt: null,
  cgroup: null,
  zone: null,
  format: 'live',
  quantumBytes: 1024,
  timeBasis: 'realtime',
};

const keyOf = ({ pid, startedAt }: ProcessSize): string => `${pid}:${startedAt}`;

/** Memory that goes with the process: its own pages and what of them is in swap. */
const ownBytes = ({ rssBytes, rssAnonBytes, swapBytes }: ProcessDetail): number =>
  (rssAnonBytes ?? rssBytes) + (swapBytes ?? 0);

function sizesOf(one: ProcessDetail): Metrics {
  const values: Metrics = { rssBytes: one.rssBytes };
  if (one.rssAnonBytes !== null) values.rssAnonBytes = one.rssAnonBytes;
  if (one.rssFileBytes !== null) values.rssFileBytes = one.rssFileBytes;
  if (one.rssShmemBytes !== null) values.rssShmemBytes = one.rssShmemBytes;
  if (one.swapBytes !== null) values.swapBytes = one.swapBytes;
  if (one.oomScoreAdj !== null) values.oomScoreAdj = one.oomScoreAdj;
  return values;
}
