import { writeSync } from 'node:fs';
import { holdStderr } from './held-stderr.ts';

export const clearScreen = '\u001b[H\u001b[2J';
/** For the clipboard of the terminal, where that takes OSC 52. */
export const toClipboard = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
export const mouseWheel = (on: boolean): string => (on ? '\u001b[?1000h\u001b[?1006h' : '\u001b[?1000l\u001b[?1006l');

const enterSequence = '\u001b[?1049h\u001b[2J\u001b[H\u001b[?25l';
/** Mouse off, bracketed paste off, cursor on, attributes off, and back to the screen of the shell. */
const leaveSequence = '\u001b[?1000l\u001b[?1006l\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l';

/** The terminal while it is ours. */
export interface Terminal {
  readonly entered: () => boolean;
  enter(): void;
  /** Gives it back as it was; twice does no harm. */
  leave(): void;
}

/** Plain writes that block: they are out before the process ends, however it ends. */
function write(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // The terminal is gone: there is nobody to give it back to.
  }
}

/** Takes the screen of the terminal on `fd`, and gives it back at the end of the process in any case. */
export function takeTerminal(fd: number): Terminal {
  let entered = false;
  const stderr = holdStderr();
  const terminal: Terminal = {
    entered: () => entered,
    enter() {
      if (entered) return;
      entered = true;
      stderr.hold();
      write(fd, enterSequence);
    },
    leave() {
      if (!entered) return;
      entered = false;
      write(fd, leaveSequence);
      stderr.release();
    },
  };
  // Before main.ts tells of a bug: its words belong on the screen of the shell.
  process.prependListener('uncaughtException', terminal.leave);
  process.prependListener('exit', terminal.leave);
  return terminal;
}
