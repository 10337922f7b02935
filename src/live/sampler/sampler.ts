import { kernelClockMetric } from '../../store/sample-points.ts';
import type { StoredSample } from '../../store/timeline.ts';
import type { Grower, MemoryNow } from '../live-state.ts';
import { createConsumers } from './consumers.ts';
import { createGrowers } from './growers.ts';
import { createKeptBack } from './kept-back.ts';
import { liveSamples } from './live-samples.ts';
import { createMemoryWatch } from './memory-now.ts';
import { createOwnCost } from './own-cost.ts';
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
/** Trouble is seen within two seconds. */
const glanceMs = 2000;

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
  const memory = createMemoryWatch();
  const growers = createGrowers();
  const cost = createOwnCost();
  const consumers = createConsumers({ host, proc, cgroups: options.cgroups, growers, cost });
  const keptBack = createKeptBack(options.store, everyMs.calm);
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const isTight = (): boolean => memory.now?.tight ?? false;

  function glance(): void {
    const startedMs = performance.now();
    const atMs = nowMs();
    const metrics = system.read();
    consumers.scan(startedMs);
    memory.look(atMs, metrics, () => consumers.nearLimit);
    keptBack.measured(measure(atMs, metrics), startedMs, isTight());
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
    if (inDetail()) samples.push(...consumers.measure(atMs, atUs));
    growers.rank();
    return samples;
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
    remember: keptBack.release,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      consumers.stop();
      system.close();
    },
  };
}
