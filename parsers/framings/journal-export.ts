import type { Line } from '../model/line.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type BinaryField, binaryField } from './parts/binary-field.ts';
import { blockEnd, type JournalBlock, journalBlock, keepField } from './parts/journal-block.ts';
import { shareClaimed } from './parts/sniff.ts';

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
  mark: /__(?:CURSOR|REALTIME|MONOTONIC|SEQNUM)/,
  sniff: (lines) => shareClaimed(lines, journalExport.reader()),
  reader,
};

interface Block extends JournalBlock {
  binary: { readonly name: string; readonly field: BinaryField } | null;
}

function reader(): FrameReader {
  let block: Block | null = null;
  const ends = blockEnd();

  return {
    get holding() {
      return block !== null;
    },
    read(line, emit) {
      if (block === null) {
        if (!firstField.test(line.text)) return false;
        block = { ...journalBlock(line), binary: null };
      }
      if (line.text === '' && block.binary === null) {
        ends.whole(block, emit);
        block = null;
        return true;
      }
      if (!(block.binary ? readBinary(block, block.binary, line) : readField(block, line))) return false;
      block.last = line;
      return true;
    },
    jump() {
      block = null;
    },
    end(emit) {
      if (block !== null) ends.atFileEnd(block, emit);
      block = null;
    },
  };
}

function readField(block: Block, line: Line): boolean {
  const name = textField.exec(line.text)?.[1];
  if (name !== undefined) keepField(block, name, line.text.slice(name.length + 1));
  else if (fieldName.test(line.text)) block.binary = { name: line.text, field: binaryField() };
  else return false;
  return true;
}

/** After a damaged value the block goes on with the next line that is a field. */
function readBinary(block: Block, { name, field }: NonNullable<Block['binary']>, line: Line): boolean {
  const state = field.take(line);
  if (state !== 'more') block.binary = null;
  if (state === 'whole') keepField(block, name, field.value());
  return state !== 'damaged';
}
