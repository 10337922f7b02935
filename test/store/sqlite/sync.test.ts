import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSync, openWriter, setUpWriter } from '../../../src/store/sqlite/connection.ts';

const normal = 1;
const full = 2;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What `synchronous` is for each of these commits. */
function levels(durability: 'process' | 'power', commits: readonly boolean[], journal?: string): unknown[] {
  const db = openWriter(join(folder, 't.db'), 1000);
  setUpWriter(db, durability);
  if (journal !== undefined) db.pragma(`journal_mode = ${journal}`);
  if (journal !== undefined) db.pragma('synchronous = FULL');
  const sync = createSync(db, durability);
  const seen = commits.map((holdsRecords) => {
    sync(holdsRecords);
    return db.pragma('synchronous', { simple: true });
  });
  db.close();
  return seen;
}

/** A sample a second would be a wait for the disk a second, and a kill that comes meanwhile waits with it. */
test('only commits that hold records wait for the disk, where records must survive a power loss', () => {
  expect(levels('power', [false, true, true, false])).toEqual([normal, full, full, normal]);
});

test('a timeline that a process may lose the end of is synced for nobody', () => {
  expect(levels('process', [false, true])).toEqual([normal, normal]);
});

/** Without a write-ahead log, NORMAL could leave a damaged file. */
test('where the file system has no write-ahead log every commit is synced', () => {
  expect(levels('power', [false, true], 'DELETE')).toEqual([full, full]);
});
