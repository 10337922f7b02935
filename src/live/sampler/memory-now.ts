import type { MemoryNow } from '../live-state.ts';
import type { Metrics } from './system.ts';
import { createTrend } from './trend.ts';

/** What memory does now, and how tight it is, from the metrics of the whole machine. */
export interface MemoryWatch {
  readonly now: MemoryNow | null;
  /** For a graph, oldest first. */
  readonly recent: readonly Pick<MemoryNow, 'atMs' | 'availableBytes' | 'swapFreeBytes' | 'psiFullPercent'>[];
  /** `nearLimit`: a cgroup is about to reach its own limit. */
  look(atMs: number, metrics: Metrics, nearLimit: () => boolean): void;
}

const mostRecent = 600;
const tightWhere = { availableShare: 0.2, psiSome: 10, exhaustionSeconds: 300 } as const;
/** A slope that would take less than this share in ten minutes is noise. */
const noiseShare = 0.01;

export function createMemoryWatch(): MemoryWatch {
  const available = createTrend();
  let now: MemoryNow | null = null;
  let recent: MemoryWatch['recent'] = [];

  return {
    get now() {
      return now;
    },
    get recent() {
      return recent;
    },
    look(atMs, metrics, nearLimit) {
      const { memTotalBytes, memFreeBytes } = metrics;
      if (memTotalBytes === undefined || memFreeBytes === undefined) return;
      const availableBytes =
        metrics.memAvailableBytes ?? memFreeBytes + (metrics.cachedBytes ?? 0) - (metrics.shmemBytes ?? 0);
      const swapFreeBytes = metrics.swapFreeBytes ?? 0;
      const left = availableBytes + swapFreeBytes;
      available.add(atMs, left);
      const slope = available.slope();
      const psiSomePercent = metrics.psiMemorySomeAvg10 ?? null;
      const psiFullPercent = metrics.psiMemoryFullAvg10 ?? null;
      // Least and most by the steepest and the gentlest slope; only where even the middle one falls, by more than noise.
      const falls = slope !== null && -slope.middle * 600 > memTotalBytes * noiseShare;
      const exhaustionSeconds =
        falls && slope !== null
          ? { least: left / -slope.least, most: slope.most < 0 ? left / -slope.most : null }
          : null;
      const tight =
        availableBytes < memTotalBytes * tightWhere.availableShare ||
        (psiSomePercent ?? 0) > tightWhere.psiSome ||
        nearLimit() ||
        (exhaustionSeconds !== null && exhaustionSeconds.least < tightWhere.exhaustionSeconds);
      now = {
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
    },
  };
}
