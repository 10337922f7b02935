import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../history.ts';
import { inOrderOfName } from './components.ts';

/** One process over time. The last point is the kernel's own, from the report's task table, where there is one. */
export interface ProcessHistory {
  readonly pid: number;
  readonly comm: string;
  readonly cgroup: string | null;
  /** Memory that goes with the process: anonymous where the sampler splits rss, and what is swapped. */
  readonly points: readonly MeasuredPoint[];
  readonly basis: 'anonymous' | 'rss';
  /** False: the sampler does not print what is swapped, and a process that is pushed out seems to stand still. */
  readonly countsSwap: boolean;
  readonly metric: string;
  readonly timeBasis: MeasuredSeries['timeBasis'];
  /** Null where the sampler does not print it. */
  readonly parentPid: number | null;
}

/**
 * The processes before the event, from the one listing that follows them best: two listings side by side (`ps aux` and
 * `ps -eo`) would count every process twice. A listing that tells anonymous memory apart is worth more.
 */
export function processHistories(history: MemoryHistory): ProcessHistory[] {
  const listings = new Map<string, ProcessHistory[]>();
  const processes = new Map<string, MeasuredSeries[]>();
  for (const series of history.series) {
    if (series.scope !== 'process' || series.pid === null) continue;
    const sampler = series.sampler ?? `${series.format} ${folderAndStem(series.points[0]?.source.path ?? '')}`;
    const listing = `${sampler} ${series.startedAt === null ? '' : 'started'}`;
    const key = `${listing}\n${series.pid}\n${series.startedAt ?? ''}\n${series.comm ?? ''}`;
    const known = processes.get(key);
    if (known) known.push(series);
    else processes.set(key, [series]);
  }
  for (const [key, series] of processes) {
    const process = processOf(series, history.eventUs);
    const listing = key.slice(0, key.indexOf('\n'));
    if (!process) continue;
    const known = listings.get(listing);
    if (known) known.push(process);
    else listings.set(listing, [process]);
  }
  const worth = (list: readonly ProcessHistory[]): number =>
    list.reduce(
      (sum, { points, basis, timeBasis }) =>
        sum + points.length * (basis === 'anonymous' ? anonymousWorth : 1) * (timeBasis === 'inferred' ? 0.5 : 1),
      0,
    );
  const best = inOrderOfName(listings).reduce<ProcessHistory[]>(
    (most, list) => (worth(list) > worth(most) ? list : most),
    [],
  );
  return best.sort((a, b) => a.pid - b.pid);
}

const anonymousWorth = 2;

/** Rotated and dated files of one sampler are one listing: digits in the name do not tell them apart. */
function folderAndStem(path: string): string {
  return path.replace(/\d+/g, '#');
}

function processOf(series: readonly MeasuredSeries[], eventUs: number): ProcessHistory | null {
  const metric = (name: string): MeasuredSeries | undefined => joined(series.filter((one) => one.metric === name));
  const anonymous = metric('rssAnonBytes');
  const main = anonymous ?? metric('pssBytes') ?? metric('rssBytes');
  if (!main || main.pid === null) return null;
  const swapped = metric('swapBytes')?.points ?? [];
  const swap = new Map(swapped.map((point) => [point.atUs, point.value]));
  const points = main.points
    .filter((point) => point.atUs <= eventUs)
    .map((point) => ({ ...point, value: point.value + (swap.get(point.atUs) ?? 0) }));
  return {
    pid: main.pid,
    comm: main.comm ?? '?',
    cgroup: main.cgroup,
    points,
    basis: anonymous ? 'anonymous' : 'rss',
    countsSwap: swapped.length > 0,
    metric: main.metric,
    timeBasis: main.timeBasis,
    parentPid: metric('parentPid')?.points.findLast((point) => point.atUs <= eventUs)?.value ?? null,
  };
}

/** A process that was moved to another cgroup, as service managers and container runtimes do with young ones, is one process. */
function joined(series: readonly MeasuredSeries[]): MeasuredSeries | undefined {
  const [first, second] = series;
  if (second === undefined) return first;
  const inOrder = [...series].sort((a, b) => (a.points[0]?.atUs ?? 0) - (b.points[0]?.atUs ?? 0));
  const points = inOrder.flatMap((one) => one.points).sort((a, b) => a.atUs - b.atUs);
  return { ...(inOrder.at(-1) ?? second), points };
}
