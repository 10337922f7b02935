import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import { type Emit, emitMessage, spanOf, spanOfLines } from './entry.ts';
import { journalFieldNames, journalHead } from './journal-fields.ts';
import { decodeUtf8 } from './utf8.ts';

/** What says whose message it is: every entry of one journal has the same of these, in no fixed order. */
const identity = ['_BOOT_ID', '_HOSTNAME', '_TRANSPORT'] as const;

/** An entry of a journal that is printed with a field a line, as far as it was read. */
export interface JournalBlock {
  readonly first: Span;
  last: Line;
  /** Those that are read, decoded. */
  readonly fields: Map<string, string>;
}

export function journalBlock(line: Line): JournalBlock {
  return { first: spanOf(line), last: line, fields: new Map() };
}

export function keepField({ fields }: JournalBlock, name: string, latin1: string): void {
  if (journalFieldNames.has(name)) fields.set(name, decodeUtf8(latin1));
}

/** Makes entries of blocks. One that the end of the file cut, it tells by what all blocks before it had, and leaves it out. */
export interface BlockEnd {
  whole(block: JournalBlock, emit: Emit): void;
  /** Of a block that no line ended, but the file. */
  atFileEnd(block: JournalBlock, emit: Emit): void;
}

export function blockEnd(): BlockEnd {
  let always: readonly string[] = identity;
  let isLearnt = false;

  function whole({ first, last, fields }: JournalBlock, emit: Emit): void {
    const message = fields.get('MESSAGE');
    if (message === undefined) return;
    always = always.filter((name) => fields.has(name));
    isLearnt = true;
    emitMessage(
      spanOfLines(first, last),
      message,
      journalHead((name) => fields.get(name) ?? null),
      emit,
    );
  }

  return {
    whole,
    atFileEnd(block, emit) {
      if (!isLearnt || always.every((name) => block.fields.has(name))) whole(block, emit);
    },
  };
}
