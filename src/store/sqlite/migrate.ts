import { StoreError } from '../store-error.ts';
import type { Connection } from './connection.ts';
import { nameOf } from './errors.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { views } from './views/index.ts';

/** "oomt": marks a SQLite file as a timeline. */
const applicationId = 0x6f6f6d74;

/** Version of the schema in a file, 0 for an empty one. Throws where the file is no timeline or a newer one. */
export function schemaVersion(db: Connection, file: string | null, steps: readonly Migration[] = migrations): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  const application = Number(db.pragma('application_id', { simple: true }));
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (application !== applicationId && (application !== 0 || version !== 0 || tables !== 0)) {
    throw new StoreError('not-a-timeline', `${nameOf(file)}: an SQLite file, but not a timeline of oomtrail`, {
      hint: 'Name another file, or one that does not exist yet.',
    });
  }
  if (version > steps.length) {
    throw new StoreError(
      'newer',
      `${nameOf(file)}: written by a newer oomtrail (schema ${version}, this one knows ${steps.length})`,
      { hint: 'Install the newer oomtrail.' },
    );
  }
  return version;
}

/** Brings a database to the newest schema, whole or not at all. Two processes may try at once. */
export function migrate(db: Connection, file: string | null, steps: readonly Migration[] = migrations): void {
  if (schemaVersion(db, file, steps) === steps.length) return;
  db.transaction(() => {
    const version = schemaVersion(db, file, steps);
    if (version === steps.length) return;
    const old = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'view'`).pluck().all() as string[];
    for (const name of old) db.exec(`DROP VIEW "${name}"`);
    for (const step of steps.slice(version)) db.exec(step.sql);
    for (const view of views) db.exec(`CREATE VIEW ${view.name} AS ${view.sql}`);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}
