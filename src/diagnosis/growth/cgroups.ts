import { isWithin } from '../cgroup-path.ts';
import { before, type MeasuredPoint, type MeasuredSeries, type MemoryHistory } from '../history.ts';
import { inOrderOfName } from './components.ts';
import { type GrowingGroup, growingGroups } from './groups.ts';

/** One cgroup and what it gained: workers that are replaced hide a leak from whoever looks at processes. */
export interface GrowingCgroup {
  readonly cgroup: string;
  readonly gainBytes: number;
  readonly nowBytes: number;
  readonly points: readonly MeasuredPoint[];
  readonly metric: string;
  /** Its own counter, or the sum of the processes that a sampler shows in it. */
  readonly basis: 'counter' | 'processes';
}

/** Counters of a group without page cache that could be dropped; the most telling first. */
const metrics = ['anonBytes', 'workingSetBytes'] as const;

/**
 * What each cgroup gained from `fromUs` to the event, largest gain first: by the counters of the innermost groups that were
 * sampled, of one sampler; where there are none, by the processes that run in them.
 */
export function growingCgroups(
  history: MemoryHistory,
  fromUs: number,
  ...[processes, listing, look]: [
    Parameters<typeof growingGroups>[0],
    Parameters<typeof growingGroups>[1],
    Parameters<typeof growingGroups>[4],
  ]
): GrowingCgroup[] {
  const counted = countersOf(history).flatMap((series) => growthOf(series, history.eventUs, fromUs) ?? []);
  const found =
    counted.length > 0
      ? counted
      : processes.some(({ cgroup }) => cgroup !== null)
        ? growingGroups(processes, listing, fromUs, history.eventUs, look, ({ cgroup }) => cgroup ?? '').flatMap(
            asCgroup,
          )
        : [];
  return found.sort((a, b) => b.gainBytes - a.gainBytes || (a.cgroup < b.cgroup ? -1 : 1));
}

function asCgroup({ cgroup, gainBytes, nowBytes, points, metric }: GrowingGroup): GrowingCgroup[] {
  return cgroup === null ? [] : [{ cgroup, gainBytes, nowBytes, points, metric, basis: 'processes' }];
}

/** The counters of one metric of one sampler; a group that contains another of them would count it twice. */
function countersOf({ series }: MemoryHistory): readonly MeasuredSeries[] {
  for (const metric of metrics) {
    const bySampler = new Map<string, MeasuredSeries[]>();
    for (const one of series) {
      if (one.scope !== 'cgroup' || one.metric !== metric || one.cgroup === null) continue;
      const key = one.sampler ?? one.format;
      bySampler.set(key, [...(bySampler.get(key) ?? []), one]);
    }
    const most = inOrderOfName(bySampler).reduce<MeasuredSeries[]>(
      (best, list) => (list.length > best.length ? list : best),
      [],
    );
    if (most.length > 0) return most.filter((one) => !most.some((other) => other !== one && contains(one, other)));
  }
  return [];
}

const contains = (outer: MeasuredSeries, inner: MeasuredSeries): boolean =>
  inner.cgroup !== outer.cgroup && isWithin(inner.cgroup ?? '', outer.cgroup ?? '');

function growthOf(series: MeasuredSeries, eventUs: number, fromUs: number): GrowingCgroup | null {
  const points = before(series, eventUs);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || series.cgroup === null) return null;
  const start = points.findLast(({ atUs }) => atUs <= fromUs) ?? first;
  return {
    cgroup: series.cgroup,
    gainBytes: last.value - start.value,
    nowBytes: last.value,
    points,
    metric: series.metric,
    basis: 'counter',
  };
}
