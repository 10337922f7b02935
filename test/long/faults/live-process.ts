import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const program = fileURLToPath(new URL('./run-live.ts', import.meta.url));

export interface LiveProcess {
  readonly child: ChildProcess;
  /** Everything it said. */
  readonly said: () => string;
  kill(): Promise<void>;
  /** Ends it as a service manager would. */
  stop(): Promise<void>;
}

export interface LiveSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command, which become the command (as `nsenter` does): its pid stays that of `live`. */
  readonly prefix?: readonly string[];
}

/** Starts `oomtrail live`; resolves when it says that it follows. */
export async function startLive(
  args: readonly string[],
  { env = {}, prefix = [] }: LiveSurroundings = {},
): Promise<LiveProcess> {
  const [first = process.execPath, ...words] = [...prefix, process.execPath, program, 'live', ...args];
  const child = spawn(first, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  let follows = (): void => {};
  const following = new Promise<void>((resolve) => {
    follows = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-1_000_000);
      if (said.includes('following')) follows();
    });
  }
  const closed = once(child, 'close');
  const ended = closed.then(() => {
    throw new Error(`live ended before it followed: ${said}`);
  });
  await Promise.race([following, ended]);
  ended.catch(() => {});
  return {
    child,
    said: () => said,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** What a timeline holds of the pids that were written. */
export interface Stored {
  readonly records: number;
  readonly pids: ReadonlyMap<number, number>;
}

export function readStored(file: string): Stored {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare('SELECT pid FROM kernel_record').pluck().all() as number[];
    const pids = new Map<number, number>();
    for (const pid of rows) pids.set(pid, (pids.get(pid) ?? 0) + 1);
    return { records: rows.length, pids };
  } finally {
    db.close();
  }
}

/** Waits until the timeline holds so many pids, or nothing was added for `quietMs`. */
export async function settle(file: string, expected: number, quietMs = 10_000): Promise<Stored> {
  let stored: Stored = { records: 0, pids: new Map() };
  let changedMs = Date.now();
  for (;;) {
    let now: Stored;
    try {
      now = readStored(file);
    } catch {
      now = stored;
    }
    if (now.records !== stored.records || now.pids.size !== stored.pids.size) changedMs = Date.now();
    stored = now;
    if (stored.pids.size >= expected || Date.now() - changedMs > quietMs) return stored;
    await sleep(50);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
