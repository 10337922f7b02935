import Database from 'better-sqlite3';
import { StoreError, type StoreTrouble } from '../store-error.ts';

interface Explained {
  readonly trouble: StoreTrouble;
  readonly why: string;
  readonly hint: string | null;
}

/** By SQLite's primary result code; extended codes begin with it. First match wins. */
const explanations: readonly (readonly [code: string, Explained])[] = [
  ['SQLITE_BUSY', { trouble: 'locked', why: 'another process is writing to it', hint: 'Try again when that is done.' }],
  ['SQLITE_LOCKED', { trouble: 'locked', why: 'it is in use', hint: 'Try again when that is done.' }],
  [
    'SQLITE_FULL',
    {
      trouble: 'full',
      why: 'there is no space left on its disk',
      hint: 'Nothing of this batch was stored. Free some space.',
    },
  ],
  [
    'SQLITE_READONLY',
    {
      trouble: 'read-only',
      why: 'it is not writable',
      hint: 'Name a file in a directory that you can write to.',
    },
  ],
  [
    'SQLITE_NOTADB',
    {
      trouble: 'not-a-timeline',
      why: 'not an SQLite file',
      hint: 'Logs and samples are given as PATHs, without --db.',
    },
  ],
  [
    'SQLITE_CORRUPT',
    {
      trouble: 'damaged',
      why: 'it is damaged',
      hint: 'Save what can be saved with: sqlite3 FILE .recover. Or import the logs into a new timeline.',
    },
  ],
  ['SQLITE_PERM', { trouble: 'permission', why: 'permission denied', hint: null }],
  [
    'SQLITE_IOERR_GETTEMPPATH',
    {
      trouble: 'io',
      why: 'there is no directory for temporary files',
      hint: 'Set SQLITE_TMPDIR to one that you can write to.',
    },
  ],
  ['SQLITE_IOERR', { trouble: 'io', why: 'reading or writing it failed', hint: null }],
  [
    'SQLITE_CANTOPEN',
    {
      trouble: 'io',
      why: 'it cannot be opened',
      hint: 'Its directory must be writable too, unless the timeline was closed properly.',
    },
  ],
];

/** What to call a timeline in a sentence. */
export function nameOf(file: string | null): string {
  return file ?? 'the temporary timeline';
}

/** Trouble with the file as a sentence for the user; anything else is a bug of ours and comes back as it is. */
export function explain(error: unknown, file: string | null): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const found = explanations.find(([code]) => error.code === code || error.code.startsWith(`${code}_`));
  if (!found) return error;
  const [, { trouble, why, hint }] = found;
  return new StoreError(trouble, `${nameOf(file)}: ${why} (${error.message})`, { hint, cause: error });
}

/** Hands on what a reading gives, with its errors explained. Nothing is opened before the first item is asked for. */
export async function* explainedStream<Item>(
  file: string | null,
  read: () => AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* read();
  } catch (error) {
    throw explain(error, file);
  }
}

/** Runs something that touches the database, with its errors explained. */
export function explained<Result>(file: string | null, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw explain(error, file);
  }
}
