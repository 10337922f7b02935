import { accountingFromCgroup } from '../accounting/cgroup-samples.ts';
import type { Accounting } from '../analysis.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../history.ts';
import { ofCgroup } from '../rules/sample-source.ts';
import { samplesOf } from './cgroup-rise.ts';
import { type ComponentState, inOrderOfName, partsOf } from './components.ts';
import type { LimitedGroup } from './limited-group.ts';

/** What was charged to the group whose limit was reached, at each look before the event and, by its report, at the event. */
export interface GroupStates {
  readonly states: readonly ComponentState[];
  /** False: the samples show the sum alone, which stands as `unaccounted`. */
  readonly toldApart: boolean;
}

/** What a sampler may call the sum; a working set leaves out page cache that could be dropped. */
const sums = ['cgroupUsageBytes', 'workingSetBytes'] as const;
const leastStates = 2;

export function groupStates(
  history: MemoryHistory,
  { path, limitBytes }: Pick<LimitedGroup, 'path' | 'limitBytes'>,
  accounting: Accounting | null,
): GroupStates | null {
  const series = ofOneGroup(samplesOf(history, path, limitBytes), path);
  const moments = momentsOf(series, history.eventUs);
  const told = statesOf(moments, limitBytes, ({ metrics, source }) => {
    const found = accountingFromCgroup(metrics, source).accounting;
    return found ? partsOf(found) : null;
  });
  const toldApart = told.length >= leastStates;
  const states = toldApart
    ? told
    : statesOf(moments, limitBytes, ({ metrics }) => {
        const sum = sums.flatMap((name) => metrics[name] ?? [])[0];
        return sum === undefined ? null : new Map([['unaccounted', sum]]);
      });
  if (states.length < leastStates) return null;
  const final = accounting?.scope === 'memcg' ? finalState(accounting, history.eventUs, limitBytes, toldApart) : [];
  return { states: [...states, ...final], toldApart };
}

/** The group itself where it was sampled, else the one inside of it that was; several would have to be summed. */
function ofOneGroup(all: readonly MeasuredSeries[], path: string | null): readonly MeasuredSeries[] {
  const own = all.filter(({ cgroup }) => cgroup === path);
  const bySampler = new Map<string, MeasuredSeries[]>();
  for (const one of own.length > 0 ? own : all) {
    const key = one.sampler ?? one.format;
    bySampler.set(key, [...(bySampler.get(key) ?? []), one]);
  }
  const worth = (list: readonly MeasuredSeries[]): number => list.reduce((sum, { points }) => sum + points.length, 0);
  const best = inOrderOfName(bySampler).reduce<readonly MeasuredSeries[]>(
    (most, list) => (worth(list) > worth(most) ? list : most),
    [],
  );
  return new Set(best.map(({ cgroup }) => cgroup)).size === 1 ? best : [];
}

interface Moment {
  readonly atUs: number;
  readonly metrics: Record<string, number>;
  readonly source: MeasuredPoint['source'];
  readonly cgroup: string | null;
}

function momentsOf(series: readonly MeasuredSeries[], eventUs: number): readonly Moment[] {
  const moments = new Map<number, Moment>();
  for (const { metric, points, cgroup } of series) {
    for (const { atUs, value, source } of points) {
      if (atUs > eventUs) break;
      const moment = moments.get(atUs) ?? { atUs, metrics: {}, source, cgroup };
      moment.metrics[metric] = value;
      moments.set(atUs, moment);
    }
  }
  return [...moments.values()].sort((a, b) => a.atUs - b.atUs);
}

function statesOf(
  moments: readonly Moment[],
  limitBytes: number | null,
  partsAt: (moment: Moment) => ComponentState['parts'] | null,
): ComponentState[] {
  return moments.flatMap((moment): ComponentState[] => {
    const parts = partsAt(moment);
    return parts ? [{ ...stateOf(moment.atUs, parts, limitBytes, moment.source), thing: ofCgroup(moment.cgroup) }] : [];
  });
}

function stateOf(
  atUs: number,
  parts: ComponentState['parts'],
  limitBytes: number | null,
  source: ComponentState['source'],
): ComponentState {
  const used = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
  return { atUs, totalBytes: limitBytes ?? used, parts, availableBytes: null, swapUsedBytes: null, source };
}

function finalState(
  accounting: Accounting,
  eventUs: number,
  limitBytes: number | null,
  toldApart: boolean,
): ComponentState[] {
  const parts = toldApart ? partsOf(accounting) : new Map([['unaccounted' as const, accounting.totalBytes]]);
  return [stateOf(eventUs, parts, limitBytes, accounting.source)];
}
