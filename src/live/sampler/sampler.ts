import { kernelClockMetric } from '../../store/sample-points.ts';
import type { StoredSample } from '../../store/timeline.ts';
import type { Grower, MemoryNow } from '../live-state.ts';
import { createCgroupReader } from './cgroups.ts';
import { createGrowers } from './growers.ts';
import { createLargestProcesses } from './largest-processes.ts';
import { liveSamples, ownBytes, processMetrics } from './live-samples.ts';
import { createMemoryWatch } from './memory-now.ts';
import { createOwnCost, watchedAtMost } from './own-cost.ts';
import { createSystemReader, type Metrics } from './system.ts';

export interface SamplerOptions {
  readonly host: string;
  readonly nowMs: () => number;
  readonly proc?: string;
  readonly cgroups?: string;
  /** False: the machine, no processes and no cgroups. */
  readonly inDetail?: () => boolean;
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
/** A cgroup this near to its limit is as tight as a machine. */
const cgroupTightShare = 0.75;
/** While calm, more is measured than stored: trouble is seen within two seconds, and what came before it is at hand. */
const glanceMs = 2000;
const mostUnstored = 15;
const mostCgroups = 32;

/** Parts of the kernel's memory whose growth is shown beside that of processes. */
const components = [
  ['kernel slab', 'slabUnreclaimableBytes'],
  ['tmpfs and shared memory', 'shmemBytes'],
  ['page tables', 'pageTablesBytes'],
  ['kernel stacks', 'kernelStackBytes'],
  ['vmalloc', 'vmallocUsedBytes'],
] as const;

/**
 * Measures memory: every ten seconds while there is enough, every second while there is not. All processes are looked at every
 * ten seconds, the largest each time. Where that costs more than its share of a core, fewer are.
 */
export function startSampler(options: SamplerOptions): Sampler {
  const { host, nowMs, proc = '/proc', inDetail = () => true } = options;
  const system = createSystemReader(proc);
  const cgroups = createCgroupReader(options.cgroups);
  const memory = createMemoryWatch();
  const growers = createGrowers();
  const cost = createOwnCost();
  const processes = createLargestProcesses({
    proc,
    mostProcesses: watchedAtMost,
    mostCgroups,
    spent: (ms) => cost.add(ms),
  });
  let unstored: StoredSample[][] = [];
  let storedMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const isTight = (): boolean => memory.now?.tight ?? false;

  function glance(): void {
    const startedMs = performance.now();
    const atMs = nowMs();
    const metrics = system.read();
    processes.scan(startedMs);
    memory.look(atMs, metrics, () => processes.cgroups.some(nearLimit));
    keep(measure(atMs, metrics), startedMs);
    cost.add(performance.now() - startedMs);
    cost.weigh(isTight());
    if (memory.now) options.sampled(memory.now);
  }

  function measure(atMs: number, metrics: Metrics): StoredSample[] {
    const atUs = Math.round(atMs * 1000);
    const kernelSeconds = Number(process.hrtime.bigint()) / 1e9;
    const samples = liveSamples(atUs, { host }, '/proc', { ...metrics, [kernelClockMetric]: kernelSeconds });
    for (const [name, metric] of components) {
      const bytes = metrics[metric];
      if (bytes !== undefined) growers.note(atMs, name, { name, pid: null, cgroup: null, bytes });
    }
    if (inDetail()) samples.push(...measureProcesses(atMs, atUs));
    growers.rank();
    return samples;
  }

  function measureProcesses(atMs: number, atUs: number): StoredSample[] {
    const samples: StoredSample[] = [];
    const largest = processes.now(cost.watched);
    for (const one of largest) {
      const { pid, comm, startedAt, cgroup } = one;
      const series = { host, scope: 'process', pid, comm, startedAt, cgroup } as const;
      samples.push(...liveSamples(atUs, series, '/proc/[pid]', processMetrics(one)));
      growers.note(atMs, `${pid}:${startedAt}`, { name: comm, pid, cgroup, bytes: ownBytes(one) });
    }
    const paths = new Set(['/', ...largest.flatMap(({ cgroup }) => (cgroup === null ? [] : [cgroup]))]);
    for (const path of [...paths].slice(0, mostCgroups)) {
      const values = cgroups.read(path);
      if (values === null) continue;
      samples.push(...liveSamples(atUs, { host, scope: 'cgroup', cgroup: path }, '/sys/fs/cgroup', values));
      const bytes = values.cgroupUsageBytes ?? 0;
      if (path !== '/') growers.note(atMs, path, { name: path, pid: null, cgroup: path, bytes });
    }
    return samples;
  }

  function nearLimit(path: string): boolean {
    const { cgroupUsageBytes: usage, cgroupLimitBytes: limit } = cgroups.read(path) ?? {};
    if (usage === undefined || limit === undefined || usage <= limit * cgroupTightShare) return false;
    return usage - cgroups.inactiveFileBytes(path) > limit * cgroupTightShare;
  }

  function keep(samples: StoredSample[], startedMs: number): void {
    if (!isTight() && startedMs - storedMs < everyMs.calm - 100) {
      unstored = [...unstored, samples].slice(-mostUnstored);
      return;
    }
    storedMs = startedMs;
    if (isTight()) remember();
    options.store(samples);
  }

  /** Stores what a calm machine does not need: the half minute before it stopped being calm. */
  function remember(): void {
    for (const samples of unstored) options.store(samples);
    unstored = [];
  }

  function plan(): void {
    if (stopped) return;
    timer = setTimeout(
      () => {
        glance();
        plan();
      },
      isTight() ? everyMs.tight : glanceMs,
    );
  }

  glance();
  plan();

  return {
    get memory() {
      return memory.now;
    },
    get recent() {
      return memory.recent;
    },
    get growers() {
      return growers.ranked;
    },
    get tight() {
      return isTight();
    },
    get watched() {
      return cost.watched;
    },
    remember,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      processes.stop();
      system.close();
    },
  };
}
