import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSessionTimeline } from '../../src/live/storing/session-timeline.ts';
import { openTimeline } from '../../src/store/index.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { oomKill } from '../store/facts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-session-timeline-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = (timeline: Timeline, id: string) =>
  timeline.append({ records: [{ record: oomKill({ id }), directory: '/' }], samples: [], coverage: [] });

async function idsIn(file: string): Promise<string[]> {
  const timeline = await openTimeline({ file, mode: 'read' });
  const ids: string[] = [];
  for await (const { record } of timeline.records()) ids.push(record.id);
  await timeline.close();
  return ids;
}

/** Somebody frees space in an outage: SQLite writes on into the file that has no name, and all of it goes with the process. */
test('a timeline that is deleted while it is open is begun anew, and that is said once', async () => {
  const file = join(folder, 't.db');
  const { timeline, look, close } = await openSessionTimeline(file, {});
  await store(timeline, 'before');
  expect(await look()).toBeNull();
  for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name);
  expect(await look()).toMatch(/t\.db was deleted or replaced: a new timeline begins/);
  expect(await look()).toBeNull();
  await store(timeline, 'after');
  await close();
  expect(await idsIn(file)).toEqual(['after']);
});

test('where it cannot be begun anew, storing fails with a sentence until it can', async () => {
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  const file = join(inside, 't.db');
  const { timeline, look, close } = await openSessionTimeline(file, {});
  rmSync(inside, { recursive: true });
  expect(await look()).toMatch(/there is no directory/);
  expect(await look()).toBeNull();
  await expect(store(timeline, 'lost')).rejects.toThrow(StoreError);
  mkdirSync(inside);
  expect(await look()).toMatch(/a new timeline begins/);
  await store(timeline, 'after');
  await close();
  expect(await idsIn(file)).toEqual(['after']);
});
