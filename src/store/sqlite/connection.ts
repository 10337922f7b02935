import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { reserveLog } from './reserve-log.ts';

export type Connection = Database.Database;

/** Pages of 4 KiB in the write-ahead log before they are moved into the file: 16 MiB, so that an import syncs rarely. */
const checkpointPages = 4000;
/** Where each record is synced: a log that keeps its size, and is moved into the file in steps of some milliseconds. */
const syncedCheckpointPages = 1000;
const reservedPages = 2 * syncedCheckpointPages;

/** A reader goes through the file once; the writer has SQLite's 16 MiB here. */
const readerCacheKiB = 8192;

/**
 * Opens a file for reading. Several may be open beside the one writer.
 */
export function openReader(file: string, busyTimeoutMs: number, cacheKiB: number | null = null): Connection {
  mustBeFile(file);
  const db = new Database(resolve(file), { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
  db.pragma('query_only = ON');
  db.pragma(`cache_size = ${-(cacheKiB ?? readerCacheKiB)}`);
  return db;
}

/** Opens a file for writing, without changing it yet; makes it where there is none. */
export function openWriter(file: string, busyTimeoutMs: number): Connection {
  mustHaveDirectory(file);
  return new Database(resolve(file), { timeout: busyTimeoutMs });
}

/**
 * A database that SQLite keeps in its page cache and lets grow into a temporary file beyond 16 MiB. The file is made
 * without a name (or unlinked at once), in SQLITE_TMPDIR, TMPDIR or /var/tmp. The rollback journal is in memory: it holds
 * the pages one batch changes, and pages that a batch adds need none.
 */
export function openTemporary(): Connection {
  const db = new Database('');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = ON');
  return db;
}

/**
 * Sets a file up for writing. Write-ahead log: readers and the writer do not wait for each other, and a killed process
 * loses nothing it committed. `synchronous = NORMAL` syncs when the log is moved into the file, so a power loss takes at
 * most the newest commits, never the file's consistency; FULL syncs every commit.
 */
export function setUpWriter(db: Connection, durability: 'process' | 'power', cacheKiB: number | null = null): void {
  if (cacheKiB !== null) db.pragma(`cache_size = ${-cacheKiB}`);
  const journal = db.pragma('journal_mode = WAL', { simple: true });
  // Some network file systems cannot share the log's index: without it NORMAL could leave a damaged file.
  db.pragma(`synchronous = ${durability === 'power' || journal !== 'wal' ? 'FULL' : 'NORMAL'}`);
  db.pragma(`wal_autocheckpoint = ${durability === 'power' ? syncedCheckpointPages : checkpointPages}`);
  db.pragma(`journal_size_limit = ${checkpointPages * 4096}`);
  db.pragma('foreign_keys = ON');
  if (durability === 'power' && journal === 'wal') reserveLog(db, db.name, reservedPages);
}

/**
 * Decides for each commit whether it waits for the disk. Only where records must survive a power loss, the journal is a
 * write-ahead log, and there is none among what is committed, it need not: a later sync takes everything before it along.
 */
export function createSync(db: Connection, durability: 'process' | 'power'): (holdsRecords: boolean) => void {
  const mayVary = durability === 'power' && db.pragma('journal_mode', { simple: true }) === 'wal';
  let syncs = true;
  return (holdsRecords) => {
    if (!mayVary || syncs === holdsRecords) return;
    // Not pragma(): it leaves a statement behind each time, outside of the heap, until the heap is cleaned.
    db.exec(`PRAGMA synchronous = ${holdsRecords ? 'FULL' : 'NORMAL'}`);
    syncs = holdsRecords;
  };
}

/**
 * Closes the writer. Where it is the last one, the log is folded into the file, which is then a plain single file again:
 * it can be copied, and read from a medium that cannot be written to.
 */
export function closeWriter(db: Connection): void {
  try {
    db.pragma('optimize');
    db.pragma('busy_timeout = 0');
    db.pragma('journal_mode = DELETE');
  } catch {
    // Others still read it, or the disk is full: the file stays as it is, complete together with its log.
  }
  db.close();
}

function mustBeFile(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) {
    throw new StoreError('missing', `${file}: there is no such timeline`, {
      hint: `Make one: oomtrail import PATH... --db ${file}`,
    });
  }
  if (!stat.isFile()) throw new StoreError('not-a-timeline', `${file}: a directory, not a timeline`);
  mustBeAllowed(file, constants.R_OK, 'read');
}

function mustHaveDirectory(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new StoreError('not-a-timeline', `${file}: a directory, not a timeline`);
  const directory = dirname(resolve(file));
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StoreError('missing', `${file}: there is no directory ${directory}`, { hint: 'Make it first.' });
  }
  if (stat) mustBeAllowed(file, constants.W_OK, 'write');
  else mustBeAllowed(directory, constants.W_OK, 'write to');
}

function mustBeAllowed(path: string, mode: number, verb: string): void {
  try {
    accessSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EROFS') {
      throw new StoreError('read-only', `${path}: its file system is read-only`, { cause: error });
    }
    throw new StoreError('permission', `${path}: no permission to ${verb} it`, { cause: error });
  }
}
