import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outlet } from '../../src/live/events.ts';
import type { Session } from '../../src/live/session.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { incidentsIn, journal, journalctlIn, journalEntry, kernLog, recordsToldIn, sessionOn } from './one-kill.ts';
import { recordsIn } from './source-harness.ts';

/** The log up to the kill; the fixture has no line of the reaper. */
const untilKill = kernLog.slice(0, 1 + kernLog.findIndex((line) => line.includes('Killed process')));
const reaped = 'oom_reaper: reaped process 387 (reportd), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB';

let folder = '';
let db = '';
let timeline: Timeline;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-restart-'));
  db = join(folder, 't.db');
  timeline = await openTimeline({ file: db, mode: 'write' });
});
afterEach(async () => {
  await timeline.close();
  rmSync(folder, { recursive: true, force: true });
});

async function storedIncidents(): Promise<{ id: string; records: readonly string[] }[]> {
  const incidents = [];
  for await (const { id, records } of timeline.incidents()) incidents.push({ id, records });
  return incidents;
}

/** The ring told of the kill; the journal's copy comes when the service is up again. */
async function firstRun(): Promise<void> {
  const { session, told } = await sessionOn(timeline, db, [{ kind: 'kmsg', path: '/dev/kmsg' }]);
  await expect.poll(() => incidentsIn(told).length, { timeout: 10_000 }).toBe(1);
  await session.stop();
  expect(incidentsIn(told).map((text) => text.split(':')[0])).toEqual(['incident', 'incident no longer watched']);
}

test('a copy of a kill that comes after a restart is no news', async () => {
  await firstRun();
  const { session, told } = await sessionOn(timeline, db, [
    { kind: 'journal', program: journalctlIn(folder, journal), matches: [] },
  ]);
  await expect
    .poll(async () => (await recordsIn(timeline)).filter(({ sameAs }) => sameAs !== null).length, { timeout: 15_000 })
    .toBe(1);
  await session.stop();
  expect(recordsToldIn(told)).toEqual([]);
  expect(incidentsIn(told)).toEqual([]);
  expect(await storedIncidents()).toHaveLength(1);
});

test('what comes after a restart to an incident of the session before lets it grow', async () => {
  await firstRun();
  const late = journalEntry(journal.length, 112_000_000, {
    _TRANSPORT: 'journal',
    SYSLOG_IDENTIFIER: 'systemd',
    _COMM: 'systemd',
    _PID: '1',
    _UID: '0',
    UNIT: 'reportd.service',
    MESSAGE: "reportd.service: Failed with result 'oom-kill'.",
  });
  const { session, told } = await sessionOn(timeline, db, [
    { kind: 'journal', program: journalctlIn(folder, [...journal, late]), matches: [] },
  ]);
  await expect.poll(() => recordsToldIn(told).length, { timeout: 15_000 }).toBe(1);
  await expect.poll(() => incidentsIn(told).length, { timeout: 15_000 }).toBe(1);
  await session.stop();
  expect(recordsToldIn(told)).toEqual(['systemd: reportd.service lost a process to the OOM killer']);
  expect(incidentsIn(told).map((text) => text.split(':')[0])).toEqual(['incident grows', 'incident no longer watched']);
  expect(session.totals.incidents).toBe(0);
  expect(await storedIncidents()).toHaveLength(1);
});

/** The reaper's line makes a fuller version of the record, with another id. */
test('a line that completes a kill after a restart does not tell it again', async () => {
  const path = join(folder, 'kern.log');
  writeFileSync(path, '');
  const first = await sessionOn(timeline, db, [{ kind: 'file', path }]);
  appendFileSync(path, untilKill.join(''));
  await expect.poll(() => incidentsIn(first.told).length, { timeout: 10_000 }).toBe(1);
  await first.session.stop();

  const second = await sessionOn(timeline, db, [{ kind: 'file', path }]);
  const [before] = await recordsIn(timeline);
  appendFileSync(path, `${untilKill.at(-1)?.split(' kernel: ')[0]} kernel: ${reaped}\n`);
  await expect
    .poll(async () => (await recordsIn(timeline))[0]?.record.id, { timeout: 10_000 })
    .not.toBe(before?.record.id);
  await second.session.stop();
  expect(await recordsIn(timeline)).toHaveLength(1);
  expect(recordsToldIn(second.told)).toEqual([]);
  expect(incidentsIn(second.told)).toEqual([]);
  const records = await recordsIn(timeline);
  expect((await storedIncidents()).map((one) => one.records)).toEqual([records.map(({ record }) => record.id)]);
});

/** Who pages by a hook that is down must hear of the last events too: what is told while a session ends is spooled. */
test('what is told at the very end is kept for a hook that did not hear it', async () => {
  const waiting: string[] = [];
  const outlet: Outlet = {
    tell(event) {
      waiting.push(event.text);
      session?.keep('webhook', { waiting });
    },
    close: async () => {},
  };
  let session: Session | null = null;
  const first = await sessionOn(timeline, db, [{ kind: 'kmsg', path: '/dev/kmsg' }], { outlets: [outlet] });
  session = first.session;
  await expect.poll(() => incidentsIn(first.told).length, { timeout: 10_000 }).toBe(1);
  await session.stop();
  expect(await timeline.checkpoint('webhook')).toEqual({ waiting });
  expect(waiting.at(-1)).toBe('stopped; 1 record stored');
  expect(await timeline.checkpoint('untold')).toEqual([]);
});

/** kill -9 while judging: who waits for a kill hears of it from the next run, since nothing reads it again. */
test('what was stored and not told is told after a restart', async () => {
  await firstRun();
  const [record] = await recordsIn(timeline);
  const empty = { records: [], samples: [], coverage: [] };
  await timeline.replaceIncidents([]);
  await timeline.append({ ...empty, checkpoints: [{ source: 'untold', position: [record?.record.id] }] });
  const { session, told } = await sessionOn(timeline, db, []);
  await expect.poll(() => incidentsIn(told).length, { timeout: 10_000 }).toBe(1);
  await session.stop();
  expect(recordsToldIn(told)).toHaveLength(1);
  const again = await sessionOn(timeline, db, []);
  await again.session.stop();
  expect(recordsToldIn(again.told)).toEqual([]);
});
