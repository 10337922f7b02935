import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { SampleFilter, Timeline } from '../../store/timeline.ts';
import { filterOf, isOf, type SampleClockGroup } from '../clocks/clock-groups.ts';
import type { KillSpan } from './kill-counter.ts';

const hourUs = 3_600_000_000;
const mostSteps = 1000;

/** Where the kill counter of one cgroup (`memory.events`, `container_oom_events_total`) rose. */
export interface CgroupSteps {
  readonly cgroup: string;
  readonly steps: readonly KillSpan[];
}

/** A kill of the log on a samples' clock, and the cgroup of whom it took; null where the log does not say. */
export interface KillInCgroup extends KillSpan {
  readonly cgroup: string | null;
}

type Point = { readonly atUs: number; readonly value: number };

/** Where the kill counters of cgroups rose. All are looked at hour by hour, and those that changed closely. */
export async function cgroupKills(timeline: Timeline, group: SampleClockGroup): Promise<readonly CgroupSteps[]> {
  const base: SampleFilter = { ...filterOf(group), scopes: ['cgroup'], metrics: ['oomKillCount'] };
  const grown = new Map<string, { fromUs: number; toUs: number }>();
  for await (const { series, points } of timeline.samples({ ...base, everyUs: hourUs })) {
    if (series.cgroup === null || !isOf(group, series)) continue;
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) continue;
    const known = grown.get(series.cgroup);
    // The newest points of an hour are not among these: whatever was read twice is looked at.
    grown.set(series.cgroup, {
      fromUs: Math.min(known?.fromUs ?? first.atUs, first.atUs),
      toUs: Math.max(known?.toUs ?? 0, last.atUs + hourUs),
    });
  }
  const found: CgroupSteps[] = [];
  let steps = 0;
  for (const [cgroup, period] of grown) {
    if (steps > mostSteps) break;
    const own = await stepsOf(timeline, group, { ...base, cgroup }, period);
    steps += own.length;
    if (own.length > 0) found.push({ cgroup, steps: own });
  }
  return found;
}

async function stepsOf(
  timeline: Timeline,
  group: SampleClockGroup,
  filter: SampleFilter,
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<KillSpan[]> {
  const bySource = new Map<string, Point[]>();
  // Extremes stay: a counter that never rose has one value, and costs a glance.
  for await (const { series, points } of timeline.samples({ ...filter, ...period })) {
    if (!isOf(group, series)) continue;
    const held = bySource.get(series.format) ?? [];
    bySource.set(series.format, held);
    for (const { atUs, value } of points) {
      const before = held.at(-2);
      const last = held.at(-1);
      // Of a run of equal values the first and the last stay.
      if (before && last && before.value === value && last.value === value) held[held.length - 1] = { atUs, value };
      else held.push({ atUs, value });
    }
  }
  const longest = [...bySource.values()].reduce<Point[]>((best, one) => (one.length > best.length ? one : best), []);
  return longest.flatMap((point, at) => {
    const before = longest[at - 1];
    return before && point.value > before.value
      ? [{ fromUs: before.atUs, toUs: point.atUs, kills: point.value - before.value }]
      : [];
  });
}

/** Kills of these records, each with the cgroup of its victims, `shiftUs` moving the log's clock to the samples'. */
export function killsInCgroups(
  records: readonly KernelRecord[],
  timeOf: (record: KernelRecord) => number | null,
  { shiftUs, errorUs }: { readonly shiftUs: number; readonly errorUs: number },
): KillInCgroup[] {
  return records.flatMap((record) => {
    const atUs = timeOf(record);
    if (record.kind !== 'oom-kill' || atUs === null || record.victims.length === 0) return [];
    const kills = new Set(record.victims.map(({ pid }) => pid)).size;
    return [{ fromUs: atUs + shiftUs - errorUs, toUs: atUs + shiftUs + errorUs, kills, cgroup: record.taskMemcg }];
  });
}

/** Steps of cgroups' counters that kills of the log do not explain, the deepest cgroup that shows one first. Pure. */
export function silentSteps(
  counters: readonly CgroupSteps[],
  logged: readonly KillInCgroup[],
): (KillSpan & { readonly cgroup: string; readonly logged: number })[] {
  const silent: (KillSpan & { cgroup: string; logged: number })[] = [];
  const deepestFirst = [...counters].sort((a, b) => depth(b.cgroup) - depth(a.cgroup));
  for (const { cgroup, steps } of deepestFirst) {
    for (const step of steps) {
      const touching = logged.filter(
        (kill) => kill.fromUs <= step.toUs && kill.toUs >= step.fromUs && mayBeIn(kill.cgroup, cgroup),
      );
      const inLog = touching.reduce((sum, { kills }) => sum + kills, 0);
      // A parent counts the kills of its children: what these told is not told again.
      const told = silent
        .filter((each) => isInside(each.cgroup, cgroup) && each.fromUs <= step.toUs && each.toUs >= step.fromUs)
        .reduce((sum, each) => sum + each.kills - each.logged, 0);
      if (step.kills > inLog + told) silent.push({ ...step, kills: step.kills - told, cgroup, logged: inLog });
    }
  }
  return silent.sort((a, b) => a.fromUs - b.fromUs);
}

const depth = (cgroup: string): number => cgroup.split('/').length;

/** Only paths can be compared: a container's name says nothing of where the kernel keeps it. */
function mayBeIn(victim: string | null, cgroup: string): boolean {
  return victim === null || !cgroup.startsWith('/') || isInside(victim, cgroup);
}

function isInside(path: string, cgroup: string): boolean {
  const parent = cgroup.replace(/\/+$/, '');
  return path === parent || path.startsWith(`${parent}/`);
}
