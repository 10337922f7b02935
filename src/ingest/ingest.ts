import { createScanner } from '../scan/index.ts';
import type { SetsInTurn } from '../sources/sets-in-turn.ts';
import type { SourceSet } from '../sources/source.ts';
import { leastAhead as leastBytesAhead } from './ahead/least-ahead.ts';
import type { ReadAhead } from './ahead/read-ahead.ts';
import type { Apart, Errand } from './beside/read-apart.ts';
import type { ReadBeside } from './beside/read-beside.ts';
import { tellAgain } from './beside/transcript.ts';
import { createDatedFiles } from './dated.ts';
import { writesNoYear } from './head.ts';
import { ingestSet } from './ingest-set.ts';
import { linesBefore } from './lines-before.ts';
import { needles } from './needles.ts';
import type { IngestOptions, IngestProgress } from './options.ts';
import { periodOf } from './period/period.ts';
import type { Sink } from './sink.ts';

/**
 * Drives sources through framings and record parsers (or sample formats) into the sink, one set after the other, in
 * constant memory. Logs whose stamps have no year are read last, when the dates of the files beside them are known.
 * Trouble with one file is reported through the sink and the rest is read.
 */
export async function ingest(
  sets: SetsInTurn | AsyncIterable<SourceSet> | Iterable<SourceSet>,
  options: IngestOptions,
  sink: Sink,
  progress: (progress: IngestProgress) => void = () => {},
): Promise<void> {
  const dated = createDatedFiles();
  const yearless: SourceSet[] = [];
  const watching: Sink = {
    ...sink,
    coverage(coverage) {
      dated.note(coverage);
      sink.coverage(coverage);
    },
  };
  const scanner = (options.createScanner ?? createScanner)(needles);
  const ahead = await readAhead(options);
  const beside = await readBeside({ options, scanner, hearsBegin: sink.begin !== undefined });
  const period = periodOf(options);
  let current: SourceSet | null = null;
  const later = new WeakMap<SourceSet, Promise<boolean>>();

  function isLater(set: SourceSet): Promise<boolean> | false {
    if (options.year !== null) return false;
    const known = later.get(set) ?? writesNoYear(set);
    later.set(set, known);
    return known;
  }

  /** While a packed set is read, the next one may be unpacked. */
  async function unpackNext(set: SourceSet): Promise<void> {
    if (!ahead || period || !('peek' in sets) || !set.members.some(({ isWrapped }) => isWrapped)) return;
    const [next] = await sets.peek(1);
    if (next && !(await isLater(next)) && current === set) ahead.foresee(next.members);
  }

  async function read({ set, nearUs, yearMayWait }: Errand, into: Sink): Promise<void> {
    const outcome = (await beside?.outcome(set)) ?? null;
    if (outcome?.kind === 'read') await tellAgain(outcome.transcript, into, progress);
    else if (outcome?.kind === 'no-year' || (yearMayWait && (await isLater(set)))) yearless.push(set);
    else {
      current = set;
      unpackNext(set).catch(() => undefined);
      await ingestSet(set, { options, sink: into, nearUs, ahead, scanner, progress });
    }
  }

  try {
    let before = 0;
    const atFirst = (set: SourceSet): Errand => ({ set, nearUs: null, yearMayWait: options.year === null });
    for await (const set of sets) {
      if (beside && 'peek' in sets) beside.foresee((await sets.peek(Math.min(before, mostForeseen))).map(atFirst));
      before += 1;
      await read(atFirst(set), watching);
    }
    current = null;
    if (!period) ahead?.foresee(yearless.flatMap(({ members }) => members));
    const atLast = yearless.map((set): Errand => {
      return { set, nearUs: dated.near(set.members[0]?.directory ?? ''), yearMayWait: false };
    });
    for (const [index, errand] of atLast.entries()) {
      beside?.foresee(atLast.slice(index + 1, index + 1 + mostForeseen));
      await read(errand, sink);
    }
  } finally {
    beside?.end();
    await ahead?.end();
  }
}

/** As far as it is looked ahead for small sets. */
const mostForeseen = 64;

/** Null: nobody wants other threads, and what starts them is not loaded. */
async function readAhead({
  jobs = 1,
  unpackers = 1,
  leastAhead = leastBytesAhead,
}: IngestOptions): Promise<ReadAhead | null> {
  if (jobs < 2 && unpackers < 2) return null;
  const { createReadAhead } = await import('./ahead/read-ahead.ts');
  return createReadAhead(needles, { threads: jobs, unpackers, linesBehind: linesBefore, least: leastAhead });
}

/** Null: the same. */
async function readBeside(apart: Apart): Promise<ReadBeside | null> {
  const { readers = 1, leastAhead = leastBytesAhead, beside: settings, createScanner } = apart.options;
  if (readers < 2 || createScanner !== undefined) return null;
  const { createReadBeside } = await import('./beside/read-beside.ts');
  return createReadBeside({ ...apart, readers, leastPackedBytes: leastAhead.packed, ...(settings && { settings }) });
}

export type { IngestOptions, IngestProgress } from './options.ts';
