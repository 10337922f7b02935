import { parserVersion } from '../../parsers/model/parser-version.ts';
import type { Timeline } from './timeline.ts';

export interface TimelineOptions {
  /** Path of the timeline, or null for a temporary one that leaves nothing behind, even after a crash. */
  readonly file: string | null;
  /** `write` makes the file where there is none and brings an older one up to date; `read` never changes it. */
  readonly mode: 'write' | 'read';
  /**
   * What a commit survives. `process` (default): the end of the process, however hard; after a power loss the newest
   * commits may be missing, together with the positions they reached, so that what files still hold is read again.
   * `power`: power loss too, at one fsync a commit; for sources that cannot be read again, such as /dev/kmsg.
   */
  readonly durability?: 'process' | 'power';
  /** How long to wait for another process's commit. */
  readonly busyTimeoutMs?: number;
  /** Of the parsers whose records are appended; for tests. */
  readonly parserVersion?: number;
}

/** Opens a timeline. Throws `StoreError` with a sentence where that is not possible. */
export async function openTimeline(options: TimelineOptions): Promise<Timeline> {
  const { openSqliteTimeline } = await import('./sqlite/sqlite-timeline.ts');
  return openSqliteTimeline({ durability: 'process', busyTimeoutMs: 5000, parserVersion, ...options });
}
