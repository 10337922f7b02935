import Database from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import type { Cell, QueryResult } from '../timeline.ts';
import { type Connection, openReader } from './connection.ts';
import { explain } from './errors.ts';
import { pause } from './pause.ts';

type Statement = Database.Statement<[], unknown[]>;

const pageRows = 256;
/** A temporary timeline has one connection, which must be free again when the first row is handed out. */
const mostRowsHeld = 100_000;

/**
 * Runs SQL of a user on a connection of its own that can only read: opened read-only, `query_only`, one statement, and
 * that one returns rows and changes nothing. ATTACH, PRAGMA and VACUUM are refused; SQLite is built to refuse extensions.
 */
export function queryFile(
  file: string,
  busyTimeoutMs: number,
  sql: string,
  limit: number,
  open: Set<Connection>,
): QueryResult {
  const db = openReader(file, busyTimeoutMs);
  open.add(db);
  const close = (): void => {
    open.delete(db);
    db.close();
  };
  try {
    const statement = prepareReader(db, sql);
    let truncated = false;
    return {
      columns: statement.columns().map((column) => column.name),
      truncated: () => truncated,
      rows: (async function* () {
        try {
          let given = 0;
          for (const row of statement.iterate()) {
            if (given === limit) {
              truncated = true;
              break;
            }
            given += 1;
            yield row.map(toCell);
            if (given % pageRows === 0) await pause();
          }
        } catch (error) {
          throw explainSql(error, file);
        } finally {
          close();
        }
      })(),
    };
  } catch (error) {
    close();
    throw explainSql(error, file);
  }
}

/** The same on the one connection of a temporary timeline: rows are read to the end first, at most a hundred thousand. */
export function queryTemporary(db: Connection, sql: string, limit: number): QueryResult {
  const rows: Cell[][] = [];
  let truncated = false;
  db.pragma('query_only = ON');
  try {
    const statement = prepareReader(db, sql);
    const columns = statement.columns().map((column) => column.name);
    for (const row of statement.iterate()) {
      if (rows.length === Math.min(limit, mostRowsHeld)) {
        truncated = true;
        break;
      }
      rows.push(row.map(toCell));
    }
    return {
      columns,
      truncated: () => truncated,
      rows: (async function* () {
        yield* rows;
      })(),
    };
  } catch (error) {
    throw explainSql(error, null);
  } finally {
    db.pragma('query_only = OFF');
  }
}

function prepareReader(db: Connection, sql: string): Statement {
  const word = firstWord(sql);
  if (word === '') throw new StoreError('bad-sql', 'the query is empty');
  if (word === 'PRAGMA') {
    throw refused('PRAGMA can change settings', "Tables and columns: select * from pragma_table_info('record')");
  }
  if (word === 'ATTACH' || word === 'DETACH') throw refused('it would open another database', null);
  const statement = db.prepare<[], unknown[]>(sql);
  if (!statement.readonly) throw refused(`${word} would change the timeline`, 'Facts come in through oomtrail import.');
  if (!statement.reader)
    throw refused(`${word} returns no rows`, 'A query begins with SELECT, WITH, VALUES or EXPLAIN.');
  return statement.raw().safeIntegers();
}

function refused(why: string, hint: string | null): StoreError {
  return new StoreError('refused-sql', `a query only reads: ${why}`, { hint });
}

/** First keyword, past blanks and comments, in capitals. */
function firstWord(sql: string): string {
  const rest = sql.replace(/^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
  return /^\w*/.exec(rest)?.[0].toUpperCase() ?? '';
}

function toCell(value: unknown): Cell {
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
    return Number(value);
  }
  return value as Cell;
}

function explainSql(error: unknown, file: string | null): unknown {
  const trouble = explain(error, file);
  if (trouble !== error) return trouble;
  if (error instanceof Database.SqliteError) {
    return new StoreError('bad-sql', `SQL: ${error.message}`, {
      hint: 'Tables, columns and examples: docs/timeline.md',
      cause: error,
    });
  }
  if (error instanceof RangeError && /more than one statement/.test(error.message)) {
    return new StoreError('refused-sql', 'a query is one statement', { cause: error });
  }
  if (error instanceof RangeError && /no statements/.test(error.message)) {
    return new StoreError('bad-sql', 'the query is empty', { cause: error });
  }
  return error;
}
