import type { SampleFilter, Timeline } from '../../store/timeline.ts';
import { filterOf, isOf, type SampleClockGroup } from '../clocks/clock-groups.ts';

const hourUs = 3_600_000_000;

/** Kills between two times of one clock: as a counter saw them, or as the log tells of them. */
export interface KillSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly kills: number;
  /** With those that the kernel printed, and counted, twice: the chosen task of a group kill. Absent: the same. */
  readonly printed?: number;
}

/** What one counter showed: where it rose, and the time it covers without a gap in which a kill could hide. */
export interface CountedKills {
  readonly steps: readonly KillSpan[];
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * Where the group's kill counter rose. A year of points is looked at hour by hour, and closely where the count changed.
 * Null where no counter is among the samples. Of several counters of one machine the one with most points counts.
 */
export async function countedKills(timeline: Timeline, group: SampleClockGroup): Promise<CountedKills | null> {
  const base: SampleFilter = {
    ...filterOf(group),
    scopes: ['system'],
    metrics: ['oomKillCount'],
  };
  type Counter = { readonly atUs: number; readonly value: number }[];

  async function read(filter: SampleFilter): Promise<Map<string, Counter>> {
    const counters = new Map<string, Counter>();
    for await (const { series, points } of timeline.samples(filter)) {
      if (!isOf(group, series)) continue;
      const counter = counters.get(series.format) ?? [];
      counters.set(series.format, counter);
      for (const { atUs, value } of points) counter.push({ atUs, value });
    }
    return counters;
  }

  const hourly = await read({ ...base, everyUs: hourUs });
  const [format, hours] = [...hourly].reduce<readonly [string, Counter]>(
    (best, one) => (one[1].length > best[1].length ? one : best),
    ['', []],
  );
  const [first, lastHour] = [hours[0], hours.at(-1)];
  if (!first || !lastHour) return null;
  const steps: KillSpan[] = [];
  let toUs = lastHour.atUs;
  for (const [index, hour] of hours.entries()) {
    const next = hours[index + 1];
    if (next && next.value === hour.value) continue;
    if (steps.length > mostSteps) break;
    const period = { fromUs: hour.atUs, ...(next ? { toUs: next.atUs } : {}) };
    const close = (await read({ ...base, ...period })).get(format) ?? [];
    close.forEach((point, at) => {
      const before = close[at - 1];
      if (!before || point.value <= before.value) return;
      // A tick that is starved of memory is read long after its stamp, though before the next one.
      const readUs = close[at + 1]?.atUs ?? point.atUs;
      steps.push({ fromUs: before.atUs, toUs: readUs, kills: point.value - before.value });
    });
    toUs = Math.max(toUs, close.at(-1)?.atUs ?? toUs);
  }
  return { steps, fromUs: first.atUs, toUs };
}

const mostSteps = 10_000;
