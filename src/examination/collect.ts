import { createSampleClock } from '../ingest/sample-time.ts';
import type { FileCoverage, FileHead } from '../ingest/sink.ts';
import { toPoints } from '../store/sample-points.ts';
import type { AppendResult, FileIdentity, StoredRecord, StoredSample, Timeline } from '../store/timeline.ts';
import { headBytesKept, identityOf } from './file-identity.ts';
import { type Inputs, type Reading, readInputs } from './inputs.ts';
import type { ReadingContext, ReadingPlan } from './plan.ts';

/** What a reading added to the timeline. */
export interface Collected extends Reading {
  readonly records: { readonly fresh: number; readonly duplicate: number; readonly renewed: number };
  readonly points: AppendResult['points'];
  /** Samples without a time: they cannot stand on a timeline. */
  readonly timelessSamples: number;
}

const pointOutcomes = ['fresh', 'duplicate', 'renewed', 'conflicting', 'refused'] as const;

/** Facts committed together: memory stays bounded and each commit is worth its cost. */
const batchSize = 2000;

/** Reads inputs into a timeline, records and samples alike, in bounded memory. */
export async function collect(
  inputs: Inputs,
  timeline: Timeline,
  {
    plan,
    context,
    commitEveryMs = Number.POSITIVE_INFINITY,
    wants = async () => true,
  }: {
    readonly plan: ReadingPlan;
    readonly context: ReadingContext;
    readonly commitEveryMs?: number;
    /** Whether a file is to be read, asked before its first fact. */
    readonly wants?: (head: FileHead) => Promise<boolean>;
  },
): Promise<Collected> {
  const timeOf = createSampleClock(plan, context.nowMs());
  const records = { fresh: 0, duplicate: 0, renewed: 0 };
  const points = { fresh: 0, duplicate: 0, renewed: 0, conflicting: 0, refused: 0 };
  let timelessSamples = 0;
  let recordBatch: StoredRecord[] = [];
  let sampleBatch: StoredSample[] = [];
  let coverageBatch: FileCoverage[] = [];
  let fileBatch: FileIdentity[] = [];
  let committedMs = context.nowMs();

  function count({ fresh, duplicate, renewed, points: added }: AppendResult): void {
    records.fresh += fresh;
    records.duplicate += duplicate;
    records.renewed += renewed;
    for (const outcome of pointOutcomes) points[outcome] += added[outcome];
  }

  async function commit(): Promise<void> {
    const batch = { records: recordBatch, samples: sampleBatch, coverage: coverageBatch, files: fileBatch };
    recordBatch = [];
    sampleBatch = [];
    coverageBatch = [];
    fileBatch = [];
    committedMs = context.nowMs();
    const facts = batch.records.length + batch.samples.length + batch.coverage.length;
    if (facts + batch.files.length > 0) count(await timeline.append(batch));
  }

  const reading = await readInputs(inputs, {
    plan,
    context,
    want: { records: true, samples: true },
    facts: {
      async begin(head) {
        if (!(await wants(head))) return false;
        if (head.path !== '-') fileBatch.push(identityOf(head, headBytesKept));
        return true;
      },
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
