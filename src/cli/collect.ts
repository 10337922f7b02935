import type { RawSample } from '../../parsers/model/sample.ts';
import { kernelClockMetric } from '../alignment/align.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { AppendResult, StoredRecord, StoredSample, Timeline } from '../store/timeline.ts';
import type { Context } from './command.ts';
import { type Inputs, type Reading, readInputs } from './inputs.ts';
import type { Plan } from './plan.ts';
import { createSampleClock, type SampleTime } from './sample-time.ts';

/** What a reading added to the timeline. */
export interface Collected extends Reading {
  readonly records: { readonly fresh: number; readonly duplicate: number };
  readonly points: { readonly fresh: number; readonly duplicate: number };
  /** Samples without a time: they cannot stand on a timeline. */
  readonly timelessSamples: number;
}

/** So many facts are committed together: memory stays bounded and each commit is worth its cost. */
const batchSize = 2000;

function toPoints(sample: RawSample, directory: string, { us, basis }: SampleTime): readonly StoredSample[] {
  if (us === null) return [];
  const { host, scope, pid, comm, startedAt, cgroup, zone, format, quantumBytes, span } = sample;
  const { path, line, byteStart, byteEnd } = span;
  return Object.entries(withKernelClock(sample)).map(([metric, value]) => ({
    series: {
      host,
      directory,
      scope,
      pid,
      comm,
      startedAt,
      cgroup,
      zone,
      metric,
      format,
      quantumBytes,
      timeBasis: basis ?? 'inferred',
    },
    point: { atUs: Math.round(us), value },
    source: { path, line, byteStart, byteEnd },
  }));
}

/** A sampler that prints the kernel's clock beside the wall clock is what log and samples are later matched by. */
function withKernelClock({ metrics, scope, monotonicUs }: RawSample): RawSample['metrics'] {
  return scope === 'system' && monotonicUs !== null ? { ...metrics, [kernelClockMetric]: monotonicUs / 1e6 } : metrics;
}

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
      sample(sample, directory) {
        const made = toPoints(sample, directory, timeOf(sample));
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
