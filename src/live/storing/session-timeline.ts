import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openTimeline } from '../../store/index.ts';
import type { Timeline } from '../../store/timeline.ts';
import { openReopened } from './reopened.ts';

export interface SessionTimeline {
  readonly timeline: Timeline;
  /** Once a second: a sentence where the file was deleted, or another one is in its place. */
  look(): Promise<string | null>;
  close(): Promise<void>;
}

/** Of the timeline in memory: the newest pages are what is written and read. */
const liveCacheKiB = 2048;
const prefix = 'oomtrail-live-';

/**
 * The timeline of `--db`, whose commits survive a power loss; else one that goes with the session. That one is a file too, and
 * not in /tmp, which often is memory. One that was left behind by a session that was killed is removed by the next.
 */
export async function openSessionTimeline(
  db: string | null,
  { SQLITE_TMPDIR, TMPDIR }: Readonly<Record<string, string | undefined>>,
): Promise<SessionTimeline> {
  if (db !== null) {
    const { timeline, look } = await openReopened(db, () =>
      openTimeline({ file: db, mode: 'write', durability: 'power', cacheKiB: liveCacheKiB }),
    );
    return { timeline, look, close: () => timeline.close() };
  }
  const folder = SQLITE_TMPDIR ?? TMPDIR ?? '/var/tmp';
  removeLeft(folder);
  const ours = mkdtempSync(join(folder, `${prefix}${process.pid}-`));
  const remove = (): void => rmSync(ours, { recursive: true, force: true });
  try {
    const file = join(ours, 'timeline.db');
    const timeline = await openTimeline({ file, mode: 'write', durability: 'process', cacheKiB: liveCacheKiB });
    return { timeline, look: async () => null, close: () => timeline.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

function removeLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? /^\d+(?=-)/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Somebody else's.
    }
  }
}
