import type { FrameReader, Framing } from './framing.ts';
import type { Emit } from './parts/entry.ts';
import { blockEnd, type JournalBlock, journalBlock, keepField } from './parts/journal-block.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** The cursor ends the line: boot, and the realtime clock in microseconds, both hexadecimal. */
const header = /^\S[^[]{9,80} \[s=[0-9a-f]+;i=[0-9a-f]+;b=([0-9a-f]{32});m=[0-9a-f]+;t=([0-9a-f]{1,14});x=[0-9a-f]+\]$/;
const indent = '    ';
const fieldLine = /^ {4}([A-Z_][A-Z0-9_]*)=/;
const separator = /^-- (?:Boot [0-9a-f]{32}|Reboot|(?:Logs|Journal) begins? at .*) --$/;

/**
 * `journalctl -o verbose`: a line of date and cursor, then every field, four cells in. Further lines of a value are set in as
 * far as its first one. The entry ends where the next begins: nothing else says so, and the message may be its last field.
 */
export const journalVerbose: Framing = {
  name: 'journal-verbose',
  samples: [
    'Fri 2026-11-20 09:30:30.123456 UTC [s=34318fe7de7a4fef9a31dc54fa9714f8;i=28d;b=277179e7c769445ea7d63824e82cf045;m=27aa9ef;t=65eacc323cb9b;x=7c2646f90cdae18d]',
  ],
  lookBehindLines: 64,
  showsWriter: true,
  needles: [],
  mark: / \[s=[0-9a-f]+;i=/,
  sniff: (lines) => shareClaimed(lines, journalVerbose.reader()),
  reader,
};

interface Block extends JournalBlock {
  /** The field whose value goes on, and how far its lines are set in. */
  name: string;
  inset: string;
}

function reader(): FrameReader {
  let block: Block | null = null;
  const ends = blockEnd();

  return {
    get holding() {
      return block !== null;
    },
    read(line, emit) {
      const begin = header.exec(line.text);
      if (begin) {
        finish(emit);
        const realtime = String(Number.parseInt(begin[2] ?? '', 16));
        block = { ...journalBlock(line), name: '', inset: '' };
        keepField(block, '__REALTIME_TIMESTAMP', realtime);
        keepField(block, '_BOOT_ID', begin[1] ?? '');
        return true;
      }
      if (block === null) return false;
      if (separator.test(line.text)) {
        finish(emit);
        return true;
      }
      if (!readField(block, line.text)) return false;
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

  function finish(emit: Emit): void {
    if (block !== null) ends.whole(block, emit);
    block = null;
  }
}

function readField(block: Block, text: string): boolean {
  if (block.inset !== '' && text.startsWith(block.inset)) {
    const before = block.fields.get(block.name);
    if (before !== undefined) block.fields.set(block.name, `${before}\n${decodeUtf8(text.slice(block.inset.length))}`);
    return true;
  }
  const name = fieldLine.exec(text)?.[1];
  if (name === undefined) return false;
  block.name = name;
  block.inset = ' '.repeat(indent.length + name.length + 1);
  keepField(block, name, text.slice(block.inset.length));
  return true;
}
