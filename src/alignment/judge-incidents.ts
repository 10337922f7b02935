import { sampledAccounting } from '../diagnosis/accounting/last-sample.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { escalationFor } from '../diagnosis/escalation/index.ts';
import { type Period, periodOf } from '../diagnosis/escalation/period.ts';
import { exhibitOf } from '../diagnosis/exhibit.ts';
import { remediesFor } from '../diagnosis/remedies/index.ts';
import type { Exhibit } from '../diagnosis/rules/rule.ts';
import { inMemory, type Listed, listed, type Shelves } from '../diagnosis/shelf.ts';
import { judge } from '../diagnosis/verdict/judge.ts';
import type { Timeline } from '../store/timeline.ts';
import type { Match } from './clocks/match.ts';
import { recordsOf } from './incident-records.ts';
import { createReconciler } from './kill-counters/reconcile.ts';
import { createHistoryLoader, type HistoryOptions } from './load-history.ts';

const mostClockNotes = 5;

export interface Judged {
  /** In the order in which they were given. */
  readonly incidents: Listed<Incident>;
  /**
   * What logs and samples as a whole say of each other, in sentences: samples that belong to no log or whose clock was set
   * right, and kills that only the log or only a counter knows. Reads the timeline.
   */
  notes(): Promise<string[]>;
}

/** Gives every incident its verdict, from its records in full and the samples around it, one incident at a time. */
export async function judgeIncidents(
  incidents: Listed<Incident>,
  timeline: Timeline,
  options: HistoryOptions = {},
  shelves: Shelves = inMemory,
): Promise<Judged> {
  const loadHistory = await createHistoryLoader(timeline, options);
  const reconciler = createReconciler(timeline, loadHistory.clocks);
  const moved = new Set<string>();
  const period = periodOf(incidents);
  const judged = shelves.open<Incident>('judged');
  /** Where on the shelf each incident is. */
  const places = new Int32Array(incidents.length);
  const sampled: { readonly index: number; readonly matches: readonly Match[] }[] = [];
  let index = -1;
  for (const incident of incidents) {
    index += 1;
    const records = await recordsOf(incident, timeline);
    const matches = await loadHistory.match(incident, records);
    reconciler.note(incident, records, matches);
    for (const match of matches) for (const note of clockNotes(match)) moved.add(note);
    if (matches.length > 0) sampled.push({ index, matches });
    else places[index] = judged.add(advised(incident, exhibitOf(incident, records, null), period));
  }
  // In order of the samples' time: the weeks before two incidents are for the most part the same samples.
  for (const { index, matches } of sampled.sort((a, b) => compareClocks(a.matches[0], b.matches[0]))) {
    const incident = incidents.at(index) as Incident;
    const records = await recordsOf(incident, timeline);
    const exhibit = exhibitOf(incident, records, await loadHistory.open(matches));
    places[index] = judged.add(advised(incident, exhibit, period));
  }
  return {
    incidents: listed(judged, places),
    notes: async () => [...atMost(loadHistory.unused()), ...atMost([...moved]), ...(await reconciler.notes())],
  };
}

/** By clock, then by time. */
function compareClocks(a: Match | undefined, b: Match | undefined): number {
  if (!a || !b) return 0;
  if (a.group.key !== b.group.key) return a.group.key < b.group.key ? -1 : 1;
  return a.alignment.eventUs - b.alignment.eventUs;
}

/** The incident with its verdict, and what follows from it. */
function advised(incident: Incident, exhibit: Exhibit, period: Period): Incident {
  const { scope, workload } = exhibit.incident;
  const judged = { ...accounted({ ...incident, scope, workload }, exhibit), verdict: judge(exhibit) };
  return { ...judged, remedies: remediesFor(judged, exhibit), escalation: escalationFor(judged, exhibit, period) };
}

/** Where the report holds no dump, the last sample before it tells where the memory was. */
function accounted(incident: Incident, exhibit: Exhibit): Incident {
  const sampled = incident.accounting === null ? sampledAccounting(exhibit) : null;
  if (!sampled) return incident;
  const before = Number(sampled.secondsBefore.toPrecision(2));
  const note = `the report does not show where the memory was: the accounting is that of a sample ${before} s before`;
  return { ...incident, accounting: sampled.accounting, accountingRefused: null, notes: [...incident.notes, note] };
}

function atMost(notes: readonly string[]): string[] {
  const more = notes.length - mostClockNotes;
  return more <= 0 ? [...notes] : [...notes.slice(0, mostClockNotes), `${more} more like this`];
}

/** A clock that was set right is no limit of a verdict, but its owner should know. */
function clockNotes({ group, alignment: { basis, sentence } }: Match): string[] {
  return basis === 'events' && sentence !== null ? [`${group.format ?? 'samples'}: ${sentence}`] : [];
}
