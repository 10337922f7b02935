import type { Line } from '../../model/line.ts';
import { type Emit, type EntryHead, entryOf, spanOf } from './entry.ts';
import { decodeUtf8 } from './utf8.ts';

const SPACE = 32;

/**
 * The second and later lines of a message whose program writes the prefix once: dmesg and journalctl indent them by the
 * width of the prefix, and exactly that much is taken off, so that the text keeps its own indentation.
 */
export interface Continuation {
  /** A message began: its text stands `prefixWidth` bytes into the line. */
  begin(prefixWidth: number): void;
  /** Emits the line, whose text is given without colours, and returns true if it continues the message. */
  read(line: Line, text: string, head: EntryHead, emit: Emit): boolean;
  /** Nothing continues what went before. */
  forget(): void;
}

export function continuation(): Continuation {
  let prefixWidth = -1;

  return {
    begin(width) {
      prefixWidth = width;
    },
    read(line, text, head, emit) {
      if (!isIndented(text, prefixWidth)) return false;
      emit(entryOf(spanOf(line), decodeUtf8(text.slice(prefixWidth)), head, false));
      return true;
    },
    forget() {
      prefixWidth = -1;
    },
  };
}

/** Narrower prefixes than any program writes could not be told from text that is indented itself. */
const narrowestPrefix = 8;

function isIndented(text: string, width: number): boolean {
  if (width < narrowestPrefix || text.length <= width) return false;
  for (let at = 0; at < width; at += 1) if (text.charCodeAt(at) !== SPACE) return false;
  return true;
}
