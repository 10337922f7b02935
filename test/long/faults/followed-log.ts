import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Outcome } from './fault.ts';
import { type LiveProcess, type Stored, settle, startLive } from './live-process.ts';
import { createLineMaker, type Daemon, type LineMaker, openDaemon } from './log-writer.ts';

/** A log that a daemon writes, and `live` that follows it into a timeline. */
export interface FollowedLog {
  readonly path: string;
  readonly db: string;
  readonly daemon: Daemon;
  readonly maker: LineMaker;
  /** The one that runs now. */
  readonly live: LiveProcess;
  write(lines: number): void;
  /** As logrotate does: `kern.log` becomes `kern.log.1` and the older ones up to this age one more; the daemon is not told. */
  rename(oldest: number): void;
  /** kill -9. */
  kill(): Promise<void>;
  /** Follows it again, with the same timeline. */
  start(): Promise<void>;
  /** Waits until all that was written is stored, or nothing more comes. */
  caughtUp(quietMs?: number): Promise<Stored>;
  /** What it came to, when all has ended. */
  outcome(quietMs?: number): Promise<Outcome>;
}

export interface FollowedLogOptions {
  /** Folders of the log and of the timeline, where they are not the fault's own. */
  readonly logFolder?: string;
  readonly dbFolder?: string;
  readonly maker?: LineMaker;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function followLog(folder: string, options: FollowedLogOptions = {}): Promise<FollowedLog> {
  const {
    logFolder = folder,
    dbFolder = folder,
    maker = createLineMaker(),
    args = ['--no-sampler'],
    env = {},
  } = options;
  const path = join(logFolder, 'kern.log');
  const db = join(dbFolder, 't.db');
  const daemon = openDaemon(path);
  const begin = (): Promise<LiveProcess> => startLive([path, '--db', db, ...args], { env });
  let live = await begin();
  const caughtUp = (quietMs?: number): Promise<Stored> => settle(db, maker.pids.size, quietMs);

  return {
    path,
    db,
    daemon,
    maker,
    get live() {
      return live;
    },
    write: (lines) => daemon.write(maker.lines(lines)),
    rename(oldest) {
      for (let age = oldest; age >= 1; age -= 1) move(`${path}.${age}`, `${path}.${age + 1}`);
      renameSync(path, `${path}.1`);
    },
    kill: () => live.kill(),
    async start() {
      live = await begin();
    },
    caughtUp,
    async outcome(quietMs) {
      await caughtUp(quietMs);
      await live.stop();
      daemon.close();
      return compare(maker, await caughtUp(0), live.said());
    },
  };
}

/** Renames a file that may not be there yet. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // There is none so old yet.
  }
}
