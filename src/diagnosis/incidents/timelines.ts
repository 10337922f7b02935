import type { RecordKind } from '../../../parsers/model/record.ts';
import type { EventList, MergedEvent } from '../merge/event.ts';
import { createShare } from '../merge/share.ts';
import { type Context, createContext } from './context-notes.ts';
import { type ClosedDraft, closeDraft } from './draft.ts';
import { createEventTable, type EventTable } from './event-table.ts';
import { groupEvents } from './group.ts';
import { stretchesOf } from './stretches.ts';

export interface Timelines {
  readonly drafts: readonly ClosedDraft[];
  readonly table: EventTable;
  /** What stands near no incident. */
  readonly context: Context;
}

/** Groups the events of each timeline, a stretch without a long silence at a time. */
export function groupTimelines(events: EventList, genuine: Int32Array): Timelines {
  const table = createEventTable(events, genuine);
  const context = createContext();
  const drafts: ClosedDraft[] = [];
  const share = createShare();
  for (const timeline of table.timelines) {
    const found: ClosedDraft[][] = [];
    for (const stretch of stretchesOf(timeline, table)) {
      const eventsOf = function* (...kinds: RecordKind[]): Generator<MergedEvent> {
        for (const index of stretch) if (kinds.includes(table.kindOf(index))) yield events.at(index);
      };
      for (const [place, group] of groupEvents(eventsOf, context).entries()) {
        const closed = found[place] ?? [];
        found[place] = closed;
        for (const draft of group) closed.push(closeDraft(draft, share));
      }
    }
    drafts.push(...found.flat());
  }
  return { drafts, table, context };
}
