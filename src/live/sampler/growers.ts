import type { Grower } from '../live-state.ts';
import { createTrend, type Trend } from './trend.ts';

/** Sizes of processes, cgroups and parts of the kernel over the last minute, and who of them grows. */
export interface Growers {
  /** Fastest first. */
  readonly ranked: readonly Grower[];
  note(atMs: number, key: string, size: Omit<Grower, 'bytesPerMinute' | 'kind'>): void;
  rank(): void;
}

const mostRanked = 10;
const mostTracked = 200;

interface Tracked extends Omit<Grower, 'bytesPerMinute' | 'kind'> {
  readonly trend: Trend;
}

export function createGrowers(): Growers {
  /** In the order in which they were seen last. */
  const tracked = new Map<string, Tracked>();
  let ranked: readonly Grower[] = [];

  function growerOf({ name, pid, cgroup, bytes, trend }: Tracked): Grower {
    const slope = trend.slope();
    const kind = pid !== null ? 'process' : cgroup !== null ? 'cgroup' : 'component';
    return { kind, name, pid, cgroup, bytes, bytesPerMinute: slope === null ? null : Math.round(slope.middle * 60) };
  }

  return {
    get ranked() {
      return ranked;
    },
    note(atMs, key, size) {
      const trend = tracked.get(key)?.trend ?? createTrend();
      trend.add(atMs, size.bytes);
      tracked.delete(key);
      tracked.set(key, { ...size, trend });
      for (const other of tracked.keys()) {
        if (tracked.size <= mostTracked) break;
        tracked.delete(other);
      }
    },
    rank() {
      ranked = [...tracked.values()]
        .map(growerOf)
        .sort((a, b) => (b.bytesPerMinute ?? 0) - (a.bytesPerMinute ?? 0) || b.bytes - a.bytes)
        .slice(0, mostRanked);
    },
  };
}
