import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTimeline } from '../../../src/store/index.ts';
import { createAppender } from '../../../src/store/sqlite/append.ts';
import { explain } from '../../../src/store/sqlite/errors.ts';
import { migrate } from '../../../src/store/sqlite/migrate.ts';
import { all, batchOf, oomKill, sampleAt, stored } from '../facts.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'oomtrail-store-'));
  file = join(directory, 'timeline.db');
});

afterEach(() => rm(directory, { recursive: true }));

async function troubleOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no trouble',
    (error: unknown) => error,
  );
}

/** A file that is not ours is told apart and left as it is. */
test.each([
  ['text', async () => writeFile(file, 'Nov 20 12:00:00 web1 kernel: Out of memory\n'.repeat(100))],
  [
    'another SQLite file',
    async () => {
      const other = new Database(file);
      other.exec('create table kittens (name)');
      other.close();
    },
  ],
])('%s is no timeline, for reading and for writing', async (_what, make) => {
  await make();
  const before = await readFile(file);
  for (const mode of ['read', 'write'] as const) {
    const trouble = await troubleOf(openTimeline({ file, mode }));
    expect(trouble).toMatchObject({ name: 'StoreError', trouble: 'not-a-timeline', exitCode: 2 });
    expect(String(trouble)).toContain(file);
  }
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('a timeline of a newer version is refused with a sentence that says so', async () => {
  await (await openTimeline({ file, mode: 'write' })).close();
  const db = new Database(file);
  db.pragma('user_version = 99');
  db.close();
  for (const mode of ['read', 'write'] as const) {
    const trouble = await troubleOf(openTimeline({ file, mode }));
    expect(trouble).toMatchObject({ trouble: 'newer', exitCode: 2 });
    expect(String(trouble)).toContain('newer oomtrail');
  }
});

test('an empty file is older than every version for a reader, and may become a timeline for a writer', async () => {
  await writeFile(file, '');
  expect(await troubleOf(openTimeline({ file, mode: 'read' }))).toMatchObject({ trouble: 'older', exitCode: 2 });
  const timeline = await openTimeline({ file, mode: 'write' });
  expect((await timeline.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))] }))).fresh).toBe(1);
  await timeline.close();
});

test('a missing file, a missing directory and a directory are named', async () => {
  expect(await troubleOf(openTimeline({ file, mode: 'read' }))).toMatchObject({ trouble: 'missing', exitCode: 2 });
  const nowhere = openTimeline({ file: join(directory, 'no', 't.db'), mode: 'write' });
  expect(await troubleOf(nowhere)).toMatchObject({ trouble: 'missing', exitCode: 2 });
  await mkdir(file);
  for (const mode of ['read', 'write'] as const) {
    expect(await troubleOf(openTimeline({ file, mode }))).toMatchObject({ trouble: 'not-a-timeline' });
  }
});

/** Root may do everything, so the rest of this would prove nothing. */
test.skipIf(process.getuid?.() === 0)('no permission has exit status 4', async () => {
  await (await openTimeline({ file, mode: 'write' })).close();
  await chmod(file, 0o400);
  expect(await troubleOf(openTimeline({ file, mode: 'write' }))).toMatchObject({ trouble: 'permission', exitCode: 4 });
  await chmod(file, 0);
  expect(await troubleOf(openTimeline({ file, mode: 'read' }))).toMatchObject({ trouble: 'permission', exitCode: 4 });
});

test('a timeline opened for reading refuses to be written to, and is not changed by being read', async () => {
  const writer = await openTimeline({ file, mode: 'write' });
  await writer.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))] }));
  await writer.close();
  const before = await readFile(file);
  const reader = await openTimeline({ file, mode: 'read' });
  expect(await all(reader.records())).toHaveLength(1);
  expect(await troubleOf(reader.append(batchOf({})))).toMatchObject({ trouble: 'read-only' });
  expect(await troubleOf(reader.prune(0))).toMatchObject({ trouble: 'read-only' });
  await reader.close();
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('another process that writes is waited for, then named; reading goes on beside it', async () => {
  const timeline = await openTimeline({ file, mode: 'write', busyTimeoutMs: 20 });
  await timeline.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))] }));
  const other = new Database(file);
  other.exec('begin immediate');
  const batch = batchOf({ records: [stored(oomKill({ id: 'r2' }))] });
  expect(await troubleOf(timeline.append(batch))).toMatchObject({ trouble: 'locked', exitCode: 3 });
  expect(await all(timeline.records())).toHaveLength(1);
  other.exec('rollback');
  other.close();
  expect((await timeline.append(batch)).fresh).toBe(1);
  await timeline.close();
});

/** Two writers share a file: rows that one takes away must not live on in the other's caches. */
test('a second writer may remove what the first one remembers', async () => {
  const first = await openTimeline({ file, mode: 'write' });
  const second = await openTimeline({ file, mode: 'write' });
  await first.append(batchOf({ samples: [sampleAt(0, 1)] }));
  await second.prune(sampleAt(5, 0).point.atUs);
  await second.append(batchOf({ samples: [sampleAt(6, 99, { pid: 1, comm: 'other' }, '/other.txt')] }));
  await first.append(batchOf({ samples: [sampleAt(7, 2)] }));
  const seen = (await all(first.samples())).map(({ series, points }) => [series.comm, points.map((p) => p.value)]);
  expect(seen).toEqual([
    ['other', [99]],
    ['postgres', [2]],
  ]);
  await first.close();
  await second.close();
});

test('a full disk loses no committed fact, is named, and storing goes on once there is room', () => {
  const db = new Database(file);
  migrate(db, file);
  const { append } = createAppender(db, 1);
  append(batchOf({ records: [stored(oomKill({ id: 'r1' }))], checkpoints: [{ source: 's', position: 1 }] }));
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages + 2}`);
  const samples = Array.from({ length: 5000 }, (_, second) => sampleAt(second, second));
  const big = batchOf({ samples, checkpoints: [{ source: 's', position: 2 }] });
  let trouble: unknown;
  try {
    append(big);
  } catch (error) {
    trouble = explain(error, file);
  }
  expect(trouble).toMatchObject({ name: 'StoreError', trouble: 'full', exitCode: 3 });
  expect(db.prepare("select position from position where source = 's'").pluck().get()).toBe('1');
  expect(db.prepare('select count(*) from point').pluck().get()).toBe(0);
  db.pragma('max_page_count = 1000000');
  expect(append(big).points.fresh).toBe(5000);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});

test('a damaged file is named as damaged', async () => {
  const writer = await openTimeline({ file, mode: 'write' });
  const records = Array.from({ length: 200 }, (_, index) => stored(oomKill({ id: `r${index}`, line: index })));
  await writer.append(batchOf({ records }));
  await writer.close();
  const bytes = await readFile(file);
  bytes.fill(0x5a, 4096);
  await writeFile(file, bytes);
  const work = async (): Promise<unknown> => {
    const reader = await openTimeline({ file, mode: 'read' });
    try {
      return await all(reader.records());
    } finally {
      await reader.close();
    }
  };
  expect(await troubleOf(work())).toMatchObject({ name: 'StoreError', trouble: 'damaged' });
});
