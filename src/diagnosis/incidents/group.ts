import type { MergedEvent } from '../merge/event.ts';
import { groupFailures } from './failures.ts';
import { groupHangs } from './hangs.ts';
import { groupKills } from './kills.ts';
import { type Grouped, groupReports } from './reports.ts';

/** Groups the events of one machine (or of one boot, where no wall clock ties boots together), in order of time. */
export function groupEvents(events: readonly MergedEvent[]): Grouped {
  const kills = groupKills(events);
  const failures = groupFailures(events, kills);
  const hangs = groupHangs(events, kills, failures);
  const shortages = [...kills, ...failures];
  const { drafts: reports, unattached } = groupReports(events, shortages);
  return { drafts: [...shortages, ...hangs, ...reports], unattached };
}
