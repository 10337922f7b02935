import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { Timeline } from '../store/timeline.ts';

/** More records than this of one incident change no verdict: the first and the last of a storm tell its story. */
const mostRecords = 400;

/** The records of an incident in full, in order of time; of a storm the first and the last. */
export async function recordsOf({ records: all }: Incident, timeline: Timeline): Promise<KernelRecord[]> {
  const ids = all.length <= mostRecords ? all : [...all.slice(0, mostRecords / 2), ...all.slice(-mostRecords / 2)];
  const records: KernelRecord[] = [];
  for await (const { record } of timeline.records({ ids, order: 'time' })) records.push(record);
  return records;
}
