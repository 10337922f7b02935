import { statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';

/** Where less is free, the timeline takes what it needs when it needs it. */
const leastFreeBytes = 512 * 1024 * 1024;
/** Small enough that the transaction does not fit and must go into the log. */
const cacheKiB = 256;
const rowBytes = 4000;

/**
 * Lets the write-ahead log have its size before it is written: a synced commit that makes a file longer waits for the file
 * system's own journal, and with it for what others have written there; one that writes over what is there does not. A third of
 * that is saved in the median, and most of it in the worst case on a busy disk.
 *
 * It is a transaction that is too large for the cache, taken back: nothing of it is in the timeline.
 */
export function reserveLog(db: Database, file: string, pages: number): void {
  const bytes = pages * 4096;
  try {
    const { bavail, bsize } = statfsSync(dirname(resolve(file)));
    const length = statSync(`${resolve(file)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (length >= bytes || bavail * bsize < leastFreeBytes) return;
    const before = db.pragma('cache_size', { simple: true });
    db.pragma(`cache_size = ${-cacheKiB}`);
    try {
      db.exec('BEGIN IMMEDIATE; CREATE TABLE room_in_log (filler BLOB)');
      const fill = db.prepare(`INSERT INTO room_in_log VALUES (zeroblob(${rowBytes}))`);
      for (let row = 0; row < pages; row += 1) fill.run();
    } finally {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.pragma(`cache_size = ${before}`);
    }
  } catch {
    // The disk is full, or somebody else writes: the log grows as it is used.
  }
}
