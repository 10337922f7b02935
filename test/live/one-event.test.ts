import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LiveEvent } from '../../src/live/events.ts';
import { startSession } from '../../src/live/session.ts';
import { openTimeline } from '../../src/store/index.ts';
import { recordsIn } from './source-harness.ts';

/** A kill as the kernel printed it, and how syslog and the journal carry the same lines. */
const ring = readFileSync(fileURLToPath(new URL('../fixtures/live/memcg-kill.kmsg', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n');
const bootUs = Date.UTC(2026, 8, 2, 12, 51, 24) * 1000;
const bootId = 'c'.repeat(32);
const messages = ring.flatMap((line) => {
  const [, us = '', text = ''] = /^\d+,\d+,(\d+),[^;]*;(.*)$/.exec(line) ?? [];
  return us === '' ? [] : [{ us: Number(us), text }];
});

/** A syslog daemon stamps when it reads, a little later than the kernel. */
const kernLog = messages
  .map(({ us, text }) => `${new Date((bootUs + us) / 1000 + 20).toISOString()} web1 kernel: ${text}\n`)
  .join('');

const journal = messages
  .map(({ us, text }, index) =>
    JSON.stringify({
      __CURSOR: `n=${index}`,
      __REALTIME_TIMESTAMP: String(bootUs + us + 3000),
      _SOURCE_MONOTONIC_TIMESTAMP: String(us),
      _TRANSPORT: 'kernel',
      _BOOT_ID: bootId,
      _HOSTNAME: 'web1',
      SYSLOG_IDENTIFIER: 'kernel',
      PRIORITY: '4',
      MESSAGE: text,
    }),
  )
  .join('\n');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-one-event-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one event in the ring, the journal and kern.log is told once', async () => {
  const path = join(folder, 'kern.log');
  const db = join(folder, 't.db');
  const journalctl = join(folder, 'journalctl');
  writeFileSync(path, '');
  writeFileSync(join(folder, 'entries'), `${journal}\n`);
  writeFileSync(journalctl, `#!/bin/sh\nsleep 1\ncat '${folder}/entries'\nexec sleep 600\n`, { mode: 0o755 });
  const timeline = await openTimeline({ file: db, mode: 'write' });
  const told: LiveEvent[] = [];
  const waiting = ring.map((line) => `${line}\n`);
  const session = await startSession({
    timeline,
    db,
    machine: { host: 'web1', bootId, bootUs: () => bootUs },
    choices: [
      { kind: 'kmsg', path: '/dev/kmsg' },
      { kind: 'journal', program: journalctl, matches: [] },
      { kind: 'file', path },
    ],
    stdin: process.stdin,
    openKmsg: () => ({ next: () => waiting.shift() ?? null, close() {} }),
    fromStart: true,
    zone: null,
    machineZone: 'UTC',
    year: null,
    pageSizeBytes: null,
    outlets: [{ tell: (event) => void told.push(event), close: async () => {} }],
    sampler: false,
    retentionMs: 3_600_000,
    nowMs: Date.now,
  });
  appendFileSync(path, kernLog);
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
