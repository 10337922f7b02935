import type { LogEntry } from '../../parsers/model/entry.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { extractors } from '../../parsers/records/index.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { ByteSource, SourceSet } from '../sources/source.ts';
import type { ReadAhead } from './ahead/read-ahead.ts';
import { type Assembled, createAssembler } from './assemble.ts';
import { createBootCounter } from './boots.ts';
import { createCoverage } from './coverage.ts';
import { toRecord } from './envelope.ts';
import type { IngestOptions, IngestProgress } from './options.ts';
import { applyPageSize } from './page-size.ts';
import type { Outside } from './period/members.ts';
import { periodOf, skippedAfter, skippedBefore } from './period/period.ts';
import { type FileInSet, readFile } from './read-file.ts';
import type { FileCoverage, Sink } from './sink.ts';
import { createTimekeeper } from './timekeeper.ts';

/** What a set is read with. */
export interface SetReading {
  readonly options: IngestOptions;
  readonly sink: Sink;
  readonly nearUs: number | null;
  readonly ahead: ReadAhead | null;
  readonly scanner: Scanner;
  readonly progress: (progress: IngestProgress) => void;
}

/** Reads one log, a file or the files of a rotated set, to its end. */
export async function ingestSet(
  set: SourceSet,
  { options, sink, nearUs, ahead, scanner, progress }: SetReading,
): Promise<void> {
  const files = new Map<string, FileInSet>();
  const boots = createBootCounter();
  const times = createTimekeeper(options, { newestUs: newestUs(set) ?? options.nowUs ?? null, nearUs });
  /** The boot in which each record began. */
  const bootOf = new WeakMap<LogEntry, number>();

  const assembler = createAssembler(extractors, (assembled: Assembled) => {
    const { opener } = assembled;
    const settled = times.settle(opener);
    if (settled && outside(settled.us, options)) return;
    const file = files.get(opener.span.path);
    const record: KernelRecord = toRecord(
      applyPageSize(numbered(assembled, file?.linesNotRead() ?? 0), options.pageSizeBytes),
      settled,
      bootOf.get(opener) ?? 0,
    );
    file?.coverage.record();
    sink.record(record, file?.directory ?? '');
  });

  /** Lines are looked at more than once (as a landmark, as a find, in the tail), and boots are counted once. */
  const notedTo = new Map<string, number>();

  function note(entry: LogEntry): void {
    const { path, byteStart } = entry.span;
    const coverage = files.get(path)?.coverage;
    if (byteStart > (notedTo.get(path) ?? -1)) {
      notedTo.set(path, byteStart);
      boots.note(entry);
      if (entry.monotonicUs !== null) coverage?.sawMonotonic(entry.monotonicUs);
    }
    if (entry.host !== null) coverage?.sawHost(entry.host);
    if (entry.writer === 'kernel') coverage?.sawKernel();
    if (entry.stamp && entry.stamp.offsetMinutes !== null) coverage?.sawOffset(entry.stamp.offsetMinutes);
  }

  function date(entry: LogEntry): void {
    bootOf.set(entry, boots.index(entry));
    const time = times.settle(entry);
    if (time) files.get(entry.span.path)?.coverage.sawTime(time.us);
  }

  const closings: (() => void)[] = [];
  const period = periodOf(options);
  const outsidePeriod =
    period && (await (await import('./period/members.ts')).membersOutside(set.members, period, times));
  ahead?.foresee(set.members.filter((source) => !outsidePeriod?.has(source)));
  for (const source of set.members) {
    const whole = outsidePeriod?.get(source);
    if (whole) {
      times.settleStamp(whole.firstStamp);
      closings.push(() => sink.coverage(coverageOf(source, whole)));
      continue;
    }
    const file = await readFile({
      source,
      options,
      scanner,
      ahead,
      sink,
      assembler,
      note,
      date,
      times,
      files,
      progress,
    });
    if (file) closings.push(() => sink.coverage(file()));
  }
  assembler.end();
  for (const close of closings) close();
  await sink.flush();
}

/** Lines are numbered from where reading began. */
function numbered(assembled: Assembled, linesNotRead: number): Assembled {
  if (linesNotRead === 0) return assembled;
  const moved = (entry: LogEntry): LogEntry =>
    entry.span.path === assembled.opener.span.path
      ? { ...entry, span: { ...entry.span, line: entry.span.line + linesNotRead } }
      : entry;
  const { opener, lastBesideOpener, last } = assembled;
  return { ...assembled, opener: moved(opener), lastBesideOpener: moved(lastBesideOpener), last: moved(last) };
}

/** Of a file of which no more than the begin was looked at. */
function coverageOf({ path, directory, sizeBytes }: ByteSource, { format, firstUs, side }: Outside): FileCoverage {
  const coverage = createCoverage(path, directory);
  coverage.sawTime(firstUs);
  coverage.skip(side === 'before' ? skippedBefore : skippedAfter, sizeBytes ?? 0);
  return coverage.close({ format, showsWriter: false, lines: 0, bytes: 0 });
}

/** A rotated set begins in its oldest member, which was last written when it was rotated away. */
function newestUs({ members }: SourceSet): number | null {
  const modifiedMs = members[0]?.modifiedMs ?? null;
  return modifiedMs === null ? null : modifiedMs * 1000;
}

function outside(us: number, options: IngestOptions): boolean {
  return (options.sinceUs !== null && us < options.sinceUs) || (options.untilUs !== null && us > options.untilUs);
}
