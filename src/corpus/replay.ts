import type { KernelRecord } from '../../parsers/model/record.ts';
import type { RawSample } from '../../parsers/model/sample.ts';
import { analyse } from '../diagnosis/analyse.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { ingest } from '../ingest/ingest.ts';
import type { IngestOptions } from '../ingest/options.ts';
import type { FileCoverage, Sink } from '../ingest/sink.ts';
import { discover } from '../sources/index.ts';
import type { SourceSet } from '../sources/source.ts';
import type { CaseFacts, CorpusCase } from './case.ts';

/** What a case's inputs give. */
export interface Replay {
  readonly records: readonly KernelRecord[];
  readonly incidents: readonly Incident[];
  readonly samples: number;
  /** Sentences about inputs that could not be read. */
  readonly problems: readonly string[];
}

/** Cases are small and their result does not depend on the machine: UTC stands in for its zone. */
function ingestOptions(facts: CaseFacts): IngestOptions {
  return {
    tz: facts.tz,
    year: facts.year,
    pageSizeBytes: facts.pageSizeBytes,
    sinceUs: null,
    untilUs: null,
    want: { records: true, samples: true },
    sampleOptions: {
      startUs: null,
      intervalUs: null,
      unit: null,
      timePattern: null,
      valuePattern: null,
      pageSizeBytes: facts.pageSizeBytes,
    },
    machineZone: 'UTC',
  };
}

export async function replayCase(corpusCase: CorpusCase): Promise<Replay> {
  const problems: string[] = [];
  const prefix = `${corpusCase.folder}/`;
  const replay = await replaySets(
    discover(corpusCase.inputs, (error) => problems.push(error.message)),
    corpusCase.facts,
  );
  const relative = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(JSON.stringify(prefix).slice(1, -1), '')) as T;
  return {
    ...relative(replay),
    problems: [...problems, ...replay.problems].map((problem) => problem.replaceAll(prefix, '')),
  };
}

/** Runs sources through ingest and diagnosis and keeps everything in memory: for cases, not for archives. */
export async function replaySets(
  sets: AsyncIterable<SourceSet> | Iterable<SourceSet>,
  facts: CaseFacts,
): Promise<Replay> {
  const stored: { record: KernelRecord; directory: string }[] = [];
  const coverage: FileCoverage[] = [];
  const samples: RawSample[] = [];
  const problems: string[] = [];
  const sink: Sink = {
    record: (record, directory) => stored.push({ record, directory }),
    sample: (sample) => samples.push(sample),
    coverage: (file) => coverage.push(file),
    problem: (error) => problems.push(error.message),
    flush: async () => {},
  };
  await ingest(sets, ingestOptions(facts), sink);
  const { incidents } = await analyse(stored, coverage);
  return { records: stored.map(({ record }) => record), incidents, samples: samples.length, problems };
}
