import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type Emit, emitMessage, spanOf, spanOfLines } from './parts/entry.ts';
import { journalHead } from './parts/journal-fields.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Fields with which an entry begins; the others would be found in many a file of settings. */
const firstField = /^__(CURSOR|REALTIME_TIMESTAMP|MONOTONIC_TIMESTAMP|SEQNUM|SEQNUM_ID)=/;
const textField = /^([A-Z_][A-Z0-9_]*)=/;
const binaryField = /^[A-Z_][A-Z0-9_]*$/;
/** Longer values (core dumps) are counted and not kept. */
const longestValueBytes = 64 * 1024;
const sizeBytes = 8;

/**
 * `journalctl -o export`: a block of `KEY=value` lines for each entry, blank lines between them. A value with control
 * characters or newlines is written as the key alone, then its size in 64 bits little-endian, the bytes and a newline.
 */
export const journalExport: Framing = {
  name: 'journal-export',
  samples: ['__CURSOR=s=e17a0db05c1b439c8b92081e760ae0b2;i=212', '__REALTIME_TIMESTAMP=1785855916033290'],
  lookBehindLines: 64,
  showsWriter: true,
  needles: [],
  sniff: (lines) => shareClaimed(lines, journalExport.reader()),
  reader,
};

interface Block {
  readonly first: Span;
  last: Line;
  readonly fields: Map<string, string>;
}

/** A binary value under construction: its bytes as latin1, the size in front. */
interface BinaryValue {
  readonly name: string;
  bytes: string;
  seenBytes: number;
}

function reader(): FrameReader {
  let block: Block | null = null;
  let binary: BinaryValue | null = null;

  return {
    get holding() {
      return block !== null;
    },
    read(line, emit) {
      if (block === null) {
        if (!firstField.test(line.text)) return false;
        block = { first: spanOf(line), last: line, fields: new Map() };
      }
      if (binary) readBinary(block, binary, line);
      else if (line.text === '') finish(emit);
      else return readField(block, line);
      return true;
    },
    jump: forget,
    end(emit) {
      finish(emit);
    },
  };

  function forget(): void {
    block = null;
    binary = null;
  }

  function readField(into: Block, line: Line): boolean {
    const name = textField.exec(line.text)?.[1];
    if (name) into.fields.set(name, line.text.slice(name.length + 1, name.length + 1 + longestValueBytes));
    else if (binaryField.test(line.text)) binary = { name: line.text, bytes: '', seenBytes: 0 };
    else return false;
    into.last = line;
    return true;
  }

  /** The bytes between two lines are the newline, and a carriage return where the line layer took one off. */
  function readBinary(into: Block, value: BinaryValue, line: Line): void {
    if (value.seenBytes > 0) {
      const gap = line.byteStart - into.last.byteEnd;
      value.bytes += gap > 1 ? '\r\n' : '\n';
      value.seenBytes += Math.max(gap, 1);
    }
    if (value.bytes.length < longestValueBytes) value.bytes += line.text;
    value.seenBytes += line.byteEnd - line.byteStart;
    into.last = line;
    if (value.seenBytes < sizeBytes) {
      if (value.seenBytes === 0) value.seenBytes = Number.MIN_VALUE;
      return;
    }
    const size = littleEndian(value.bytes);
    if (value.seenBytes < sizeBytes + size) return;
    into.fields.set(value.name, value.bytes.slice(sizeBytes, sizeBytes + size));
    binary = null;
  }

  function finish(emit: Emit): void {
    const done = block;
    forget();
    const message = done?.fields.get('MESSAGE');
    if (!done || message === undefined) return;
    const head = journalHead((name) => {
      const value = done.fields.get(name);
      return value === undefined ? null : decodeUtf8(value);
    });
    emitMessage(spanOfLines(done.first, done.last), decodeUtf8(message), head, emit);
  }
}

function littleEndian(latin1: string): number {
  let value = 0;
  for (let at = sizeBytes - 1; at >= 0; at -= 1) value = value * 256 + latin1.charCodeAt(at);
  return value;
}
