import type { Stamp } from '../model/stamp.ts';
import { isBlank, isMarker, linesOf, noOptions } from './define-format.ts';
import { sampleFormats } from './index.ts';
import { createMoments } from './moment/moments.ts';
import type { SampleOptions, SampleReader, SampleSink } from './sample-format.ts';
import { plainText } from './text/decode.ts';

/** Reads a file in which formats alternate block by block. */
export interface MixedReader extends SampleReader {
  /** Names of the formats that gave samples so far. */
  readonly formats: ReadonlySet<string>;
  /** Name of the format that claimed the last line it claimed; null after a marker and at the start. */
  readonly current: string | null;
  /**
   * Says what the log line around the next line carries, for samples wrapped in syslog or the journal: call it before
   * `read` with the inner text. It dates samples that carry no time of their own.
   */
  framed(stamp: Stamp | null, monotonicUs: number | null, host: string | null): void;
}

/**
 * A reader over all formats for one file. Lines that date or name what follows are claimed and carried to the blocks
 * behind them; a block of anything else (a kernel log) is foreign and disturbs nothing.
 *
 * `head` are the first lines of the file, as latin1: with them a home-made log is understood from its first line on.
 * Without them its lines are `foreign` until the template is certain, and their samples come then.
 */
export function samplesReader(options: SampleOptions, head: readonly string[] = []): MixedReader {
  const moments = createMoments(options);
  const readers = sampleFormats.map((format) => ({ name: format.name, ...format.reader(options, moments, head) }));
  const formats = new Set<string>();
  let active: (SampleReader & { readonly name: string }) | null = null;
  let current: string | null = null;

  function watched(sink: SampleSink): SampleSink {
    return {
      sample(sample) {
        formats.add(sample.format);
        sink.sample(sample);
      },
      reject: (line, reason) => sink.reject(line, reason),
    };
  }

  let innerSink: SampleSink | null = null;
  let outerSink: SampleSink | null = null;
  function through(sink: SampleSink): SampleSink {
    if (sink !== outerSink || !innerSink) {
      outerSink = sink;
      innerSink = watched(sink);
    }
    return innerSink;
  }

  return {
    formats,
    get current() {
      return current;
    },
    framed: (stamp, monotonicUs, host) => moments.framed(stamp, monotonicUs, host),
    read(raw, outer) {
      const sink = through(outer);
      const text = plainText(raw.text);
      const line = text === raw.text ? raw : { ...raw, text };
      if (isBlank(text)) return active ? active.read(line, sink) : 'foreign';
      current = null;
      if (isMarker(moments, line, text, () => active?.end(sink))) return 'claimed';
      if (active?.read(line, sink) === 'claimed') {
        current = active.name;
        return 'claimed';
      }
      for (const reader of readers) {
        if (reader === active || reader.read(line, sink) === 'foreign') continue;
        active?.end(sink);
        active = reader;
        current = reader.name;
        return 'claimed';
      }
      return 'foreign';
    },
    end(outer) {
      const sink = through(outer);
      for (const reader of readers) reader.end(sink);
    },
  };
}

/**
 * Which format the head of a file is in: the one that claims most of its lines, with the share of non-blank lines that any
 * format claims. Null where none does.
 */
export function sniffSamples(lines: readonly string[], path = ''): { format: string; confidence: number } | null {
  const reader = samplesReader(noOptions, lines);
  const counts = new Map<string, number>();
  const sink: SampleSink = { sample() {}, reject() {} };
  let claimed = 0;
  let offered = 0;
  for (const line of linesOf(lines, path)) {
    const claim = reader.read(line, sink);
    if (isBlank(line.text)) continue;
    offered += 1;
    if (claim === 'foreign') continue;
    claimed += 1;
    if (reader.current !== null) counts.set(reader.current, (counts.get(reader.current) ?? 0) + 1);
  }
  let format: string | null = null;
  for (const [name, count] of counts) if (format === null || count > (counts.get(format) ?? 0)) format = name;
  return format === null ? null : { format, confidence: claimed / offered };
}
