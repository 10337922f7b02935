import { closeSync, openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';

/** Where keys come from: standard input, or the terminal itself where standard input is the data. */
export interface Keyboard {
  /** Begins to listen. It takes a while to load, so the first frame comes before. */
  open(): ReadStream;
}

/** Null without a terminal. */
export function findKeyboard(stdinIsTerminal: boolean): Keyboard | null {
  if (stdinIsTerminal && isatty(0)) return { open: () => process.stdin as unknown as ReadStream };
  try {
    closeSync(openSync('/dev/tty', 'r'));
  } catch {
    return null;
  }
  return { open: () => new ReadStream(openSync('/dev/tty', 'r')) };
}
