import type { EventTable } from './event-table.ts';
import { windows } from './windows.ts';

/** After a time without any event that is longer than every window, nothing can belong to what was before. */
const quietUs = Math.max(...Object.values(windows));

/** Cuts a timeline where it was quiet for so long that incidents cannot reach across. Parts of one array. */
export function* stretchesOf(timeline: Int32Array, table: Pick<EventTable, 'timeOf'>): Generator<Int32Array> {
  let from = 0;
  for (const cut of cutsIn(timeline, table)) {
    yield timeline.subarray(from, cut);
    from = cut;
  }
  yield timeline.subarray(from);
}

/** Clocks of boots may be ordered otherwise than the wall clock: all that follows must be later than all before. */
function cutsIn(timeline: Int32Array, { timeOf }: Pick<EventTable, 'timeOf'>): number[] {
  const possible: { readonly at: number; readonly latestUs: number }[] = [];
  let latestUs = Number.NEGATIVE_INFINITY;
  for (const [at, index] of timeline.entries()) {
    const us = timeOf(index);
    if (us === null) return [];
    if (at > 0 && us - latestUs > quietUs) possible.push({ at, latestUs });
    latestUs = Math.max(latestUs, us);
  }
  const cuts: number[] = [];
  let earliestUs = Number.POSITIVE_INFINITY;
  for (let at = timeline.length - 1; at > 0 && possible.length > 0; at--) {
    earliestUs = Math.min(earliestUs, timeOf(timeline[at] as number) ?? earliestUs);
    if (possible.at(-1)?.at !== at) continue;
    const { latestUs: before } = possible.pop() as { latestUs: number };
    if (earliestUs - before > quietUs) cuts.push(at);
  }
  return cuts.reverse();
}
