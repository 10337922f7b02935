import { toPoints } from '../ingest/sample-points.ts';
import { createSampleClock } from '../ingest/sample-time.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { AppendResult, StoredRecord, StoredSample, Timeline } from '../store/timeline.ts';
import type { Context } from './command.ts';
import { type Inputs, type Reading, readInputs } from './inputs.ts';
import type { Plan } from './plan.ts';

/** What a reading added to the timeline. */
export interface Collected extends Reading {
  readonly records: { readonly fresh: number; readonly duplicate: number };
  readonly points: { readonly fresh: number; readonly duplicate: number };
  /** Samples without a time: they cannot stand on a timeline. */
  readonly timelessSamples: number;
}

/** So many facts are committed together: memory stays bounded and each commit is worth its cost. */
const batchSize = 2000;

/** Reads inputs into a timeline, records and samples alike, in bounded memory. */
export async function collect(
  inputs: Inputs,
  timeline: Timeline,
  {
    plan,
    context,
    commitEveryMs = Number.POSITIVE_INFINITY,
  }: { readonly plan: Plan; readonly context: Context; readonly commitEveryMs?: number },
): Promise<Collected> {
  const timeOf = createSampleClock(plan, context.nowMs());
  const records = { fresh: 0, duplicate: 0 };
  const points = { fresh: 0, duplicate: 0 };
  let timelessSamples = 0;
  let recordBatch: StoredRecord[] = [];
  let sampleBatch: StoredSample[] = [];
  let coverageBatch: FileCoverage[] = [];
  let committedMs = context.nowMs();

  function count({ fresh, duplicate, points: added }: AppendResult): void {
    records.fresh += fresh;
    records.duplicate += duplicate;
    points.fresh += added.fresh;
    points.duplicate += added.duplicate;
  }

  async function commit(): Promise<void> {
    const batch = { records: recordBatch, samples: sampleBatch, coverage: coverageBatch };
    recordBatch = [];
    sampleBatch = [];
    coverageBatch = [];
    committedMs = context.nowMs();
    if (batch.records.length + batch.samples.length + batch.coverage.length > 0) count(await timeline.append(batch));
  }

  const reading = await readInputs(inputs, {
    plan,
    context,
    want: { records: true, samples: true },
    facts: {
      record: (record, directory) => recordBatch.push({ record, directory }),
      sample(sample, directory, modifiedMs) {
        const made = toPoints(sample, directory, timeOf(sample, modifiedMs));
        if (made.length === 0) timelessSamples++;
        sampleBatch.push(...made);
      },
      coverage: (row) => coverageBatch.push(row),
      flush: async () => {
        const full = recordBatch.length + sampleBatch.length >= batchSize;
        if (full || context.nowMs() - committedMs >= commitEveryMs) await commit();
      },
    },
  });
  await commit();
  return { ...reading, records, points, timelessSamples };
}
