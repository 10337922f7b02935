import { kernelClockMetric } from '../../store/sample-points.ts';
import type { SampleFilter, Timeline } from '../../store/timeline.ts';
import type { LoggedEvent } from './alignment.ts';
import { filterOf, isOf, type SampleClockGroup } from './clock-groups.ts';
import type { ClockPair } from './kernel-clock.ts';

const hourUs = 3_600_000_000;

/**
 * Reads the kernel's clock as samples show it: sparse over all they cover, all readings close to an event. The sparse ones are
 * the same for every incident, and read once.
 */
export function createPairReader(
  timeline: Timeline,
): (group: SampleClockGroup, event: LoggedEvent) => Promise<readonly ClockPair[]> {
  const sparsePairs = new Map<SampleClockGroup, Promise<ClockPair[]>>();

  return async (group, event) => {
    const base: SampleFilter = { ...filterOf(group), metrics: [kernelClockMetric], scopes: ['system'] };
    const reading = sparsePairs.get(group) ?? pairsIn(timeline, group, { ...base, everyUs: hourUs });
    sparsePairs.set(group, reading);
    const sparse = await reading;
    const fine: ClockPair[] = [];
    for (const pair of sparse) {
      const near = event.monotonicUs !== null && Math.abs(pair.monotonicUs - event.monotonicUs) <= 1.5 * hourUs;
      if (near)
        fine.push(...(await pairsIn(timeline, group, { ...base, fromUs: pair.wallUs, toUs: pair.wallUs + hourUs })));
      if (fine.length > mostPairs) break;
    }
    return [...sparse, ...fine].sort((a, b) => a.wallUs - b.wallUs || a.monotonicUs - b.monotonicUs);
  };
}

const mostPairs = 100_000;

async function pairsIn(timeline: Timeline, group: SampleClockGroup, filter: SampleFilter): Promise<ClockPair[]> {
  const pairs: ClockPair[] = [];
  for await (const { series, points } of timeline.samples(filter)) {
    if (!isOf(group, series)) continue;
    for (const { atUs, value } of points) pairs.push({ wallUs: atUs, monotonicUs: Math.round(value * 1_000_000) });
  }
  return pairs;
}
