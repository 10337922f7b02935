import type { Line } from '../../model/line.ts';
import type { BlockReader } from '../define-format.ts';
import type { SampleSink } from '../sample-format.ts';
import { createJsonPieces, type JsonPieces } from './pieces.ts';

/** A kind of JSON document that holds samples somewhere inside. */
export interface JsonDocument {
  /** Whether a document that begins with this text is this kind: keys that stand in its first lines. */
  opens(head: string): boolean;
  wants(place: string): boolean;
  /** `first` and `last` are the lines between which the piece stands. */
  piece(place: string, value: unknown, first: Line, last: Line, sink: SampleSink): void;
  /** The document is over (or breaks off): forget what belonged to it. */
  end(sink: SampleSink, last: Line | null): void;
}

const longestPiece = 4 * 1024 * 1024;
/** Lines that are looked at before a document is known: `{`, `"status": "success",` ... */
const headLines = 16;

/**
 * Reads documents of one kind, one after the other, on one line or on many. A document is claimed from the line on which it
 * is recognised; lines before that hold only its braces.
 */
export function jsonDocumentReader(document: JsonDocument): BlockReader {
  let pieces: JsonPieces | null = null;
  let first: Line | null = null;
  let last: Line | null = null;
  let sinkNow: SampleSink | null = null;
  /** Opening lines of a document that may become this kind. */
  let waiting: Line[] = [];

  function begin(): JsonPieces {
    return createJsonPieces({
      wants: document.wants,
      longestPiece,
      overlong() {
        if (last && sinkNow) sinkNow.reject(last, 'value too long');
      },
      begin() {
        first = last;
      },
      piece(place, value) {
        if (first && last && sinkNow) document.piece(place, value, first, last, sinkNow);
      },
    });
  }

  /** Feeds a line, and what follows a document on the same line as the next document. */
  function feed(line: Line, text: string, sink: SampleSink): void {
    sinkNow = sink;
    last = line;
    let rest = text;
    while (pieces && !pieces.feed(rest)) {
      const { state, consumed } = pieces;
      if (state === 'broken') sink.reject(line, 'broken JSON');
      document.end(sink, line);
      pieces = null;
      first = null;
      rest = rest.slice(consumed).replace(/^[\s,]+/, '');
      if (state === 'broken' || !/^[[{]/.test(rest) || !document.opens(rest)) return;
      pieces = begin();
    }
    if (line.cut && pieces) {
      sink.reject(line, 'line too long');
      document.end(sink, line);
      pieces = null;
      first = null;
    }
  }

  function close(sink: SampleSink): void {
    waiting = [];
    if (!pieces) return;
    pieces = null;
    first = null;
    if (last) sink.reject(last, 'JSON breaks off');
    document.end(sink, last);
  }

  return {
    blank: 'part',
    readsCut: true,
    close,
    read(line, text, sink) {
      if (pieces) {
        feed(line, text, sink);
        return 'claimed';
      }
      const isStart = isOpening(text);
      if (waiting.length === 0 && !isStart) return 'foreign';
      waiting.push({ ...line, text });
      const head = waiting.map((each) => each.text).join('\n');
      if (document.opens(head)) {
        const lines = waiting;
        waiting = [];
        pieces = begin();
        for (const each of lines) if (pieces) feed(each, each.text, sink);
        return 'claimed';
      }
      if (waiting.length >= headLines || /[}\]]\s*$/.test(text))
        waiting = isStart && waiting.length > 1 ? [{ ...line, text }] : [];
      return 'foreign';
    },
  };
}

/** True where the first sign of a line opens an object or an array. A kernel log's `[  12.3` opens nothing. */
function isOpening(text: string): boolean {
  let at = 0;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at += 1;
  const code = text.charCodeAt(at);
  if (code === 0x7b) return true;
  return code === 0x5b && !/^\[\s*[\w.-]/.test(text.slice(at, at + 12));
}
