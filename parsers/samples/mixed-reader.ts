import type { Line } from '../model/line.ts';
import type { Stamp } from '../model/stamp.ts';
import { deafSink, isBlank, isDamaged, isMarker, linesOf, longestRow } from './define-format.ts';
import { sampleFormats } from './index.ts';
import { readLinePrefix } from './moment/line-prefix.ts';
import { readMarker } from './moment/marker.ts';
import { createMoments, type Moments } from './moment/moments.ts';
import type { SampleFormat, SampleOptions, SampleReader, SampleSink } from './sample-format.ts';
import { plainText } from './text/decode.ts';

/** Reads a file in which formats alternate block by block. */
export interface MixedReader extends SampleReader {
  /** Names of the formats that gave samples so far. */
  readonly formats: ReadonlySet<string>;
  /** Name of the format that claimed the last line it claimed; null after a marker and at the start. */
  readonly current: string | null;
  /** See {@link Moments.undatedBlocks}; null too where a sample carries a time of its own. */
  readonly undatedBlocks: number | null;
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
export function samplesReader(
  options: SampleOptions,
  head: readonly string[] = [],
  among: readonly SampleFormat[] = sampleFormats,
): MixedReader {
  return readerBehind(sampleHead(options, head), options, among);
}

/** The same, behind a head that was looked at. */
export function readerBehind(
  { lines: head, unread, datesEveryLine }: SampleHead,
  options: SampleOptions,
  among: readonly SampleFormat[],
): MixedReader {
  const moments = createMoments({ ...options, datesEveryLine });
  let isKernelLog = head.some(isOfKernelLog);
  const all = among.map((format): Reader => {
    const reader = format.reader(options, moments, format.readsWholeLines ? unread : head);
    return Object.assign(reader, { format });
  });
  const readers = all.filter(({ format }) => !format.readsWholeLines);
  const wholeLineReaders = all.filter(({ format }) => format.readsWholeLines);
  const formats = new Set<string>();
  let active: Reader | null = null;
  let current: string | null = null;
  let outerSink: SampleSink | null = null;
  let innerSink: SampleSink | null = null;
  let isDated = false;
  /** Whose lines are read where each carries the name of a container: the first that gave a sample. */
  let container: string | null = null;
  /** The line before was claimed behind a time. */
  let isFramed = false;

  /** Notes which formats gave samples; one wrapper for as long as the caller passes the same sink. */
  function watched(sink: SampleSink): SampleSink {
    if (sink === outerSink && innerSink) return innerSink;
    outerSink = sink;
    innerSink = {
      sample(sample) {
        formats.add(sample.format);
        isDated ||= sample.stampBasis === 'written' || sample.sinceMidnightUs !== null || sample.monotonicUs !== null;
        sink.sample(sample);
      },
      reject: (line, reason) => sink.reject(line, reason),
    };
    return innerSink;
  }

  function offerActive(line: Line, sink: SampleSink): boolean {
    if (active?.read(line, sink) !== 'claimed') return false;
    current = active.format.name;
    return true;
  }

  function offer(line: Line, among: readonly Reader[], sink: SampleSink): boolean {
    for (const reader of among) {
      if (reader === active || reader.read(line, sink) === 'foreign') continue;
      active?.end(sink);
      active = reader;
      current = reader.format.name;
      return true;
    }
    return false;
  }

  /** A line with a time, or with a whole syslog prefix, before the sample. */
  function offerInner(line: Line, sink: SampleSink): boolean {
    const prefix = readLinePrefix(line.text);
    if (!prefix || isBlank(prefix.rest) || prefix.tag === 'kernel') return false;
    const { stamp, host, tag, rest, whole } = prefix;
    // Lines of two containers come mixed: a block of one would hold rows of the other.
    if (prefix.container !== null && container !== null && prefix.container !== container) {
      sink.reject(line, 'line of another container');
      return true;
    }
    if (prefix.container !== null && isMarker(moments, line, rest, () => active?.end(sink))) return true;
    const bare =
      isKernelLog || mayBePrintk(line.text, stamp)
        ? readers.filter(({ format }) => !format.resemblesKernelLog)
        : readers;
    const claimed =
      (whole !== null && offerFramed({ ...line, text: whole }, { stamp, host: null, among: bare }, sink)) ||
      offerFramed({ ...line, text: rest }, { stamp, host, among: tag === null ? bare : readers }, sink);
    if (claimed) container ??= prefix.container;
    return claimed;
  }

  function offerFramed(
    inner: Line,
    { stamp, host, among }: { stamp: Stamp | null; host: string | null; among: readonly Reader[] },
    sink: SampleSink,
  ): boolean {
    moments.framed(stamp, null, host);
    const mayGoOn = active !== null && among.includes(active);
    const claimed = (mayGoOn && offerActive(inner, sink)) || offer(inner, among, sink);
    moments.framed(null, null, null);
    isFramed = claimed;
    return claimed;
  }

  return {
    formats,
    get notes() {
      return all.flatMap((reader) => reader.notes ?? []);
    },
    get current() {
      return current;
    },
    get undatedBlocks() {
      return isDated ? null : moments.undatedBlocks;
    },
    framed: (stamp, monotonicUs, host) => moments.framed(stamp, monotonicUs, host),
    read(raw, outer) {
      const sink = watched(outer);
      if (!isFramed && active?.row && isWholeAndTrimmed(raw) && active.row(raw, sink)) {
        current = active.format.name;
        return 'claimed';
      }
      const text = plainText(raw.text);
      const line = text === raw.text ? raw : { ...raw, text };
      if (isBlank(text)) return active ? active.read(line, sink) : 'foreign';
      // Of a log in which a time stands before every line, the blank ones.
      if (isFramed && active && readLinePrefix(`${text} `)?.rest === '') {
        active.read({ ...line, text: '' }, sink);
        return 'claimed';
      }
      isKernelLog ||= isOfKernelLog(text);
      const wasFramed = isFramed;
      isFramed = false;
      current = null;
      if (isMarker(moments, line, text, () => active?.end(sink))) return 'claimed';
      const claimed =
        (wasFramed && offerInner(line, sink)) ||
        offerActive(line, sink) ||
        offer(line, readers, sink) ||
        (!wasFramed && offerInner(line, sink)) ||
        offer(line, wholeLineReaders, sink);
      return claimed ? 'claimed' : 'foreign';
    },
    end(outer) {
      const sink = watched(outer);
      for (const reader of all) reader.end(sink);
    },
  };
}

/** Nothing is to be taken off the ends of the line before it is read. */
function isWholeAndTrimmed(line: Line): boolean {
  const { text } = line;
  const { length } = text;
  return length <= longestRow && text.charCodeAt(length - 1) > 0x20 && !isDamaged(line);
}

type Reader = SampleReader & { readonly format: SampleFormat };

/** The first lines of a file, and what formats make of them that see one after the other. */
export interface SampleHead {
  readonly lines: readonly string[];
  /** Those that only a format for home-made logs may read. */
  readonly unread: readonly string[];
  /** A line with a time stands before each of them. */
  readonly datesEveryLine: boolean;
  /** No line that is not blank was claimed. */
  readonly isForeign: boolean;
}

export function sampleHead(options: SampleOptions, lines: readonly string[]): SampleHead {
  if (lines.length === 0) return { lines, unread: lines, datesEveryLine: false, isForeign: true };
  const reader = readerBehind(sampleHead(options, []), options, sampleFormats);
  const unread: string[] = [];
  let datesEveryLine = true;
  let isDated = false;
  let isForeign = true;
  for (const line of linesOf(lines)) {
    if (isBlank(line.text)) continue;
    if (reader.read(line, deafSink) === 'foreign') {
      unread.push(plainText(line.text));
      datesEveryLine &&= isDated;
      isDated = false;
    } else {
      isForeign = false;
      isDated = reader.current === null && readMarker(plainText(line.text))?.kind === 'time';
    }
  }
  return { lines, unread, datesEveryLine, isForeign };
}

/** `dmesg -T` and `dmesg --time-format=iso` name no writer; of samples nobody writes such times. */
function mayBePrintk(text: string, stamp: Stamp | null): boolean {
  return stamp?.precisionUs === 1 || /^\[[A-Z][a-z]{2} /.test(text);
}

/** What the kernel prints around its tables of memory: in a log of its own, lines like those of cgroup files are its reports. */
function isOfKernelLog(text: string): boolean {
  return /invoked oom-killer|Memory cgroup (?:stats|out of memory)|Mem-Info:|oom-kill:constraint=|Call [Tt]race:/.test(
    text,
  );
}
