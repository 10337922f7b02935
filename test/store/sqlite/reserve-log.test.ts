import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWriter } from '../../../src/store/sqlite/connection.ts';
import { reserveLog } from '../../../src/store/sqlite/reserve-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-reserve-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A commit that makes the log longer waits for the file system's journal. */
test('the log has its size before the first commit, which writes over it, and the timeline holds nothing of that', () => {
  const file = join(folder, 't.db');
  const db = openWriter(file, 1000);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE one (text TEXT)');
  const cache = db.pragma('cache_size', { simple: true });
  reserveLog(db, file, 500);
  const reserved = statSync(`${file}-wal`).size;
  expect(reserved).toBeGreaterThan(300 * 4096);
  for (let row = 0; row < 20; row += 1) db.prepare('INSERT INTO one VALUES (?)').run('x'.repeat(1000));
  expect(statSync(`${file}-wal`).size).toBe(reserved);
  expect(db.pragma('cache_size', { simple: true })).toBe(cache);
  expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['one']);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});

test('while somebody else writes, the log stays as it is', () => {
  const file = join(folder, 't.db');
  const db = openWriter(file, 1000);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE one (text TEXT)');
  const other = openWriter(file, 10);
  db.exec('BEGIN IMMEDIATE');
  reserveLog(other, file, 500);
  db.exec("INSERT INTO one VALUES ('kept'); COMMIT");
  expect(statSync(`${file}-wal`).size).toBeLessThan(20 * 4096);
  expect(other.prepare('SELECT text FROM one').pluck().all()).toEqual(['kept']);
  other.close();
  db.close();
});
