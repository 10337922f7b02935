import type { RecordKind } from '../../../parsers/model/record.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { Context } from './context-notes.ts';
import type { Draft } from './draft.ts';
import { groupFailures } from './failures.ts';
import { groupHangs } from './hangs.ts';
import { groupKills } from './kills.ts';
import { groupReports } from './reports.ts';

/** Events in order of time, of some kinds only; each is taken from its shelf when it comes. */
export type EventsOf = (...kinds: RecordKind[]) => Iterable<MergedEvent>;

/**
 * Groups events of one machine (or of one boot, where no wall clock ties boots together): kills, failed allocations, hangs
 * and what only programs say. What stands near none of them goes to `context`.
 */
export function groupEvents(events: EventsOf, context: Context): Draft[][] {
  const kills = groupKills(events('oom-kill', 'userspace-kill'));
  const failures = groupFailures(events('alloc-failure'), kills);
  const hangs = groupHangs(events('hung-task', 'stall'), kills, failures);
  const reports = groupReports(
    events('unit-oom', 'unit-signal-kill', 'app-oom', 'fork-refused', 'userspace-kill'),
    [...kills, ...failures],
    context,
  );
  return [kills, failures, hangs, reports];
}
