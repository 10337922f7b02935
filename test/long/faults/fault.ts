import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stored } from './live-process.ts';
import type { LineMaker } from './log-writer.ts';

/** What one run of a fault came to. */
export interface Outcome {
  readonly lines: number;
  readonly expected: number;
  readonly stored: number;
  readonly lost: number;
  readonly duplicated: number;
  /** True where the writer destroyed data and `live` said so. */
  readonly said: boolean;
}

export interface Fault {
  readonly name: string;
  readonly runs: number;
  /** The writer itself destroys lines: losses are expected, and must be said. */
  readonly destroys?: boolean;
  /** Why it cannot be run on this machine, null where it can. */
  missing?(): string | null;
  /** One run in a folder of its own. */
  run(folder: string, turn: number): Promise<Outcome>;
}

export function compare(maker: Pick<LineMaker, 'made' | 'pids'>, stored: Stored, said = ''): Outcome {
  const missing = [...maker.pids].filter((pid) => !stored.pids.has(pid));
  if (process.env.FAULTS_DEBUG) process.stdout.write(`missing ${missing.join(' ')}\n${said}\n`);
  const lost = missing.length;
  return {
    lines: maker.made,
    expected: maker.pids.size,
    stored: stored.records,
    lost,
    duplicated: stored.records - stored.pids.size,
    said: /lost|cut|gone|overwrote/.test(said),
  };
}

export async function inFolder<Result>(run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-fault-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
