import { spawn } from 'node:child_process';
import type { Transform } from 'node:stream';
import ndjson from 'ndjson';
import { disown } from '../../surviving/own-process.ts';

export interface JournalOptions {
  readonly program: string;
  /** Further words of the command line: matches, or `--file`. */
  readonly matches: readonly string[];
}

/** A JSON line longer than this is passed over: a record with `--all` and a core dump in a field can have any size. */
const longestRowBytes = 4 * 1024 * 1024;

/** One run of `journalctl -f -o json`. */
export interface Journalctl {
  /** Gives nothing more until it is told to go on. */
  pause(): void;
  resume(): void;
  kill(): void;
}

export interface JournalctlEvents {
  /** It gives something, be it a complaint: it runs. */
  alive(): void;
  row(row: unknown): void;
  /** What came together has been handed over. */
  rested(): void;
  badRow(error: Error): void;
  /** It ended, and why, in its own words where it had any. */
  ended(why: string): void;
}

/** Starts it; `where` says where it begins. */
export function startJournalctl(
  { program, matches }: JournalOptions,
  where: readonly string[],
  events: JournalctlEvents,
): Journalctl {
  const running = spawn(program, ['-f', '-o', 'json', '--all', '--no-pager', ...where, ...matches], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  disown(running.pid);
  let complaint = '';
  running.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(0, 500);
    events.alive();
  });
  // The declared type is that of another stream library: it is a split2, a Transform.
  const rows = ndjson.parse({ strict: true, maxLength: longestRowBytes, skipOverflow: true } as {
    strict: boolean;
  }) as unknown as Transform;
  rows.on('error', events.badRow);
  rows.on('data', events.row);
  running.stdout.on('data', (chunk: Buffer) => {
    events.alive();
    // Not pipe(): a bad row would unpipe it.
    if (!rows.write(chunk)) {
      running.stdout.pause();
      rows.once('drain', () => running.stdout.resume());
    }
    setImmediate(events.rested);
  });
  running.on('error', (error: Error) => events.ended(error.message));
  running.on('close', (status, signal) => {
    rows.end();
    const [first] = complaint.split('\n').filter((line) => line.trim() !== '' && !/^Hint:/.test(line));
    events.ended(first ?? `it ended with ${status === null ? signal : `status ${status}`}`);
  });
  return {
    pause: () => void running.stdout.pause(),
    resume: () => void running.stdout.resume(),
    kill: () => void running.kill(),
  };
}
