import { openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';

/** Where keys come from: standard input, or the terminal itself where standard input is the data; null without a terminal. */
export function openKeyboard(stdinIsTerminal: boolean): ReadStream | null {
  if (stdinIsTerminal && isatty(0)) return process.stdin as unknown as ReadStream;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null;
  }
}
