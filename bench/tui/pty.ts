import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createScreen } from './screen.ts';

/** A program in a terminal of its own (made by script(1) of util-linux). */
export interface Pty {
  /** `performance.now()` at the start of the process. */
  readonly startedMs: number;
  type(text: string): void;
  /**
   * Milliseconds from `since` until the screen shows this, by the time at which the piece arrived that completed it. Rejects
   * after ten minutes with what is shown instead.
   */
  shows(wanted: string, since: number): Promise<number>;
  /** What the thread that draws and takes keys did so far. */
  drawing(): Drawing;
  /** Largest resident memory so far, bytes. */
  peakBytes(): number;
  end(): Promise<void>;
}

/** As Linux counts it (`/proc/PID/task/PID/schedstat`), milliseconds. */
export interface Drawing {
  /** On a core. */
  readonly ranMs: number;
  /** Ready to run, while other threads had the cores: of this program, and of all others. */
  readonly waitedMs: number;
}

const patienceMs = 600_000;

export function openPty(command: string, columns: number, rows: number): Pty {
  const startedMs = performance.now();
  const line = `stty cols ${columns} rows ${rows}; exec ${command}`;
  const child: ChildProcess = spawn('script', ['-qec', line, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
  });
  // One that ended at the first of the two interrupts is gone at the second.
  child.stdin?.on('error', () => {});
  const screen = createScreen(columns, rows);
  const decoder = new StringDecoder('utf8');
  const waiting = new Set<(atMs: number) => void>();
  child.stdout?.on('data', (data: Buffer) => {
    const atMs = performance.now();
    screen.write(decoder.write(data));
    for (const look of waiting) look(atMs);
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));

  let known: string | undefined;
  function pid(): string | undefined {
    known ??= childId();
    return known;
  }

  function childId(): string | undefined {
    try {
      return execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
        .trim()
        .split(/\s+/)[0];
    } catch {
      return undefined;
    }
  }

  return {
    startedMs,
    type: (text) => void child.stdin?.write(text),
    shows: (wanted, since) =>
      new Promise((resolve, reject) => {
        const isShown = (): boolean => screen.rows().some((row) => row.includes(wanted));
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`never showed ${JSON.stringify(wanted)}:\n${screen.rows().join('\n')}`));
        }, patienceMs);
        function look(atMs: number): void {
          if (!isShown()) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(atMs - since);
        }
        if (isShown()) look(performance.now());
        else waiting.add(look);
      }),
    drawing() {
      const id = pid();
      const [ran = 0, waited = 0] = readFileSync(`/proc/${id}/task/${id}/schedstat`, 'utf8').split(' ').map(Number);
      return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
    },
    peakBytes() {
      const id = pid();
      const status = id === undefined ? '' : readFileSync(`/proc/${id}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    },
    async end() {
      // The first closes a prompt where one is open.
      child.stdin?.write('\u0003');
      await new Promise((resolve) => setTimeout(resolve, 100));
      child.stdin?.write('\u0003');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
      child.kill();
    },
  };
}
