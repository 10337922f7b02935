import { type MeasuredSeries, type MemoryHistory, type SampleAddress, systemSeries } from '../history.ts';
import { onceFor } from '../once.ts';
import type { Point } from '../trend/point.ts';
import { inOrderOfName } from './components.ts';

/** How much was taken at one look, and how much was left. */
export interface UsedPoint extends Point {
  readonly leftBytes: number;
  readonly source: SampleAddress;
}

export interface UsedMemory {
  readonly points: readonly UsedPoint[];
  /** False: what is swapped out is not in the numbers. */
  readonly countsSwap: boolean;
  /** What was left is this, or this with what could be given back. */
  readonly metric: string;
}

const nothing: UsedMemory = { points: [], countsSwap: true, metric: 'memAvailableBytes' };

/**
 * How much of the host's memory and swap was taken, from samplers that do not tell its components apart (sar -r, free,
 * vmstat, Prometheus): total less available, else total less free, cache and buffers. Empty where not even that is there.
 * Where nothing says the total (vmstat), only differences count: the values are then negative.
 */
export const usedMemory = onceFor(usedIn);

function usedIn(history: MemoryHistory): UsedMemory {
  const bySampler = new Map<string, Map<string, MeasuredSeries>>();
  for (const series of history.series) {
    if (series.scope !== 'system') continue;
    const key = series.sampler ?? series.format;
    const metrics = bySampler.get(key) ?? new Map<string, MeasuredSeries>();
    metrics.set(series.metric, series);
    bySampler.set(key, metrics);
  }
  const totalBytes = systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value ?? null;
  const all = inOrderOfName(bySampler).map((metrics) => usedBy(metrics, totalBytes, history.eventUs));
  return all.reduce((most, one) => (one.points.length > most.points.length ? one : most), nothing);
}

function usedBy(metrics: ReadonlyMap<string, MeasuredSeries>, totalBytes: number | null, eventUs: number): UsedMemory {
  const values = (name: string): ReadonlyMap<number, number> =>
    new Map(metrics.get(name)?.points.map(({ atUs, value }) => [atUs, value]));
  const available = metrics.get('memAvailableBytes')?.points ?? [];
  const basis = available.length > 0 ? available : (metrics.get('memFreeBytes')?.points ?? []);
  const giving = ['cachedBytes', 'buffersBytes', 'slabReclaimableBytes'].map(values);
  const total = values('memTotalBytes');
  const swapTotal = values('swapTotalBytes');
  const swapFree = values('swapFreeBytes');
  const swapUsed = values('swapUsedBytes');
  const points = basis.flatMap(({ atUs, value, source }): UsedPoint[] => {
    if (atUs > eventUs) return [];
    const whole = total.get(atUs) ?? totalBytes ?? 0;
    const back = available.length > 0 ? 0 : giving.reduce((sum, series) => sum + (series.get(atUs) ?? 0), 0);
    const inSwap = swapUsed.get(atUs) ?? Math.max(0, (swapTotal.get(atUs) ?? 0) - (swapFree.get(atUs) ?? 0));
    const leftBytes = value + back;
    return [{ atUs, value: whole - leftBytes + inSwap, leftBytes, source }];
  });
  return {
    points,
    countsSwap: swapUsed.size > 0 || swapFree.size > 0,
    metric: available.length > 0 ? 'memAvailableBytes' : 'memFreeBytes',
  };
}
