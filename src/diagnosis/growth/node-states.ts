import { allowedNodes } from '../accounting/account.ts';
import { accountingFromMeminfo } from '../accounting/meminfo.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../history.ts';
import type { Exhibit } from '../rules/rule.ts';
import { theNodes } from '../rules/sample-source.ts';
import { type ComponentState, inOrderOfName, partsOf } from './components.ts';

/** `node 1` as samplers of nodes are named (numastat, /sys/devices/system/node); `node 1 zone DMA` is a part of it. */
const wholeNode = /^node (\d+)$/;
/** With a single look nothing is seen to grow. */
const leastStates = 2;

/**
 * Where the memory of the nodes was that a cpuset or a memory policy left the request, by samples of these nodes; empty where
 * not all of them were sampled. A host's own samples show what is free on nodes that the request could not use.
 */
export function nodeStates(history: MemoryHistory, report: Exhibit['report']): readonly ComponentState[] {
  const allowed = report && allowedNodes(report);
  if (!allowed || allowed.size === 0) return [];
  const bySampler = new Map<string, MeasuredSeries[]>();
  for (const series of history.series) {
    const node = wholeNode.exec(series.scope === 'zone' ? (series.zone ?? '') : '')?.[1];
    if (node === undefined || !allowed.has(Number(node))) continue;
    const key = series.sampler ?? series.format;
    bySampler.set(key, [...(bySampler.get(key) ?? []), series]);
  }
  const found = inOrderOfName(bySampler).map((series) => statesOf(series, allowed.size, history.eventUs));
  const states = found.reduce<ComponentState[]>((most, one) => (one.length > most.length ? one : most), []);
  return states.length >= leastStates ? states : [];
}

interface Moment {
  readonly nodes: Map<string, Record<string, number>>;
  readonly source: MeasuredPoint['source'];
}

function statesOf(series: readonly MeasuredSeries[], nodes: number, eventUs: number): ComponentState[] {
  const moments = new Map<number, Moment>();
  for (const { metric, zone, points } of series) {
    for (const { atUs, value, source } of points) {
      if (atUs > eventUs) break;
      const moment = moments.get(atUs) ?? { nodes: new Map(), source };
      const metrics = moment.nodes.get(zone ?? '') ?? {};
      metrics[metric] = value;
      moment.nodes.set(zone ?? '', metrics);
      moments.set(atUs, moment);
    }
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .flatMap(([atUs, { nodes: looks, source }]) =>
      looks.size === nodes ? (stateOf(atUs, [...looks.values()], source) ?? []) : [],
    );
}

function stateOf(
  atUs: number,
  looks: readonly Readonly<Record<string, number>>[],
  source: MeasuredPoint['source'],
): ComponentState | null {
  const metrics: Record<string, number> = {};
  for (const look of looks)
    for (const [name, value] of Object.entries(look)) metrics[name] = (metrics[name] ?? 0) + value;
  // A node prints pages of files as one sum, with shared memory in it as in the host's `Cached`.
  const { filePagesBytes, unevictableBytes = 0, ...others } = metrics;
  const { accounting } = accountingFromMeminfo({ cachedBytes: filePagesBytes ?? Number.NaN, ...others }, source);
  if (!accounting || filePagesBytes === undefined) return null;
  const parts = partsOf(accounting);
  const locked = Math.min(unevictableBytes, parts.get('anonymous') ?? 0);
  parts.set('anonymous', (parts.get('anonymous') ?? 0) - locked);
  parts.set('locked', locked);
  return {
    atUs,
    totalBytes: accounting.totalBytes,
    parts,
    availableBytes: null,
    swapUsedBytes: null,
    source,
    thing: theNodes,
  };
}
