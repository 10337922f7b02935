import { StoreError } from '../store-error.ts';
import type { Timeline, TimelineOptions } from '../timeline.ts';
import { createAppender } from './append.ts';
import {
  type Connection,
  closeWriter,
  createSync,
  openReader,
  openTemporary,
  openWriter,
  setUpWriter,
} from './connection.ts';
import { explain, explained } from './errors.ts';
import { createIncidentWriter } from './incidents.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { readingSide } from './reading-side.ts';
import { createRenewals } from './renewal.ts';
import { prune, thin } from './retention.ts';
import { createMerger } from './same-event.ts';

/** A timeline in a SQLite file, or in a temporary one. */
export function openSqliteTimeline(options: Required<TimelineOptions>): Timeline {
  const { file, mode } = options;
  return explained(file, () => {
    if (mode === 'write') return writable(options);
    if (file === null) throw new TypeError('a temporary timeline is opened for writing');
    return readable(file, options);
  });
}

function writable({ file, durability, busyTimeoutMs, cacheKiB, parserVersion }: Required<TimelineOptions>): Timeline {
  const db = file === null ? openTemporary() : openWriter(file, busyTimeoutMs);
  try {
    if (file !== null) {
      // Looked at before anything is set: a file that is not ours stays as it is.
      schemaVersion(db, file);
      setUpWriter(db, durability, cacheKiB);
    }
    migrate(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  const appender = createAppender(db, parserVersion, createSync(db, durability));
  const replaceIncidents = createIncidentWriter(db);
  const mergeRecords = createMerger(db);
  const renewals = createRenewals(db);
  let reader: Connection | null = null;
  const readingConnection = (): Connection => {
    if (file === null) return db;
    reader ??= explained(file, () => openReader(file, busyTimeoutMs, cacheKiB));
    return reader;
  };
  const write = async <Result>(run: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (error) {
      throw explain(error, file);
    }
  };
  const reading = readingSide(file, busyTimeoutMs, readingConnection);

  return {
    ...reading,
    append: (batch) => write(() => appender.append(batch)),
    replaceIncidents: (incidents) => write(() => replaceIncidents(incidents)),
    mergeRecords: (links, { fromUs = null } = {}) => write(() => mergeRecords(links, fromUs)),
    beginRenewal: (identity) =>
      write(() => {
        appender.forget();
        return renewals.begin(identity);
      }),
    endRenewal: (path) =>
      write(() => {
        appender.forget();
        return renewals.end(path);
      }),
    prune: (beforeUs) => write(() => prune(db, beforeUs).finally(appender.forget)),
    thin: (range) => write(() => thin(db, range)),
    async close() {
      await reading.close();
      reader?.close();
      if (file === null) db.close();
      else closeWriter(db);
    },
  };
}

function readable(file: string, { busyTimeoutMs, cacheKiB }: Required<TimelineOptions>): Timeline {
  const db = openReader(file, busyTimeoutMs, cacheKiB);
  try {
    const version = schemaVersion(db, file);
    if (version < migrations.length) {
      throw new StoreError(
        'older',
        `${file}: written by an older oomtrail (schema ${version} of ${migrations.length})`,
        {
          hint: `Bring it up to date: oomtrail import --reparse --db ${file}`,
        },
      );
    }
  } catch (error) {
    db.close();
    throw error;
  }
  const refuse = async (): Promise<never> => {
    throw new StoreError('read-only', `${file}: opened for reading only`);
  };
  const reading = readingSide(file, busyTimeoutMs, () => db);
  return {
    ...reading,
    append: refuse,
    replaceIncidents: refuse,
    mergeRecords: refuse,
    beginRenewal: refuse,
    endRenewal: refuse,
    prune: refuse,
    thin: refuse,
    async close() {
      await reading.close();
      db.close();
    },
  };
}
