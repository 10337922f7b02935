import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program in a terminal of its own (made by script(1) of util-linux), with the time of every piece it writes. */
export interface Pty {
  type(text: string): void;
  /** Milliseconds from `since` until something written after it holds this text. Rejects after five minutes. */
  writes(text: string, since: number): Promise<number>;
  /** Largest resident memory so far, bytes. */
  peakBytes(): number;
  end(): Promise<void>;
}

interface Piece {
  readonly atMs: number;
  readonly text: string;
}

export function openPty(command: string, columns: number, rows: number): Pty & { readonly startedMs: number } {
  const startedMs = performance.now();
  const child: ChildProcess = spawn(
    'script',
    ['-qec', `stty cols ${columns} rows ${rows}; exec ${command}`, '/dev/null'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm-256color' },
    },
  );
  const pieces: Piece[] = [];
  let wake: () => void = () => {};
  child.stdout?.on('data', (data: Buffer) => {
    pieces.push({ atMs: performance.now(), text: data.toString() });
    wake();
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));

  function pid(): number | null {
    try {
      return Number(
        execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
          .trim()
          .split(/\s+/)[0],
      );
    } catch {
      return null;
    }
  }

  return {
    startedMs,
    type: (text) => void child.stdin?.write(text),
    async writes(text, since) {
      const until = performance.now() + 300_000;
      let from = pieces.findIndex(({ atMs }) => atMs >= since);
      let seen = '';
      while (performance.now() < until) {
        if (from === -1) from = pieces.findIndex(({ atMs }) => atMs >= since);
        for (; from !== -1 && from < pieces.length; from++) {
          const piece = pieces[from];
          if (piece === undefined) break;
          seen = (seen + piece.text).slice(-20_000);
          if (seen.includes(text)) return piece.atMs - since;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 1000);
        });
      }
      throw new Error(`never wrote ${JSON.stringify(text)}; last: ${JSON.stringify(seen.slice(-500))}`);
    },
    peakBytes() {
      const id = pid();
      const status = id === null ? '' : readFileSync(`/proc/${id}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    },
    async end() {
      child.stdin?.write('\u0003');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
      child.kill();
    },
  };
}
