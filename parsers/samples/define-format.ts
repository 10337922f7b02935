import type { Line } from '../model/line.ts';
import { createMoments, type Moments } from './moment/moments.ts';
import type { SampleFormat, SampleOptions, SampleReader, SampleSink } from './sample-format.ts';
import { plainText } from './text/decode.ts';

/** What a format's reader works with. */
export interface FormatContext {
  readonly options: SampleOptions;
  readonly moments: Moments;
  /** The first lines of the file where they are known, else empty. */
  readonly head: readonly string[];
}

/** The part of a reader that each format writes: lines arrive plain, and markers have been taken out. */
export interface BlockReader {
  /** `text` is the line without escape sequences and byte order mark. Never blank. */
  read(line: Line, text: string, sink: SampleSink): 'claimed' | 'foreign';
  /** See {@link SampleReader.row}. */
  row?(line: Line, sink: SampleSink): boolean;
  /** The block is over: a marker, a blank line, another format's line, or the end. Emits what is held. */
  close(sink: SampleSink): void;
  /** What a blank line means inside a block: `ends` it (default) or is `part` of it. */
  readonly blank?: 'ends' | 'part';
  /** True for documents read piece by piece: the head of an overlong line is of use to them. */
  readonly readsCut?: boolean;
  /** True where every line is a sample of its own: one that lost its end spoils no other. */
  readonly byRow?: boolean;
  /** True where a sample sums several lines: without its last one there is none. */
  readonly sums?: boolean;
  /** True where lines may be long without end (command lines, labels, tables): others take no line beyond a few KiB. */
  readonly longLines?: boolean;
  readonly notes?: readonly string[];
}

export interface FormatDefinition extends Omit<SampleFormat, 'sniff' | 'reader'> {
  open(context: FormatContext): BlockReader;
}

/** No row of a tool is longer; a pattern may look at so much of a hostile line, and not at megabytes. */
export const longestRow = 4096;

export const noOptions: SampleOptions = {
  startUs: null,
  intervalUs: null,
  unit: null,
  timePattern: null,
  valuePattern: null,
  pageSizeBytes: null,
};

/**
 * Makes a sample format of a block reader: watches for markers where nobody else does, passes blank lines, refuses lines
 * that lost their end, and sniffs by reading.
 */
export function defineFormat(definition: FormatDefinition): SampleFormat {
  function reader(options: SampleOptions, moments?: Moments, head: readonly string[] = []): SampleReader {
    const own = moments === undefined;
    const context = { options, moments: moments ?? createMoments(options), head };
    const block = definition.open(context);

    function read(line: Line, sink: SampleSink): 'claimed' | 'foreign' {
      const text = own ? plainText(line.text) : line.text;
      if (isBlank(text)) {
        if (block.blank !== 'part') block.close(sink);
        return 'foreign';
      }
      if (own && isMarker(context.moments, line, text, () => block.close(sink))) return 'claimed';
      if (text.length > longestRow && !block.longLines && !block.readsCut) return 'foreign';
      if (isDamaged(line) && !(line.cut && block.readsCut)) return readDamaged(line, text, sink);
      return block.read(line, text, sink);
    }

    function readDamaged(line: Line, text: string, sink: SampleSink): 'claimed' | 'foreign' {
      if (block.readsCut || /(?:[}\]]| kB)$/.test(line.cut ? '' : text)) return block.read(line, text, sink);
      if (!block.byRow) block.close(block.sums ? deafSink : sink);
      const claim = block.read(line, text, deafSink);
      if (!block.byRow) block.close(deafSink);
      if (claim === 'claimed') sink.reject(line, line.cut ? 'line too long' : 'last line is unfinished');
      return claim;
    }

    return {
      read,
      ...(block.row && { row: block.row }),
      end: (sink) => block.close(sink),
      get notes() {
        return block.notes ?? [];
      },
    };
  }

  const { open: _open, ...facts } = definition;
  return {
    ...facts,
    reader,
    sniff: (lines) => shareClaimed(lines, reader(noOptions, undefined, lines)),
  };
}

/** The end of the line is missing: it is read into a {@link deafSink}, and readers that hold rows back must not hold it. */
export function isDamaged(line: Line): boolean {
  return line.cut || line.unterminated === true;
}

export const deafSink: SampleSink = { sample() {}, reject() {} };

/** Share of the non-blank lines that the reader claims, 0 where no sample comes of them. */
export function shareClaimed(lines: readonly string[], reader: SampleReader): number {
  let claimed = 0;
  let offered = 0;
  let samples = 0;
  const sink: SampleSink = {
    sample() {
      samples += 1;
    },
    reject() {},
  };
  for (const line of linesOf(lines)) {
    const claim = reader.read(line, sink);
    if (isBlank(line.text)) continue;
    offered += 1;
    if (claim === 'claimed') claimed += 1;
  }
  reader.end(sink);
  return samples === 0 || offered === 0 ? 0 : claimed / offered;
}

/** Texts as lines of a nameless file. */
export function* linesOf(texts: readonly string[], path = ''): Generator<Line> {
  let byteStart = 0;
  let number = 1;
  for (const text of texts) {
    const byteEnd = byteStart + text.length;
    yield { path, text, line: number, byteStart, byteEnd, cut: false };
    byteStart = byteEnd + 1;
    number += 1;
  }
}

export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}

/** Offers a line to the moments; what was held is emitted before the time moves on. */
export function isMarker(moments: Moments, line: Line, text: string, closeBlock: () => void): boolean {
  if (!moments.offer(text, line.path)) return false;
  closeBlock();
  return true;
}
