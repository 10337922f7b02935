import { adaptiveReader } from '../../parsers/framings/detect.ts';
import { framings } from '../../parsers/framings/index.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Line } from '../../parsers/model/line.ts';
import { extractors } from '../../parsers/records/index.ts';
import type { SampleOptions } from '../../parsers/samples/sample-format.ts';
import type { KnownError } from '../cli/errors.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { ByteSource } from '../sources/source.ts';
import type { ScanAhead } from './ahead/scan-ahead.ts';
import { type ScannedChunk, scanned } from './ahead/scanned.ts';
import type { Assembler } from './assemble.ts';
import { bootLandmark } from './boots.ts';
import { type CoverageDraft, createCoverage, samplesNotAskedFor } from './coverage.ts';
import { framingOf, headBytes, headLines } from './head.ts';
import { createKillerSamples, killerNeedles } from './killer-samples.ts';
import { createLineCursor } from './line-cursor.ts';
import type { IngestOptions, IngestProgress } from './options.ts';
import { newlinesBefore } from './period/line-count.ts';
import { openStretch } from './period/open-stretch.ts';
import { periodOf, skippedAfter, skippedBefore } from './period/period.ts';
import type { Stretch } from './period/stretch.ts';
import { createLogReader } from './read-log.ts';
import type { FileCoverage, Sink } from './sink.ts';
import type { Timekeeper } from './timekeeper.ts';

/** What the head of a file must look like to be taken for memory samples. */
const leastConfidenceOfSamples = 0.6;
const longestLogLineBytes = 1024 * 1024;
/** A Prometheus answer is one line. */
const longestSampleLineBytes = 16 * 1024 * 1024;
const leastLinesBefore = 8;

/** What the scanner looks for: all that may open a record, and landmarks. */
export const needles = [
  ...new Set([
    ...extractors.flatMap((extractor) => extractor.openers),
    ...framings.flatMap((framing) => framing.needles),
    bootLandmark,
    ...killerNeedles,
  ]),
];

/** What is known of a file of the set under way. */
export interface FileInSet {
  readonly coverage: CoverageDraft;
  readonly directory: string;
  /** Lines that stand before the first one that was read. */
  linesNotRead(): number;
}

export interface FileReading {
  readonly source: ByteSource;
  readonly options: IngestOptions;
  /** Scans what is read in this thread, file after file. */
  readonly scanner: Scanner;
  /** Null: everything is read in this thread. */
  readonly ahead: ScanAhead | null;
  readonly sink: Sink;
  readonly assembler: Assembler;
  readonly times: Timekeeper;
  readonly files: Map<string, FileInSet>;
  note(entry: LogEntry): void;
  date(entry: LogEntry): void;
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
  const stretch = period && (await openStretch(source, period, reading));
  let linesNotRead: number | null = null;
  reading.files.set(source.path, {
    coverage,
    directory: source.directory,
    linesNotRead() {
      linesNotRead ??= stretch ? newlinesBefore(source.path, stretch.from) : 0;
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

  async function isWanted(bytes: Buffer): Promise<boolean> {
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
  const ahead = stretch ? null : await reading.ahead?.open(source, problem);
  for await (const chunk of ahead ?? scanned((stretch ?? source).chunks(problem), reading.scanner)) {
    bytes += chunk.bytes.length;
    if (body) {
      await pass(chunk, false);
      continue;
    }
    head.push({ ...chunk, bytes: Buffer.from(chunk.bytes), roomBytes: 0 });
    if (bytes < headBytes) continue;
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

function joined(chunks: readonly ScannedChunk[]): ScannedChunk & { readonly bytes: Buffer } {
  return {
    bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)),
    offsets: chunks.flatMap(({ offsets }) => offsets),
    newlines: chunks.reduce((sum, { newlines }) => sum + newlines, 0),
  };
}

/** A framing of fewer lines than this share is an oddity in a log of another. */
const leastShare = 0.1;

/** The framing of most lines that were looked at; `mixed: a, b` where others have their share. Null: no line was claimed. */
function logFormat(claims: ReadonlyMap<string, number>): string | null {
  const total = [...claims.values()].reduce((sum, lines) => sum + lines, 0);
  const names = [...claims]
    .sort(([, a], [, b]) => b - a)
    .filter(([, lines], index) => index === 0 || lines >= leastShare * total)
    .map(([name]) => name);
  return names.length > 1 ? `mixed: ${names.join(', ')}` : (names[0] ?? null);
}

/** Loaded for the few who give an interval. */
async function sampleOptionsFor(
  { source, options: { sampleOptions } }: FileReading,
  head: readonly string[],
  longestLineBytes: number,
): Promise<SampleOptions> {
  if (sampleOptions.intervalUs === null || sampleOptions.startUs !== null) return sampleOptions;
  const { withStart } = await import('./sample-start.ts');
  return withStart(sampleOptions, source, { head, longestLineBytes });
}

interface FileBody {
  read(chunk: ScannedChunk, last: boolean): void;
  end(): { format: string | null; lines: number; showsWriter: boolean };
}

interface Begin {
  readonly head: readonly string[];
  /** Where reading begins, at a line start. */
  readonly from: number;
}

async function startBody(reading: FileReading, coverage: CoverageDraft, { head, from }: Begin): Promise<FileBody> {
  const { framing, isLog } = framingOf(head);
  // Most logs are nothing else: the sample formats are not even loaded for them.
  const formats = isLog ? null : await import('../../parsers/samples/detect.ts');
  const measured = formats?.sniffSamples(head, reading.source.path) ?? null;
  const isSamples = measured !== null && measured.confidence >= leastConfidenceOfSamples;
  const frames = adaptiveReader(framing, head);
  const longestLineBytes = isSamples ? longestSampleLineBytes : longestLogLineBytes;
  const samples =
    formats && isSamples && reading.options.want.samples
      ? formats.samplesReader(await sampleOptionsFor(reading, head, longestLineBytes), head)
      : null;
  const cursor = createLineCursor({
    path: reading.source.path,
    longestLineBytes,
    linesBehind: Math.max(leastLinesBefore, framing?.lookBehindLines ?? 0),
    from: { offset: from, line: 1, insideLine: false },
  });
  const sampleSink = {
    sample(sample: Parameters<Sink['sample']>[0]) {
      coverage.sample();
      if (sample.stamp) coverage.sawTime(reading.times.settleStamp(sample.stamp).us);
      reading.sink.sample(sample, reading.source.directory, reading.source.modifiedMs);
    },
    reject: (_line: Line, reason: string) => coverage.skip(reason),
  };
  const killers = reading.options.want.samples ? createKillerSamples(reading.options.sampleOptions, sampleSink) : null;
  let chunkRead = joined([]) as ScannedChunk;
  const log = createLogReader({
    cursor,
    scanner: { scan: () => chunkRead },
    frames,
    linesBefore: Math.max(leastLinesBefore, framing?.lookBehindLines ?? 0),
    assembler: reading.assembler,
    everyLine: samples ? (line) => samples.read(line, sampleSink) === 'claimed' : null,
    note: reading.note,
    date: reading.date,
    entry: (entry) => killers?.read(entry, () => reading.times.settle(entry)?.us ?? null),
    unclaimed: () => coverage.skip('line in no known framing'),
    endsInside(line, before) {
      const { current } = frames;
      if (current && current.sniff([before.text]) > 0 && current.sniff([line.text]) === 0)
        coverage.skip('last line, cut short');
    },
  });

  return {
    read(chunk, last) {
      chunkRead = chunk;
      log.read(chunk.bytes, last);
    },
    end() {
      samples?.end(sampleSink);
      for (const note of samples?.notes ?? []) coverage.inferred(note);
      killers?.end();
      frames.end((entry) => reading.assembler.feed(entry, true));
      if (cursor.overlongLines > 0)
        coverage.skip(`line longer than ${longestLineBytes} bytes, only its head was read`, cursor.overlongLines);
      if (cursor.nulBytes > 0)
        coverage.skip('NUL byte, as a power cut leaves them: the lines around were read', cursor.nulBytes);
      if (isSamples && !samples) coverage.skip(samplesNotAskedFor);
      const format = isSamples
        ? [...(samples?.formats ?? [measured?.format ?? ''])].join('+')
        : logFormat(frames.claims);
      return { format, lines: log.newlines, showsWriter: !isSamples && (framing?.showsWriter ?? false) };
    },
  };
}
