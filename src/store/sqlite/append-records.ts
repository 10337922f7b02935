import type { Span } from '../../../parsers/model/span.ts';
import type { StoredRecord } from '../timeline.ts';
import type { Connection } from './connection.ts';
import type { FileTable } from './files.ts';
import { microsecondsOf } from './sql-time.ts';

/** What became of a record that was offered. */
export type Outcome = 'fresh' | 'duplicate' | 'renewed';

interface KnownRow {
  readonly seq: number;
  /** 1 where the body is replaced: a newer parser wrote this one, or the file is being read again. */
  readonly outdated: number;
}

/** Stores one record, or adds an address to the one that is there. */
export function createRecordAppender(
  db: Connection,
  files: FileTable,
  parserVersion: number,
): (stored: StoredRecord) => Outcome {
  const find = db.prepare<[number, string], KnownRow>(
    `SELECT r.seq, r.parser_version < ? OR f.stale AS outdated
     FROM kernel_record r JOIN file f ON f.id = r.file WHERE r.id = ?`,
  );
  const insert = db.prepare(
    'INSERT INTO kernel_record (id, file, parser_version, directory, at_us, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const renew = db.prepare(
    'UPDATE kernel_record SET file = ?, parser_version = ?, directory = ?, at_us = ?, body = ? WHERE seq = ?',
  );
  const see = db.prepare(
    'INSERT OR IGNORE INTO sighting (record, file, byte_start, byte_end, line, lines) VALUES (?, ?, ?, ?, ?, ?)',
  );

  function sight(seq: number, file: number, { byteStart, byteEnd, line, lines }: Span): void {
    see.run(seq, file, byteStart, byteEnd, line, lines);
  }

  return ({ record, directory }) => {
    const { source, id } = record;
    const file = files.idOf(source.path, directory);
    const known = find.get(parserVersion, id);
    if (known && !known.outdated) {
      sight(known.seq, file, source);
      return 'duplicate';
    }
    const atUs = record.time === null ? null : microsecondsOf(record.time);
    const body = JSON.stringify(record);
    if (known) {
      renew.run(file, parserVersion, directory, atUs, body, known.seq);
      sight(known.seq, file, source);
      return 'renewed';
    }
    const { lastInsertRowid } = insert.run(id, file, parserVersion, directory, atUs, body);
    sight(Number(lastInsertRowid), file, source);
    return 'fresh';
  };
}
