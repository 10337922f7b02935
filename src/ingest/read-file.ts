import type { KnownError } from '../errors.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { AheadReader, ReadAhead } from './ahead/read-ahead.ts';
import { type ScannedChunk, scanned } from './ahead/scanned.ts';
import { type CoverageDraft, createCoverage } from './coverage.ts';
import { type BodyReading, type FileBody, startBody } from './file-body.ts';
import { headBytes, headLines } from './head.ts';
import type { IngestProgress } from './options.ts';
import { periodOf, skippedAfter, skippedBefore } from './period/period.ts';
import type { Stretch } from './period/stretch.ts';
import type { FileCoverage } from './sink.ts';

/** What is known of a file of the set under way. */
export interface FileInSet {
  readonly coverage: CoverageDraft;
  readonly directory: string;
  /** Lines that stand before the first one that was read. */
  linesNotRead(): number;
}

export interface FileReading extends BodyReading {
  /** Scans what is read in this thread, file after file. */
  readonly scanner: Scanner;
  /** Null: everything is read in this thread. */
  readonly ahead: ReadAhead | null;
  readonly files: Map<string, FileInSet>;
  progress(progress: IngestProgress): void;
}

/**
 * Reads one file to its end. Returns what closes its coverage, since a record may still go on in the next file; null for a
 * file that the sink does not want.
 */
export async function readFile(reading: FileReading): Promise<(() => FileCoverage) | null> {
  const { source, sink } = reading;
  const coverage = createCoverage(source.path, source.directory);
  const period = periodOf(reading.options);
  const stretch = period && (await (await import('./period/open-stretch.ts')).openStretch(source, period, reading));
  let linesNotRead: number | null = null;
  reading.files.set(source.path, {
    coverage,
    directory: source.directory,
    linesNotRead() {
      linesNotRead ??= stretch?.newlinesBefore() ?? 0;
      return linesNotRead;
    },
  });
  let bytes = 0;
  let body: FileBody | null = null;
  let head: ScannedChunk[] = [];

  async function pass(chunk: ScannedChunk, last: boolean): Promise<void> {
    body?.read(chunk, last);
    reading.progress({
      path: source.path,
      bytesDone: (stretch?.from ?? 0) + bytes,
      bytesTotal: source.sizeBytes,
      records: coverage.records,
      samples: coverage.samples,
    });
    await sink.flush();
  }

  async function isWanted(bytes: Uint8Array): Promise<boolean> {
    const { path, directory, sizeBytes, modifiedMs } = source;
    if (!sink.begin) return true;
    return sink.begin({ path, directory, sizeBytes, modifiedMs, bytes: bytes.subarray(0, headBytes) });
  }

  /** Null: the file is not wanted. */
  async function openBody(last: boolean): Promise<ScannedChunk | null> {
    const start = joined(head);
    head = [];
    if (!(await isWanted(start.bytes))) return null;
    body = await startBody(reading, coverage, { head: headLines(start.bytes, last), from: 0 });
    return start;
  }

  const problem = (error: KnownError): void => sink.problem(error);
  if (stretch) {
    if (!(await isWanted(stretch.head))) return null;
    body = await startBody(reading, coverage, { head: headLines(stretch.head, false), from: stretch.from });
    tellStretch(stretch, coverage);
  }
  const needsOnly: AheadReader['needsOnly'] = (kept) => body?.needsOnly(kept) ?? false;
  const reader = { scanner: reading.scanner, needsOnly, problem };
  const ahead = stretch ? null : await reading.ahead?.open(source, reader);
  for await (const chunk of ahead ?? scanned((stretch ?? source).chunks(problem), reading.scanner)) {
    bytes += chunk.bytes.length;
    if (body) {
      await pass(chunk, false);
      continue;
    }
    const isHead = bytes >= headBytes;
    // The memory of a chunk is used again when the next is asked for.
    head.push(isHead && head.length === 0 ? chunk : { ...chunk, bytes: Buffer.from(chunk.bytes), roomBytes: 0 });
    if (!isHead) continue;
    const start = await openBody(false);
    if (start === null) return null;
    await pass(start, false);
  }
  const rest = body ? joined([]) : await openBody(true);
  if (rest === null) return null;
  await pass(rest, true);
  const done = (body as FileBody | null)?.end();
  return () => {
    const format = recognised(done?.format ?? null, bytes, coverage);
    return coverage.close({ format, showsWriter: done?.showsWriter ?? false, lines: done?.lines ?? 0, bytes });
  };
}

function tellStretch({ from, to, sizeBytes, firstUs, lastUs }: Stretch, coverage: CoverageDraft): void {
  coverage.sawTime(firstUs);
  coverage.sawTime(lastUs);
  if (from > 0) coverage.skip(skippedBefore, from);
  if (to < sizeBytes) coverage.skip(skippedAfter, sizeBytes - to);
}

/** Any text could be bare kernel messages: it counts as such only if a record came of it. Called when all records are out. */
function recognised(format: string | null, bytes: number, coverage: CoverageDraft): string | null {
  if (format !== 'plain' && format !== null) return format;
  if (coverage.records > 0) return format;
  if (bytes > 0) coverage.skip('neither a known log nor memory samples');
  return null;
}

function joined(chunks: readonly ScannedChunk[]): ScannedChunk {
  const [first] = chunks;
  if (first && chunks.length === 1) return first;
  return {
    bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)),
    offsets: chunks.flatMap(({ offsets }) => offsets),
    newlines: chunks.reduce((sum, { newlines }) => sum + newlines, 0),
  };
}
