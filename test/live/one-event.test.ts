import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTimeline } from '../../src/store/index.ts';
import { journal, journalctlIn, kernLog, sessionOn } from './one-kill.ts';
import { recordsIn } from './source-harness.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-one-event-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one event in the ring, the journal and kern.log is told once', async () => {
  const path = join(folder, 'kern.log');
  const db = join(folder, 't.db');
  writeFileSync(path, '');
  const timeline = await openTimeline({ file: db, mode: 'write' });
  const { session, told } = await sessionOn(timeline, db, [
    { kind: 'kmsg', path: '/dev/kmsg' },
    { kind: 'journal', program: journalctlIn(folder, journal), matches: [] },
    { kind: 'file', path },
  ]);
  appendFileSync(path, kernLog.join(''));
  await expect.poll(async () => (await recordsIn(timeline)).length, { timeout: 15_000 }).toBe(3);
  // The last of the three is looked at as well.
  await expect
    .poll(async () => (await recordsIn(timeline)).filter(({ sameAs }) => sameAs === null).length, { timeout: 15_000 })
    .toBe(1);
  await session.stop();

  expect(told.flatMap((event) => (event.event === 'record' ? [event.record.kind] : []))).toEqual(['oom-kill']);
  const opened = told.flatMap((event) =>
    event.event === 'incident' && event.phase === 'open' ? [event.incident] : [],
  );
  expect(opened).toHaveLength(1);
  expect(opened[0]?.kills).toBe(1);
  expect(session.totals.records.get('oom-kill')).toBe(1);
  const rows = [];
  for await (const row of (await timeline.query('SELECT seen_in FROM record')).rows) rows.push(row);
  expect(rows).toEqual([[3]]);
  const incidents = [];
  for await (const incident of timeline.incidents()) incidents.push(incident);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({ scope: 'memcg', verdict: { who: { comm: 'reportd', pid: 387 } } });
  await timeline.close();
});
