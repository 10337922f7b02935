import type { Span } from '../../../parsers/model/span.ts';
import type { FileIdentity } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { isAnother } from './files.ts';
import { createHourExtremes } from './hour-extremes.ts';

/** Reads of a file that replace what an earlier reading of it gave. */
export interface Renewals {
  begin(file: FileIdentity): boolean;
  end(path: string): { records: number; points: number };
}

interface MovedRow {
  readonly seq: number;
  readonly file: number;
  readonly path: string;
  readonly directory: string;
  readonly line: number;
  readonly lines: number;
  readonly byte_start: number;
  readonly byte_end: number;
}

export function createRenewals(db: Connection): Renewals {
  const newest = db.prepare<[string], { id: number; head_bytes: number | null; head_hash: string | null }>(
    'SELECT id, head_bytes, head_hash FROM file WHERE path = ? ORDER BY id DESC LIMIT 1',
  );
  const markStale = db.prepare('UPDATE file SET stale = 1 WHERE id = ?');
  const staleFiles = db.prepare<[string], number>('SELECT id FROM file WHERE path = ? AND stale').pluck();
  const dropSightings = db.prepare('DELETE FROM sighting WHERE file = ?');
  // Records first seen in the stale reading that still stand elsewhere: the earliest such address becomes their own.
  // (With a lone min(), SQLite takes the other columns from the row that holds it.)
  const moved = db.prepare<[number], MovedRow>(
    `SELECT r.seq, min(s.file) AS file, f.path, f.directory, s.line, s.lines, s.byte_start, s.byte_end
     FROM kernel_record r JOIN sighting s ON s.record = r.seq JOIN file f ON f.id = s.file
     WHERE r.file = ? GROUP BY r.seq`,
  );
  const move = db.prepare(
    `UPDATE kernel_record SET file = ?, directory = ?, body = json_set(body, '$.source', json(?), '$.continuedIn', NULL)
     WHERE seq = ?`,
  );
  const dropRecords = db.prepare('DELETE FROM kernel_record WHERE file = ?');
  const contributions = db.prepare<[number], { series: number; from_us: number; to_us: number }>(
    'SELECT series, from_us, to_us FROM series_file WHERE file = ?',
  );
  const dropPoints = db.prepare('DELETE FROM point WHERE series = ? AND at_us BETWEEN ? AND ? AND file = ?');
  const dropContributions = db.prepare('DELETE FROM series_file WHERE file = ?');
  const dropFile = db.prepare('DELETE FROM file WHERE id = ?');

  const hours = createHourExtremes(db);

  function dropReading(file: number): { records: number; points: number } {
    dropSightings.run(file);
    for (const row of moved.all(file)) move.run(row.file, row.directory, JSON.stringify(spanOf(row)), row.seq);
    const records = dropRecords.run(file).changes;
    let points = 0;
    for (const { series, from_us, to_us } of contributions.all(file)) {
      const dropped = dropPoints.run(series, from_us, to_us, file).changes;
      if (dropped > 0) hours.drop(series, from_us, to_us);
      points += dropped;
    }
    dropContributions.run(file);
    dropFile.run(file);
    return { records, points };
  }

  const begin = db.transaction((file: FileIdentity): boolean => {
    const known = newest.get(file.path);
    if (!known || known.head_hash === null || isAnother(known, file)) return false;
    markStale.run(known.id);
    return true;
  });

  const end = db.transaction((path: string) => {
    const dropped = { records: 0, points: 0 };
    for (const file of staleFiles.all(path) as number[]) {
      const { records, points } = dropReading(file);
      dropped.records += records;
      dropped.points += points;
    }
    dropEmptySeries(db);
    return dropped;
  });

  return { begin: (file) => begin.immediate(file), end: (path) => end.immediate(path) };
}

function spanOf(row: MovedRow): Span {
  return { path: row.path, line: row.line, byteStart: row.byte_start, byteEnd: row.byte_end, lines: row.lines };
}

/** A series that no file gives points to any more goes. */
export function dropEmptySeries(db: Connection): void {
  db.exec('DELETE FROM sample_series WHERE id NOT IN (SELECT series FROM series_file)');
}
