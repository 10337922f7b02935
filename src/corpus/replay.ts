import type { KernelRecord } from '../../parsers/model/record.ts';
import { noOptions } from '../../parsers/samples/define-format.ts';
import { analyse } from '../diagnosis/analyse.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { ingest } from '../ingest/ingest.ts';
import type { IngestOptions } from '../ingest/options.ts';
import type { FileCoverage, Sink } from '../ingest/sink.ts';
import { discover } from '../sources/index.ts';
import type { SourceSet } from '../sources/source.ts';
import type { CorpusCase } from './case.ts';
import { type CaseFacts, noFacts } from './facts.ts';
import { createSampleBook, type SampledFiles } from './sample-book.ts';

/** What logs give. */
export interface Replay {
  readonly records: readonly KernelRecord[];
  readonly incidents: readonly Incident[];
  /** How each input was read: a log taken for another framing can still give the right records. */
  readonly inputs: readonly { readonly path: string; readonly format: string | null; readonly samples: number }[];
  /** By file, in cases of a tool's output. */
  readonly samples?: SampledFiles;
  /** Sentences about records left out and inputs that could not be read. */
  readonly notes: readonly string[];
}

/** What logs say must not depend on the machine that reads them: UTC stands in for its zone. */
function ingestOptions({ tz, year, pageSizeBytes }: CaseFacts): IngestOptions {
  return {
    tz,
    year,
    pageSizeBytes,
    sinceUs: null,
    untilUs: null,
    want: { records: true, samples: true },
    sampleOptions: { ...noOptions, pageSizeBytes },
    machineZone: 'UTC',
  };
}

/** Reads and analyses the inputs of a case. Paths in the result are relative to its folder. */
export async function replayCase({ folder, inputs, facts }: CorpusCase): Promise<Replay> {
  const problems: string[] = [];
  const sets = timeless(discover(inputs, (error) => problems.push(error.message)));
  const replay = await replaySets(sets, facts ?? noFacts);
  const prefix = `${folder}/`;
  const relative = (text: string): string => text.replaceAll(prefix, '');
  return JSON.parse(JSON.stringify({ ...replay, notes: [...problems, ...replay.notes] }), (_key, value: unknown) =>
    typeof value === 'string' ? relative(value) : value,
  ) as Replay;
}

/** A checkout gives its files the time of the checkout: it must not settle the year of a log that writes none. */
async function* timeless(sets: AsyncIterable<SourceSet>): AsyncIterable<SourceSet> {
  for await (const { name, members } of sets) {
    yield {
      name,
      members: members.map((member) => ({
        path: member.path,
        directory: member.directory,
        modifiedMs: null,
        sizeBytes: member.sizeBytes,
        chunks: (problem) => member.chunks(problem),
      })),
    };
  }
}

/** Runs sources through ingest and diagnosis and keeps everything in memory: for cases, not for archives. */
export async function replaySets(sets: Sets, facts: CaseFacts): Promise<Replay> {
  const { stored, coverage, problems, samples } = await readSets(sets, facts);
  const { incidents, notes } = await analyse(stored, coverage);
  return {
    records: stored.map(({ record }) => record),
    incidents,
    inputs: coverage.map(({ path, format, samples }) => ({ path, format, samples })),
    ...(facts.tool !== null && { samples }),
    notes: [...problems, ...notes],
  };
}

type Sets = AsyncIterable<SourceSet> | Iterable<SourceSet>;

/** What sources hold, before anything is merged or judged. */
export interface Reading {
  readonly stored: readonly { readonly record: KernelRecord; readonly directory: string }[];
  readonly coverage: readonly FileCoverage[];
  readonly samples: SampledFiles;
  readonly problems: readonly string[];
}

export async function readSets(sets: Sets, facts: CaseFacts): Promise<Reading> {
  const stored: { record: KernelRecord; directory: string }[] = [];
  const coverage: FileCoverage[] = [];
  const problems: string[] = [];
  const book = createSampleBook(facts);
  const sink: Sink = {
    record: (record, directory) => stored.push({ record, directory }),
    sample: (sample) => book.add(sample),
    coverage: (file) => coverage.push(file),
    problem: (error) => problems.push(error.message),
    flush: async () => {},
  };
  await ingest(sets, ingestOptions(facts), sink);
  return { stored, coverage, samples: book.files(coverage), problems };
}
