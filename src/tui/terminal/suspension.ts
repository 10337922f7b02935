import type { ReadStream, WriteStream } from 'node:tty';
import type { Terminal } from './terminal.ts';

export interface SuspensionSettings {
  readonly stdout: WriteStream;
  readonly keyboard: ReadStream;
  readonly terminal: Terminal;
  readonly redraw: () => void;
}

export interface Suspension {
  /** Ctrl-Z as a key. */
  suspend(): void;
  end(): void;
}

/** To the shell and back, by key or by signal: the stopped process leaves the terminal as the shell wants it. */
export function watchSuspension({ stdout, keyboard, terminal, redraw }: SuspensionSettings): Suspension {
  function stopped(stop: () => void): void {
    const { write } = stdout;
    // A frame may be due between here and the moment at which the process stands still.
    stdout.write = () => true;
    keyboard.setRawMode(false);
    terminal.leave();
    process.once('SIGCONT', () => {
      stdout.write = write;
      terminal.enter();
      keyboard.setRawMode(true);
      redraw();
    });
    stop();
  }

  const onStop = (): void => stopped(() => process.kill(process.pid, 'SIGSTOP'));
  process.on('SIGTSTP', onStop);
  return {
    suspend() {
      process.removeListener('SIGTSTP', onStop);
      stopped(() => process.kill(0, 'SIGTSTP'));
      process.once('SIGCONT', () => process.on('SIGTSTP', onStop));
    },
    end: () => void process.removeListener('SIGTSTP', onStop),
  };
}
