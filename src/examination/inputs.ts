import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { exitCodes, KnownError } from '../errors.ts';
import type { IngestProgress } from '../ingest/options.ts';
import type { FileCoverage, Sink } from '../ingest/sink.ts';
import type { SourceSet } from '../sources/source.ts';
import type { ReadingContext, ReadingPlan } from './plan.ts';

/** The timeline that is being written is no input, wherever it lies. */
function timelineFiles(db: string | null): string[] {
  return db === null ? [] : [db, `${db}-wal`, `${db}-shm`];
}

/** What a reading left behind besides its facts. */
export interface Reading {
  readonly coverage: readonly FileCoverage[];
  readonly problems: readonly KnownError[];
  /** How far the file was read in which the reading was interrupted. Absent: in none. */
  readonly partly?: IngestProgress;
}

/** Whether anything was understood: a file of a known format, or one that is empty. */
export function readSomething({ coverage }: Reading): boolean {
  return coverage.some(({ format, bytes }) => format !== null || bytes === 0);
}

/** Text was read, and none of it is a log or a memory sample. */
function nothingKnown(coverage: readonly FileCoverage[]): KnownError {
  const [first] = coverage;
  const what = coverage.length === 1 ? (first?.path ?? '') : `${first?.path} and ${coverage.length - 1} more`;
  return new KnownError(`${what}: neither a known log nor memory samples`, {
    exitCode: exitCodes.unusable,
    hint: '"oomtrail formats" lists what is read, with a line of each.',
  });
}

/** Files that the user named and that are nothing we know; in a folder such files are no wonder. */
function unknownAmong(inputs: Inputs, coverage: readonly FileCoverage[]): KnownError[] {
  if (typeof inputs === 'function') return [];
  return coverage
    .filter(({ path, format, bytes }) => format === null && bytes > 0 && inputs.includes(path))
    .map(({ path }) => new KnownError(`${path}: neither a known log nor memory samples, skipped`));
}

/** The facts of a reading; coverage and problems are kept by `readInputs` itself. */
type Facts = Pick<Sink, 'record' | 'sample' | 'flush'> & Partial<Pick<Sink, 'begin' | 'coverage'>>;

/** PATHs, or sources found in another way; trouble on the way there goes to `problem`. */
export type Inputs = readonly string[] | ((problem: (error: KnownError) => void) => AsyncIterable<SourceSet>);

export interface Reader {
  readonly plan: ReadingPlan;
  readonly context: ReadingContext;
  readonly want: { readonly records: boolean; readonly samples: boolean };
  readonly facts: Facts;
}

/** Of the files that were named; a directory may hold many an empty one. */
function emptyAmong(inputs: Inputs, coverage: readonly FileCoverage[]): string[] {
  if (typeof inputs === 'function') return [];
  const empty = coverage.filter(({ path, bytes }) => bytes === 0 && inputs.includes(path));
  return empty.map(({ path }) => (path === '-' ? 'standard input' : path));
}

/**
 * Reads paths, or sources that are already open, to their end or to an interrupt. Problems are told at once and returned.
 * After an interrupt nothing more reaches `facts`, and what was read so far counts.
 */
export async function readInputs(inputs: Inputs, { plan, context, want, facts }: Reader): Promise<Reading> {
  const [{ discover }, { setsInTurn }, { ingest }] = await Promise.all([
    import('../sources/discover.ts'),
    import('../sources/sets-in-turn.ts'),
    import('../ingest/ingest.ts'),
  ]);
  const coverage: FileCoverage[] = [];
  const problems: KnownError[] = [];
  let reached: IngestProgress | null = null;
  const { interrupt, notices } = context;
  const problem = (error: KnownError): void => {
    if (interrupt.aborted) return;
    notices.problem(error);
    problems.push(error);
  };
  const sink: Sink = {
    ...(facts.begin ? { begin: facts.begin } : {}),
    record: (record, directory) => interrupt.aborted || facts.record(record, directory),
    sample: (sample, directory, modifiedMs) => interrupt.aborted || facts.sample(sample, directory, modifiedMs),
    coverage(row) {
      if (interrupt.aborted) return;
      coverage.push(row);
      if (reached?.path === row.path) reached = null;
      facts.coverage?.(row);
    },
    problem,
    // An interrupted ingest is left hanging at its next flush: it must not go on reading behind our back.
    flush: () => (interrupt.aborted ? new Promise(() => {}) : facts.flush()),
  };
  const sets = setsInTurn(
    (tell) => (typeof inputs === 'function' ? inputs(tell) : discover(inputs, tell, timelineFiles(plan.db))),
    problem,
  );
  const { zone, machineZone, year, jobs, pageSizeBytes, sinceUs, untilUs, sampleOptions } = plan;
  const reading = ingest(
    sets,
    {
      tz: zone,
      year,
      pageSizeBytes,
      sinceUs,
      untilUs,
      want,
      sampleOptions,
      machineZone,
      nowUs: context.nowMs() * 1000,
      // The thread that parses has a core to itself: on two cores other threads only share V8's.
      jobs: jobs ?? Math.max(1, availableParallelism() - 1),
      readers: jobs ?? Math.max(1, availableParallelism() - 1),
      // It is nearly idle while files are unpacked.
      unpackers: jobs ?? availableParallelism(),
    },
    sink,
    (progress) => {
      if (interrupt.aborted) return;
      reached = progress;
      notices.progress(progress);
    },
  );
  if (!interrupt.aborted) await Promise.race([reading, once(interrupt, 'abort')]);
  notices.clear();
  if (interrupt.aborted) return { coverage, problems, ...(reached !== null && { partly: reached }) };
  for (const path of emptyAmong(inputs, coverage)) notices.hint(`${path}: empty, there was nothing to read`);
  if (readSomething({ coverage, problems })) unknownAmong(inputs, coverage).forEach(problem);
  else if (coverage.length > 0 && problems.length === 0) problem(nothingKnown(coverage));
  return { coverage, problems };
}
