import { createScanner } from '../scan/index.ts';
import type { SetsInTurn } from '../sources/sets-in-turn.ts';
import type { SourceSet } from '../sources/source.ts';
import type { ReadAhead } from './ahead/read-ahead.ts';
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
  async function foreseeNext(set: SourceSet): Promise<void> {
    if (!ahead || period || !('peek' in sets) || !set.members.some(({ isWrapped }) => isWrapped)) return;
    const next = await sets.peek();
    if (next && !(await isLater(next)) && current === set) ahead.foresee(next.members);
  }

  try {
    for await (const set of sets) {
      if (await isLater(set)) yearless.push(set);
      else {
        current = set;
        foreseeNext(set).catch(() => undefined);
        await ingestSet(set, { options, sink: watching, nearUs: null, ahead, scanner, progress });
      }
    }
    current = null;
    if (!period) ahead?.foresee(yearless.flatMap(({ members }) => members));
    for (const set of yearless) {
      const nearUs = dated.near(set.members[0]?.directory ?? '');
      await ingestSet(set, { options, sink, nearUs, ahead, scanner, progress });
    }
  } finally {
    await ahead?.end();
  }
}

/** Null: nobody wants other threads, and what starts them is not loaded. */
async function readAhead({ jobs = 1, unpackers = 1, leastAhead }: IngestOptions): Promise<ReadAhead | null> {
  if (jobs < 2 && unpackers < 2) return null;
  const { createReadAhead } = await import('./ahead/read-ahead.ts');
  const least = leastAhead && { least: leastAhead };
  return createReadAhead(needles, { threads: jobs, unpackers, linesBehind: linesBefore, ...least });
}

export type { IngestOptions, IngestProgress } from './options.ts';
