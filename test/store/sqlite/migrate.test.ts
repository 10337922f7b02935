import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../src/store/sqlite/migrate.ts';
import { migrations } from '../../../src/store/sqlite/migrations/index.ts';
import { views } from '../../../src/store/sqlite/views/index.ts';

const next = { version: migrations.length + 1, name: 'next', sql: 'ALTER TABLE position ADD COLUMN note TEXT' };

test('versions count from 1 without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});

test('a timeline of the version before keeps its facts and gets the new schema and views', () => {
  const db = new Database(':memory:');
  migrate(db, 't.db');
  db.exec(`INSERT INTO position (source, position) VALUES ('s', '1')`);
  migrate(db, 't.db', [...migrations, next]);
  expect(schemaVersion(db, 't.db', [...migrations, next])).toBe(next.version);
  expect(db.prepare('SELECT * FROM position').all()).toEqual([{ source: 's', position: '1', note: null }]);
  for (const { name } of views) expect(() => db.prepare(`SELECT * FROM ${name}`).all()).not.toThrow();
});

test('a migration that fails changes nothing', () => {
  const db = new Database(':memory:');
  migrate(db, 't.db');
  const broken = { version: next.version, name: 'broken', sql: `${next.sql}; SELECT nonsense FROM nowhere` };
  expect(() => migrate(db, 't.db', [...migrations, broken])).toThrow('no such table');
  expect(schemaVersion(db, 't.db')).toBe(migrations.length);
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE type = 'view'`).pluck().get()).toBe(views.length);
  expect(() => db.prepare('SELECT note FROM position')).toThrow('no such column');
});

/** Reads in order must walk an index: sorting would hold the whole timeline in memory. */
test.each([
  ['host_key, boot_key, order_us, path, byte_start, seq', 'kernel_record_by_boot'],
  ['host_key, order_us, path, byte_start, seq', 'kernel_record_by_time'],
])('a page of records in order of %s comes from an index', (key, index) => {
  const db = new Database(':memory:');
  migrate(db, null);
  const marks = key.replaceAll(/\w+/g, '?');
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT body FROM kernel_record WHERE 1 AND (${key}) > (${marks}) ORDER BY ${key} LIMIT 32`,
    )
    .all(...Array<string>(key.split(',').length).fill(''))
    .map((row) => (row as { detail: string }).detail);
  expect(plan).toEqual([expect.stringMatching(new RegExp(`^(SEARCH|SCAN) kernel_record USING INDEX ${index}`))]);
});
