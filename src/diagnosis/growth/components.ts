import type { ComponentId } from '../accounting/components.ts';
import { accountingFromMeminfo } from '../accounting/meminfo.ts';
import type { Accounting, SampledThing } from '../analysis.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory, SampleAddress } from '../history.ts';

/** Where the RAM of the host was at one time. */
export interface ComponentState {
  readonly atUs: number;
  readonly totalBytes: number;
  readonly parts: ReadonlyMap<ComponentId | 'unaccounted', number>;
  /** Free memory and what reclaim could have freed. */
  readonly availableBytes: number | null;
  readonly swapUsedBytes: number | null;
  /** RAM of a compressed swap pool (zram, zswap), counted in `anonymous`: it holds a part of `swapUsedBytes` once more. */
  readonly poolBytes?: number;
  /** What was sampled: the host where it is absent. */
  readonly thing?: SampledThing;
  readonly source: SampleAddress;
}

/** States from one sampler, and what its times rest on. */
export interface SampledStates {
  readonly states: readonly ComponentState[];
  readonly timeBasis: MeasuredSeries['timeBasis'];
}

/**
 * The states before the event, oldest first, from the one sampler that tells the components apart most often. A sampler whose
 * times were inferred counts for half of one whose times are written.
 */
export function sampledStates(history: MemoryHistory): SampledStates {
  const bySampler = new Map<string, MeasuredSeries[]>();
  for (const series of history.series) {
    if (series.scope !== 'system') continue;
    const key = series.sampler ?? series.format;
    const sampler = bySampler.get(key);
    if (sampler) sampler.push(series);
    else bySampler.set(key, [series]);
  }
  return inOrderOfName(bySampler).reduce<SampledStates>(
    (best, series) => {
      const timeBasis = series.some((one) => one.timeBasis === 'inferred') ? 'inferred' : 'realtime';
      const states = statesOf(series, history.eventUs);
      return worth({ states, timeBasis }) > worth(best) ? { states, timeBasis } : best;
    },
    { states: [], timeBasis: 'realtime' },
  );
}

/** Of two that are worth the same the first by name is taken, whichever was read first. */
export function inOrderOfName<Value>(byName: ReadonlyMap<string, Value>): Value[] {
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** The states of {@link sampledStates} alone. */
export function componentStates(history: MemoryHistory): readonly ComponentState[] {
  return sampledStates(history).states;
}

const worth = ({ states, timeBasis }: SampledStates): number => states.length / (timeBasis === 'inferred' ? 2 : 1);

function statesOf(series: readonly MeasuredSeries[], eventUs: number): ComponentState[] {
  const moments = new Map<number, { metrics: Record<string, number>; source: SampleAddress }>();
  for (const { metric, points } of series) {
    for (const point of points) {
      if (point.atUs > eventUs) break;
      const moment = moments.get(point.atUs) ?? newMoment(point);
      moment.metrics[metric] = point.value;
      moments.set(point.atUs, moment);
    }
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .flatMap(([atUs, { metrics, source }]) => stateOf(atUs, metrics, source) ?? []);
}

function newMoment(point: MeasuredPoint): { metrics: Record<string, number>; source: SampleAddress } {
  return { metrics: {}, source: point.source };
}

function stateOf(
  atUs: number,
  metrics: Readonly<Record<string, number>>,
  source: SampleAddress,
): ComponentState | null {
  const result = accountingFromMeminfo(metrics, source);
  if (!result.accounting) return null;
  const { memAvailableBytes, swapTotalBytes, swapFreeBytes } = metrics;
  const { parts, poolBytes } = toldApart(partsOf(result.accounting), metrics);
  return {
    atUs,
    totalBytes: result.accounting.totalBytes,
    parts,
    poolBytes,
    availableBytes: memAvailableBytes ?? null,
    swapUsedBytes: swapTotalBytes === undefined || swapFreeBytes === undefined ? null : swapTotalBytes - swapFreeBytes,
    source,
  };
}

/** Takes locked memory out of what processes hold, and vmalloc out of the rest, where the sample has counters for them. */
function toldApart(
  parts: Map<ComponentId | 'unaccounted', number>,
  metrics: Readonly<Record<string, number>>,
): { readonly parts: Map<ComponentId | 'unaccounted', number>; readonly poolBytes: number } {
  move(parts, 'anonymous', 'locked', metrics['unevictableBytes'] ?? 0);
  // Stacks lie in the vmalloc area too (CONFIG_VMAP_STACK) and have their own counter.
  move(parts, 'unaccounted', 'vmalloc', (metrics['vmallocUsedBytes'] ?? 0) - (parts.get('kernel-stacks') ?? 0));
  const swapUsedBytes = (metrics['swapTotalBytes'] ?? 0) - (metrics['swapFreeBytes'] ?? 0);
  // A pool of zswap in use says nothing of zram; both together are rare.
  return { parts, poolBytes: poolToOwners(parts, swapUsedBytes, (parts.get('zswap') ?? 0) > 0) };
}

/** zram and zswap keep what is swapped out compressed in pages that no counter shows: at worst two thirds of its size. */
const worstCompression = 0.67;

/** A compressed swap pool belongs to those whose memory was swapped into it. Returns what was moved; `counted`: its size is known. */
export function poolToOwners(
  parts: Map<ComponentId | 'unaccounted', number>,
  swapUsedBytes: number,
  counted: boolean,
): number {
  if (counted) return move(parts, 'zswap', 'anonymous', Math.min(parts.get('zswap') ?? 0, swapUsedBytes));
  return move(parts, 'unaccounted', 'anonymous', Math.floor(swapUsedBytes * worstCompression));
}

function move(
  parts: Map<ComponentId | 'unaccounted', number>,
  from: ComponentId | 'unaccounted',
  to: ComponentId,
  bytes: number,
): number {
  const held = parts.get(from) ?? 0;
  const moved = Math.max(0, Math.min(held, bytes));
  parts.set(from, held - moved);
  parts.set(to, (parts.get(to) ?? 0) + moved);
  return moved;
}

/** Memory of processes in RAM and in swap, each page once. */
export function anonymousAndSwapped({ parts, swapUsedBytes, poolBytes }: ComponentState): number {
  return (parts.get('anonymous') ?? 0) + (swapUsedBytes ?? 0) - (poolBytes ?? 0);
}

/** An accounting as amounts by component, the rest included. */
export function partsOf(accounting: Accounting): Map<ComponentId | 'unaccounted', number> {
  const parts = new Map<ComponentId | 'unaccounted', number>();
  for (const { component, bytes } of accounting.parts) parts.set(component as ComponentId, bytes);
  if (accounting.unaccountedBytes !== null) parts.set('unaccounted', accounting.unaccountedBytes);
  return parts;
}
