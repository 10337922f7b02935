import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

/** Filters differ in which fields they have, not in values: the texts are few. */
const mostKept = 64;

const kept = new WeakMap<Connection, Map<string, Statement<unknown[], unknown>>>();

/**
 * A statement of a connection, prepared when it is asked for first: preparing one costs more than a read of a few rows. Only
 * for `all` and `get`, which are through when they return; what a caller iterates over belongs to that caller.
 */
export function prepared<Bound extends unknown[], Row>(
  db: Connection,
  sql: string,
  rows: 'objects' | 'arrays' | 'values' = 'objects',
): Pick<Statement<Bound, Row>, 'all' | 'get'> {
  const statements = kept.get(db) ?? new Map<string, Statement<unknown[], unknown>>();
  kept.set(db, statements);
  const key = `${rows} ${sql}`;
  let statement = statements.get(key);
  if (statement === undefined) {
    statement = db.prepare<unknown[], unknown>(sql);
    if (rows === 'arrays') statement.raw();
    if (rows === 'values') statement.pluck();
    for (const oldest of statements.keys()) {
      if (statements.size < mostKept) break;
      statements.delete(oldest);
    }
    statements.set(key, statement);
  }
  return statement as unknown as Statement<Bound, Row>;
}
