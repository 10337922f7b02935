import type { MergedEvent } from '../merge/event.ts';
import { segmentOf } from '../merge/segment.ts';
import type { Draft } from './draft.ts';
import { groupEvents } from './group.ts';
import { compareEvents } from './outline.ts';

/** One timeline for each machine that has a wall clock; where there is none, one for each boot, else for each file. */
export function groupTimelines(events: readonly MergedEvent[]): { drafts: Draft[]; unattached: MergedEvent[] } {
  const timelines = new Map<string, MergedEvent[]>();
  for (const event of events) {
    const name =
      event.atUs !== null
        ? `machine ${event.machine}`
        : event.monotonicUs !== null
          ? `boot ${event.boot}`
          : `file ${segmentOf(event.best)}`;
    const timeline = timelines.get(name);
    if (timeline) timeline.push(event);
    else timelines.set(name, [event]);
  }
  const grouped = [...timelines.values()].map((timeline) => groupEvents(timeline.sort(compareEvents)));
  return {
    drafts: grouped.flatMap(({ drafts }) => drafts),
    unattached: grouped.flatMap(({ unattached }) => unattached),
  };
}
