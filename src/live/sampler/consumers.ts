import type { StoredSample } from '../../store/timeline.ts';
import { createCgroupReader } from './cgroups.ts';
import type { Growers } from './growers.ts';
import { createLargestProcesses } from './largest-processes.ts';
import { liveSamples, ownBytes, processMetrics } from './live-samples.ts';
import { type OwnCost, watchedAtMost } from './own-cost.ts';

/** Who holds memory: the largest processes, and the cgroups they run in. */
export interface Consumers {
  /** All processes are gone through every ten seconds, a few at a time. */
  scan(startedMs: number): void;
  /** One of the cgroups is as near to its limit as makes a machine tight. */
  readonly nearLimit: boolean;
  measure(atMs: number, atUs: number): StoredSample[];
  stop(): void;
}

export interface ConsumersOptions {
  readonly host: string;
  readonly proc: string;
  readonly cgroups: string | undefined;
  readonly growers: Growers;
  readonly cost: OwnCost;
}

/** A cgroup this near to its limit is as tight as a machine. */
const tightShare = 0.75;
const mostCgroups = 32;

export function createConsumers({ host, proc, cgroups: mount, growers, cost }: ConsumersOptions): Consumers {
  const cgroups = createCgroupReader(mount);
  const processes = createLargestProcesses({
    proc,
    mostProcesses: watchedAtMost,
    mostCgroups,
    spent: (ms) => cost.add(ms),
  });

  function isNearLimit(path: string): boolean {
    const { cgroupUsageBytes: usage, cgroupLimitBytes: limit } = cgroups.read(path) ?? {};
    if (usage === undefined || limit === undefined || usage <= limit * tightShare) return false;
    return usage - cgroups.inactiveFileBytes(path) > limit * tightShare;
  }

  return {
    scan: processes.scan,
    get nearLimit() {
      return processes.cgroups.some(isNearLimit);
    },
    measure(atMs, atUs) {
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
    },
    stop: processes.stop,
  };
}
