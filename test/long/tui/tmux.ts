import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const program = process.env.OOMTRAIL_BIN ?? `${root}bin/oomtrail.js`;

/** Whether tmux is there; `test/long/tui.sh` installs it. */
export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A shell in a terminal of its own that a test types into and reads from. */
export interface Terminal {
  /** Types keys by tmux's names, or texts. */
  keys(...keys: readonly string[]): void;
  /** Types a line for the shell. */
  line(text: string): void;
  /** What is on the screen, with its escape sequences where `styled`. */
  screen(styled?: boolean): string;
  /** Waits until the screen shows this. Fails with the screen. */
  shows(wanted: string | RegExp, seconds?: number): Promise<string>;
  resize(columns: number, rows: number): void;
  /** What the program put on the clipboard by OSC 52. */
  clipboard(): string;
  /** `alternate_on`, `cursor_flag`, ... as tmux sees the terminal. */
  flag(name: string): string;
  /** Sends a signal to the program that runs in front, whatever shells are between. */
  kill(signal: 'TERM' | 'INT' | 'STOP' | 'CONT'): void;
  end(): void;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function childrenOf(pids: readonly string[]): string[] {
  try {
    const found = execFileSync('ps', ['-o', 'pid=', '--ppid', pids.join(',')], { encoding: 'utf8' });
    return found.trim().split(/\s+/);
  } catch {
    return [];
  }
}

/** `oomtrail` as the shell of the test runs it. */
export const oomtrail = (words: string): string => `'${process.execPath}' '${program}' ${words}`;

export async function openTerminal(columns: number, rows: number): Promise<Terminal> {
  const server = `oomtrail-${process.pid}-${randomBytes(3).toString('hex')}`;
  const tmux = (...words: readonly string[]): string =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...words], { encoding: 'utf8' });
  const environment = ['-e', 'LC_ALL=C.UTF-8'];
  tmux('new-session', '-d', ...environment, '-x', `${columns}`, '-y', `${rows}`, 'bash --norc --noprofile');
  tmux('set-option', '-g', 'window-size', 'manual');
  tmux('set-option', '-s', 'set-clipboard', 'on');
  const screen = (styled = false): string => tmux('capture-pane', '-p', ...(styled ? ['-e'] : []));
  const terminal: Terminal = {
    keys(...keys) {
      tmux('send-keys', ...keys.map((key) => (key === ';' ? '\\;' : key)));
    },
    line(text) {
      tmux('send-keys', '-l', text);
      tmux('send-keys', 'Enter');
    },
    screen,
    async shows(wanted, seconds = 20) {
      const until = Date.now() + seconds * 1000;
      while (true) {
        const shown = screen();
        if (typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown)) return shown;
        if (Date.now() > until) throw new Error(`the screen does not show ${wanted}:\n${shown}`);
        await pause(50);
      }
    },
    resize: (toColumns, toRows) => void tmux('resize-window', '-x', `${toColumns}`, '-y', `${toRows}`),
    clipboard: () => tmux('show-buffer'),
    flag: (name) => tmux('display-message', '-p', `#{${name}}`).trim(),
    kill(signal) {
      let pids = [terminal.flag('pane_pid')];
      for (let found = pids; found.length > 0; found = childrenOf(found)) pids = found;
      for (const pid of pids) process.kill(Number(pid), `SIG${signal}`);
    },
    end: () => void tmux('kill-server'),
  };
  // Bash sets its own prompt where it starts without files.
  terminal.line("PS1='$ '; clear");
  await terminal.shows(/^\$ *$/m);
  return terminal;
}
