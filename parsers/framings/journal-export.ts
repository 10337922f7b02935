import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type BinaryField, binaryField } from './parts/binary-field.ts';
import { cutEntries } from './parts/cut-entry.ts';
import { type Emit, emitMessage, spanOf, spanOfLines } from './parts/entry.ts';
import { journalFieldNames, journalHead } from './parts/journal-fields.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Fields with which an entry begins; the others would be found in many a file of settings. */
const firstField = /^__(CURSOR|REALTIME_TIMESTAMP|MONOTONIC_TIMESTAMP|SEQNUM|SEQNUM_ID)=/;
const textField = /^([A-Z_][A-Z0-9_]*)=/;
const fieldName = /^[A-Z_][A-Z0-9_]*$/;

/**
 * `journalctl -o export`: a block of `KEY=value` lines for each entry, blank lines between them. A value with control
 * characters or newlines is written as the key alone, then its size, the bytes and a newline.
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
  binary: { readonly name: string; readonly field: BinaryField } | null;
}

function reader(): FrameReader {
  let block: Block | null = null;
  const cuts = cutEntries();

  return {
    get holding() {
      return block !== null;
    },
    read(line, emit) {
      if (block === null) {
        if (!firstField.test(line.text)) return false;
        block = { first: spanOf(line), last: line, fields: new Map(), binary: null };
      }
      if (line.text === '' && block.binary === null) {
        finish(emit);
        return true;
      }
      if (!(block.binary ? readBinary(block, block.binary, line) : readField(block, line))) return false;
      block.last = line;
      return true;
    },
    jump() {
      block = null;
    },
    /** An entry may end with the file; one that the end cut would seem to be another host's. */
    end(emit) {
      if (block !== null && cuts.isCut(block.fields)) block = null;
      finish(emit);
    },
  };

  function finish(emit: Emit): void {
    const done = block;
    block = null;
    const message = done?.fields.get('MESSAGE');
    if (!done || message === undefined) return;
    cuts.whole(done.fields);
    emitMessage(
      spanOfLines(done.first, done.last),
      message,
      journalHead((name) => done.fields.get(name) ?? null),
      emit,
    );
  }
}

function readField(block: Block, line: Line): boolean {
  const name = textField.exec(line.text)?.[1];
  if (name !== undefined) keep(block, name, line.text.slice(name.length + 1));
  else if (fieldName.test(line.text)) block.binary = { name: line.text, field: binaryField() };
  else return false;
  return true;
}

/** After a damaged value the block goes on with the next line that is a field. */
function readBinary(block: Block, { name, field }: NonNullable<Block['binary']>, line: Line): boolean {
  const state = field.take(line);
  if (state !== 'more') block.binary = null;
  if (state === 'whole') keep(block, name, field.value());
  return state !== 'damaged';
}

function keep(block: Block, name: string, latin1: string): void {
  if (journalFieldNames.has(name)) block.fields.set(name, decodeUtf8(latin1));
}
