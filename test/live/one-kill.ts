import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceChoice } from '../../src/live/choose-sources.ts';
import type { LiveEvent, Outlet } from '../../src/live/events.ts';
import { type Session, startSession } from '../../src/live/session.ts';
import type { Timeline } from '../../src/store/timeline.ts';

/** A kill as the kernel printed it, and how syslog and the journal carry the same lines. */
export const ring = readFileSync(fileURLToPath(new URL('../fixtures/live/memcg-kill.kmsg', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n');
export const bootUs = Date.UTC(2026, 8, 2, 12, 51, 24) * 1000;
export const bootId = 'c'.repeat(32);
const messages = ring.flatMap((line) => {
  const [, us = '', text = ''] = /^\d+,\d+,(\d+),[^;]*;(.*)$/.exec(line) ?? [];
  return us === '' ? [] : [{ us: Number(us), text }];
});

/** A syslog daemon stamps when it reads, a little later than the kernel. */
export const kernLog = messages.map(
  ({ us, text }) => `${new Date((bootUs + us) / 1000 + 20).toISOString()} web1 kernel: ${text}\n`,
);

export const journal = messages.map(({ us, text }, index) =>
  journalEntry(index, us, { _TRANSPORT: 'kernel', SYSLOG_IDENTIFIER: 'kernel', MESSAGE: text }),
);

/** One entry as `journalctl -o json` gives it, so many microseconds after the boot. */
export function journalEntry(index: number, us: number, fields: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    __CURSOR: `n=${index}`,
    __REALTIME_TIMESTAMP: String(bootUs + us + 3000),
    _SOURCE_MONOTONIC_TIMESTAMP: String(us),
    _BOOT_ID: bootId,
    _HOSTNAME: 'web1',
    PRIORITY: '4',
    ...fields,
  });
}

/** A program that gives these entries after a while, and then nothing for as long as it is let run. */
export function journalctlIn(folder: string, entries: readonly string[]): string {
  const program = join(folder, 'journalctl');
  writeFileSync(join(folder, 'entries'), `${entries.join('\n')}\n`);
  writeFileSync(program, `#!/bin/sh\nsleep 1\ncat '${folder}/entries'\nexec sleep 600\n`, { mode: 0o755 });
  return program;
}

/** A session on the machine that the kill is from; what it tells is collected. */
export async function sessionOn(
  timeline: Timeline,
  db: string,
  choices: readonly SourceChoice[],
  { lines = ring, outlets = [] }: { lines?: readonly string[]; outlets?: readonly Outlet[] } = {},
): Promise<{ readonly session: Session; readonly told: readonly LiveEvent[] }> {
  const told: LiveEvent[] = [];
  const waiting = lines.map((line) => `${line}\n`);
  const session = await startSession({
    timeline,
    db,
    machine: { host: 'web1', bootId, bootUs: () => bootUs },
    choices,
    stdin: process.stdin,
    openKmsg: () => ({ next: () => waiting.shift() ?? null, close() {} }),
    fromStart: true,
    zone: null,
    machineZone: 'UTC',
    year: null,
    pageSizeBytes: null,
    outlets: [{ tell: (event) => void told.push(event), close: async () => {} }, ...outlets],
    sampler: false,
    retentionMs: 3_600_000,
    nowMs: Date.now,
  });
  return { session, told };
}

/** The phases and sentences of the incidents that were told. */
export const incidentsIn = (told: readonly LiveEvent[]): string[] =>
  told.flatMap((event) => (event.event === 'incident' ? [event.text] : []));
export const recordsToldIn = (told: readonly LiveEvent[]): string[] =>
  told.flatMap((event) => (event.event === 'record' ? [event.text] : []));
