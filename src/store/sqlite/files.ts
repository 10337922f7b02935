import type { FileCoverage } from '../../ingest/sink.ts';
import type { FileIdentity, KnownFile } from '../timeline.ts';
import type { Connection } from './connection.ts';

interface FileRow {
  readonly id: number;
  readonly head_bytes: number | null;
  readonly head_hash: string | null;
  readonly stale: number;
}

/** Gives each file a row, and a new one when another file takes the path or the file is read anew. */
export interface FileTable {
  /** Row of the file that has this path now. */
  idOf(path: string, directory: string): number;
  identify(file: FileIdentity): void;
  cover(coverage: FileCoverage): void;
  /** Forgets what is cached: another process, or a rollback, may have changed the rows. */
  reset(): void;
}

const mostCached = 10_000;

export function createFileTable(db: Connection, parserVersion: number): FileTable {
  const newest = db.prepare<[string], FileRow>(
    'SELECT id, head_bytes, head_hash, stale FROM file WHERE path = ? ORDER BY id DESC LIMIT 1',
  );
  const insert = db.prepare('INSERT INTO file (path, directory, parser_version) VALUES (?, ?, ?)');
  const describe = db.prepare(
    'UPDATE file SET size_bytes = ?, mtime_us = ?, head_bytes = ?, head_hash = ? WHERE id = ?',
  );
  const setCoverage = db.prepare('UPDATE file SET coverage = ? WHERE id = ?');
  const ids = new Map<string, number>();

  function add(path: string, directory: string): number {
    const id = Number(insert.run(path, directory, parserVersion).lastInsertRowid);
    remember(path, id);
    return id;
  }

  function remember(path: string, id: number): void {
    if (ids.size >= mostCached) ids.clear();
    ids.set(path, id);
  }

  function idOf(path: string, directory: string): number {
    const cached = ids.get(path);
    if (cached !== undefined) return cached;
    const row = newest.get(path);
    if (!row || row.stale) return add(path, directory);
    remember(path, row.id);
    return row.id;
  }

  return {
    idOf,
    identify(file) {
      const row = newest.get(file.path);
      const id =
        row && !row.stale && !isAnother(row, file) ? idOf(file.path, file.directory) : add(file.path, file.directory);
      describe.run(file.sizeBytes, file.mtimeUs, file.headBytes, file.headHash, id);
    },
    cover(coverage) {
      setCoverage.run(JSON.stringify(coverage), idOf(coverage.path, coverage.directory));
    },
    reset: () => ids.clear(),
  };
}

/** Whether the file is not the one that is known under its path. */
export function isAnother(known: Pick<FileRow, 'head_bytes' | 'head_hash'>, file: FileIdentity): boolean {
  if (known.head_bytes === null) return false;
  if (file.headBytes !== known.head_bytes) return file.headBytes < known.head_bytes;
  return file.headHash !== known.head_hash;
}

interface KnownFileRow {
  readonly path: string;
  readonly directory: string;
  readonly size_bytes: number | null;
  readonly mtime_us: number | null;
  readonly head_bytes: number | null;
  readonly head_hash: string | null;
  readonly parser_version: number;
  readonly renewing: number;
}

/** The newest file of every path. One that is being renewed keeps the version of its old reading until that is done. */
export function knownFiles(db: Connection): KnownFile[] {
  const rows = db
    .prepare<[], KnownFileRow>(
      `SELECT f.path, f.directory, f.size_bytes, f.mtime_us, f.head_bytes, f.head_hash,
         (SELECT min(o.parser_version) FROM file o WHERE o.path = f.path AND (o.id = f.id OR o.stale)) AS parser_version,
         EXISTS (SELECT 1 FROM file o WHERE o.path = f.path AND o.stale) AS renewing
       FROM file f WHERE f.id = (SELECT max(n.id) FROM file n WHERE n.path = f.path) ORDER BY f.path`,
    )
    .all();
  return rows.map((row) => ({
    path: row.path,
    directory: row.directory,
    sizeBytes: row.size_bytes,
    mtimeUs: row.mtime_us,
    headBytes: row.head_bytes,
    headHash: row.head_hash,
    parserVersion: row.parser_version,
    renewing: row.renewing === 1,
  }));
}

/** Coverage of every file that was read to its end, the newest of each path. */
export function storedCoverage(db: Connection): FileCoverage[] {
  const bodies = db
    .prepare<[], string>(
      `SELECT f.coverage FROM file f
       WHERE f.id = (SELECT max(n.id) FROM file n WHERE n.path = f.path AND n.coverage IS NOT NULL) ORDER BY f.path`,
    )
    .pluck()
    .all() as string[];
  return bodies.map((body) => JSON.parse(body) as FileCoverage);
}
