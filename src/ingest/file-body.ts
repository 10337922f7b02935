import { adaptiveReader } from '../../parsers/framings/adaptive-reader.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Line } from '../../parsers/model/line.ts';
import type { SampleOptions } from '../../parsers/samples/sample-format.ts';
import type { ByteSource } from '../sources/source.ts';
import type { ScannedChunk } from './ahead/scanned.ts';
import { standAlone } from './ahead/stand-alone.ts';
import type { ReaderAtRest } from './ahead/unpacking.ts';
import type { Assembler } from './assemble.ts';
import { type CoverageDraft, samplesNotAskedFor } from './coverage.ts';
import { framingOf } from './head.ts';
import { createLineCursor } from './line-cursor.ts';
import { linesBefore } from './lines-before.ts';
import type { IngestOptions } from './options.ts';
import { createLogReader } from './read-log.ts';
import type { Sink } from './sink.ts';
import type { Timekeeper } from './timekeeper.ts';

/** What the head of a file must look like to be taken for memory samples. */
const leastConfidenceOfSamples = 0.6;
const longestLogLineBytes = 1024 * 1024;
/** A Prometheus answer is one line. */
const longestSampleLineBytes = 16 * 1024 * 1024;

/** What a file is read with. */
export interface BodyReading {
  readonly source: ByteSource;
  readonly options: IngestOptions;
  readonly sink: Sink;
  readonly assembler: Assembler;
  readonly times: Timekeeper;
  note(entry: LogEntry): void;
  date(entry: LogEntry): void;
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
  { source, options: { sampleOptions } }: BodyReading,
  head: readonly string[],
  longestLineBytes: number,
): Promise<SampleOptions> {
  if (sampleOptions.intervalUs === null || sampleOptions.startUs !== null) return sampleOptions;
  const { withStart } = await import('./sample-start.ts');
  return withStart(sampleOptions, source, { head, longestLineBytes });
}

/** What reads a file on from where its head told what it is. */
export interface FileBody {
  read(chunk: ScannedChunk, last: boolean): void;
  readonly needsOnly: ReaderAtRest['needsOnly'];
  end(): { format: string | null; lines: number; showsWriter: boolean };
}

interface Begin {
  readonly head: readonly string[];
  /** Where reading begins, at a line start. */
  readonly from: number;
}

/** Tells from the head of a file what it is, and reads it as that. */
export async function startBody(
  reading: BodyReading,
  coverage: CoverageDraft,
  { head, from }: Begin,
): Promise<FileBody> {
  const { framing, isLog, opening } = framingOf(head);
  // Most logs are nothing else: the sample formats are not even loaded for them.
  const formats = isLog ? null : await import('../../parsers/samples/detect.ts');
  const measured = formats?.sniffSamples(head, reading.source.path) ?? null;
  const isSamples = measured !== null && measured.confidence >= leastConfidenceOfSamples;
  const frames = adaptiveReader(framing, opening);
  const longestLineBytes = isSamples ? longestSampleLineBytes : longestLogLineBytes;
  const samples =
    isSamples && reading.options.want.samples
      ? (await import('../../parsers/samples/mixed-reader.ts')).samplesReader(
          await sampleOptionsFor(reading, head, longestLineBytes),
          head,
        )
      : null;
  const cursor = createLineCursor({
    path: reading.source.path,
    longestLineBytes,
    linesBehind: linesBefore,
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
  const killers = reading.options.want.samples
    ? (await import('./killer-samples.ts')).createKillerSamples(reading.options.sampleOptions, sampleSink)
    : null;
  let lostCharacters = 0;
  let chunkRead: ScannedChunk = { bytes: new Uint8Array(), offsets: [], newlines: 0 };
  const log = createLogReader({
    cursor,
    scanner: { scan: () => chunkRead },
    frames,
    linesBefore,
    assembler: reading.assembler,
    everyLine: samples ? (line) => samples.read(line, sampleSink) === 'claimed' : null,
    note: reading.note,
    date: reading.date,
    entry(entry) {
      if (entry.text.includes('\ufffd')) lostCharacters += 1;
      killers?.read(entry, () => reading.times.settle(entry)?.us ?? null);
    },
    unclaimed: () => coverage.skip('line in no known framing'),
    endsInside(line, before) {
      const { current } = frames;
      if (current && current.sniff([before.text]) > 0 && current.sniff([line.text]) === 0)
        coverage.skip('last line, cut short');
    },
  });

  return {
    needsOnly({ framing: assumed, lines }) {
      const { current } = frames;
      if (!log.isAtRest || current === null || frames.joinsLines) return false;
      return current === assumed || standAlone(current, lines);
    },
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
      if (lostCharacters > 0) coverage.skip('line with bytes that are no UTF-8, shown as \ufffd', lostCharacters);
      if (isSamples && !samples) coverage.skip(samplesNotAskedFor);
      if (samples && coverage.samples === 0) coverage.skip('announces memory samples and holds none that can be read');
      const found = samples?.formats.size ? [...samples.formats] : [measured?.format ?? ''];
      const format = isSamples ? found.join('+') : logFormat(frames.claims());
      return { format, lines: log.newlines, showsWriter: !isSamples && (framing?.showsWriter ?? false) };
    },
  };
}
