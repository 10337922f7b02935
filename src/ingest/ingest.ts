import type { LogEntry } from '../../parsers/model/entry.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { extractors } from '../../parsers/records/index.ts';
import type { SourceSet } from '../sources/source.ts';
import { type Assembled, createAssembler } from './assemble.ts';
import { createBootCounter } from './boots.ts';
import { createClock } from './clock.ts';
import type { CoverageDraft } from './coverage.ts';
import { type SettledTime, toRecord } from './envelope.ts';
import type { IngestOptions, IngestProgress } from './options.ts';
import { applyPageSize } from './page-size.ts';
import { readFile } from './read-file.ts';
import type { Sink } from './sink.ts';

/**
 * Drives sources through framings and record parsers (or sample formats) into the sink, one set after the other, in
 * constant memory. Trouble with one file is reported through the sink and the rest is read.
 */
export async function ingest(
  sets: AsyncIterable<SourceSet> | Iterable<SourceSet>,
  options: IngestOptions,
  sink: Sink,
  progress: (progress: IngestProgress) => void = () => {},
): Promise<void> {
  for await (const set of sets) await ingestSet(set, options, sink, progress);
}

async function ingestSet(
  set: SourceSet,
  options: IngestOptions,
  sink: Sink,
  progress: (progress: IngestProgress) => void,
): Promise<void> {
  const files = new Map<string, { coverage: CoverageDraft; directory: string }>();
  const boots = createBootCounter();
  const times = createTimekeeper(set, options);
  const opened = new WeakMap<LogEntry, number>();

  const assembler = createAssembler(extractors, (assembled: Assembled) => {
    const { opener } = assembled;
    const settled = opener.stamp ? times.settle(opener) : null;
    if (settled && outside(settled.us, options)) return;
    const record: KernelRecord = toRecord(
      applyPageSize(assembled, options.pageSizeBytes),
      settled,
      opened.get(opener) ?? 0,
    );
    const file = files.get(record.source.path);
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
    opened.set(entry, boots.index(entry));
    if (entry.host !== null) coverage?.sawHost(entry.host);
    if (entry.writer === 'kernel') coverage?.sawKernel();
    if (entry.stamp) coverage?.sawTime(times.settle(entry).us);
    if (entry.stamp && entry.stamp.offsetMinutes !== null) coverage?.sawOffset(entry.stamp.offsetMinutes);
  }

  const closings: (() => void)[] = [];
  for (const source of set.members) {
    const file = await readFile({ source, options, sink, assembler, note, times, files, progress });
    closings.push(() => sink.coverage(file()));
  }
  assembler.end();
  for (const close of closings) close();
  await sink.flush();
}

/** Settles each entry's stamp once, in the order in which the log is read: the year of a yearless log depends on it. */
export interface Timekeeper {
  settle(entry: LogEntry): SettledTime;
  settleStamp(stamp: NonNullable<LogEntry['stamp']>): SettledTime;
}

function createTimekeeper(set: SourceSet, options: IngestOptions): Timekeeper {
  const oldest = set.members[0];
  const clock = createClock({
    tz: options.tz,
    year: options.year,
    notBeforeUs: null,
    newestUs: oldest?.modifiedMs == null ? null : oldest.modifiedMs * 1000,
    machineZone: options.machineZone,
  });
  const settled = new WeakMap<LogEntry, SettledTime>();
  return {
    settleStamp: (stamp) => clock.settle(stamp),
    settle(entry) {
      const known = settled.get(entry);
      if (known) return known;
      if (!entry.stamp) throw new Error(`an entry without a stamp has no time: ${entry.span.path}:${entry.span.line}`);
      const time = clock.settle(entry.stamp);
      settled.set(entry, time);
      return time;
    },
  };
}

function outside(us: number, options: IngestOptions): boolean {
  return (options.sinceUs !== null && us < options.sinceUs) || (options.untilUs !== null && us > options.untilUs);
}

export type { IngestOptions, IngestProgress } from './options.ts';
