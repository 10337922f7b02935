import type { AppendResult, Batch } from '../timeline.ts';
import { createPointAppender } from './append-points.ts';
import { createRecordAppender } from './append-records.ts';
import type { Connection } from './connection.ts';
import { createFileTable } from './files.ts';
import { createSeriesTable } from './series-table.ts';

export interface Appender {
  append(batch: Batch): AppendResult;
  /** Drops the caches: rows were taken away through this connection. */
  forget(): void;
}

/**
 * Writes batches, each in one transaction: facts, coverage and positions together.
 *
 * Row ids of files and series are cached between batches. The caches are dropped after a rollback and whenever another
 * connection has committed, since both may have taken rows away. `sync` is told before each transaction what it will hold.
 */
export function createAppender(
  db: Connection,
  parserVersion: number,
  sync: (holdsRecords: boolean) => void = () => {},
): Appender {
  const files = createFileTable(db, parserVersion);
  const series = createSeriesTable(db);
  const appendRecord = createRecordAppender(db, files, parserVersion);
  const appendPoints = createPointAppender(db, files, series);
  const dropSightings = db.prepare(
    `DELETE FROM sighting WHERE record = (SELECT seq FROM kernel_record WHERE id = ?)
       AND file IN (SELECT id FROM file WHERE path = ?)`,
  );
  const dropUnseen = db.prepare(
    'DELETE FROM kernel_record WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sighting WHERE record = kernel_record.seq)',
  );
  const setPosition = db.prepare(
    'INSERT INTO position (source, position) VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
  );
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  let seenVersion: unknown = null;

  function forget(): void {
    files.reset();
    series.reset();
  }

  function drop(id: string, path: string): void {
    dropSightings.run(id, path);
    dropUnseen.run(id);
  }

  const write = db.transaction((batch: Batch): AppendResult => {
    const version = dataVersion.get();
    if (version !== seenVersion) forget();
    seenVersion = version;

    const counts = { fresh: 0, duplicate: 0, renewed: 0 };
    for (const file of batch.files ?? []) files.identify(file);
    for (const record of batch.records) counts[appendRecord(record)] += 1;
    for (const { id, path } of batch.outgrown ?? []) drop(id, path);
    const points = appendPoints(batch.samples);
    for (const coverage of batch.coverage) files.cover(coverage);
    for (const { source, position } of batch.checkpoints ?? []) setPosition.run(source, JSON.stringify(position));
    return { ...counts, points };
  });

  return {
    forget,
    append(batch) {
      try {
        sync(batch.records.length > 0);
        return write.immediate(batch);
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}
