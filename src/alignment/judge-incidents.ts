import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { exhibitOf } from '../diagnosis/exhibit.ts';
import { judge } from '../diagnosis/verdict/judge.ts';
import type { Timeline } from '../store/timeline.ts';
import { createHistoryLoader } from './load-history.ts';

/** More records than this of one incident change no verdict: the first and the last of a storm tell its story. */
const mostRecords = 400;

/** Gives every incident its verdict, from its records in full and the samples around it, one incident at a time. */
export async function judgeIncidents(incidents: readonly Incident[], timeline: Timeline): Promise<Incident[]> {
  const loadHistory = await createHistoryLoader(timeline);
  const judged: Incident[] = [];
  for (const incident of incidents) {
    const records = await recordsOf(incident, timeline);
    const history = await loadHistory(incident);
    judged.push({ ...incident, verdict: judge(exhibitOf(incident, records, history)) });
  }
  return judged;
}

async function recordsOf(incident: Incident, timeline: Timeline): Promise<KernelRecord[]> {
  const ids =
    incident.records.length <= mostRecords
      ? incident.records
      : [...incident.records.slice(0, mostRecords / 2), ...incident.records.slice(-mostRecords / 2)];
  const records: KernelRecord[] = [];
  for await (const { record } of timeline.records({ ids, order: 'time' })) records.push(record);
  return records;
}
