/**
 * How soon a kill is on the timeline, and told: from a line written to a file, and from the kernel's own stamp of a real kill in
 * a memory cgroup (root), while memory is tight and while it is not. What the disk takes alone for a commit is measured beside it, in
 * the same rounds: no record can be stored sooner.
 *
 * `node bench/live/latency.ts [--runs 100] [--only files|calm|tight] [--program bin/oomtrail.js]`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { openKmsg } from '../../src/live/following/kmsg/kmsg-device.ts';
import { openDaemon } from '../../test/long/faults/log-writer.ts';
import { holdMemory, overrun } from './hog.ts';
import { createMemoryCgroup } from './memory-cgroup.ts';
import { sleep, startLive } from './started.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    only: { type: 'string' },
    program: { type: 'string', default: 'bin/oomtrail.js' },
  },
});
const runs = Number(values.runs);
const mib = 1024 * 1024;

/** Asks the timeline for another record about every half millisecond; `performance.now` when there was one. */
async function nextRecord(db: Database.Database): Promise<{ readonly pid: number; readonly storedMs: number }> {
  const newest = db.prepare<[], { seq: number; pid: number }>(
    'SELECT seq, pid FROM kernel_record ORDER BY seq DESC LIMIT 1',
  );
  const before = newest.get()?.seq ?? 0;
  const untilMs = performance.now() + 10_000;
  while (performance.now() < untilMs) {
    const row = newest.get();
    if (row && row.seq > before) return { pid: row.pid, storedMs: performance.now() };
    await sleep(0.5);
  }
  throw new Error('no record came within 10 s');
}

function report(what: string, latenciesMs: readonly number[]): void {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1).padStart(7);
  const worst = latenciesMs.indexOf(sorted.at(-1) ?? Number.NaN) + 1;
  process.stdout.write(
    `${what.padEnd(46)} n ${String(sorted.length).padStart(4)}  median ${at(0.5)} ms  p90 ${at(0.9)}  p99 ${at(0.99)}  the worst was number ${worst}\n`,
  );
}

/** Times a commit of one row that waits for the disk, as a record does. */
function createDiskProbe(folder: string): { look(): void; report(): void } {
  const db = new Database(join(folder, 'probe.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE row (text TEXT)');
  const insert = db.prepare('INSERT INTO row VALUES (?)');
  const tookMs: number[] = [];
  return {
    look() {
      const beganMs = performance.now();
      insert.run('x'.repeat(4000));
      tookMs.push(performance.now() - beganMs);
    },
    report() {
      report('  of it this disk, for a commit alone', tookMs);
      db.close();
    },
  };
}

async function withLive(
  sources: readonly string[],
  measure: (
    db: Database.Database,
    disk: ReturnType<typeof createDiskProbe>,
    toldAt: (pid: number) => number | undefined,
  ) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-latency-'));
  const file = join(folder, 't.db');
  const live = await startLive(values.program, [...sources, '--db', file]);
  measureFirst();
  const told = new Map<number, number>();
  live.onLine((line) => {
    const pid = /"event":"record".*?"victims":\[\{"pid":(\d+)/.exec(line)?.[1];
    if (pid !== undefined) told.set(Number(pid), performance.now());
  });
  const db = new Database(file, { readonly: true });
  const disk = createDiskProbe(folder);
  await measure(db, disk, (pid) => told.get(pid));
  disk.report();
  db.close();
  await live.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** On a busy machine, whoever measures would be late himself. `live` has been started by now, and is not concerned. */
function measureFirst(): void {
  try {
    setPriority(-10);
  } catch {
    // Not allowed: what is measured includes how late we are.
  }
}

/** `pauseMs`: less than half a second between kills is a burst, whose events are told together. */
async function files(pauseMs: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-latency-log-'));
  const path = join(folder, 'kern.log');
  const daemon = openDaemon(path);
  await withLive([path], async (db, disk, toldAt) => {
    const stored: number[] = [];
    const writtenAt = new Map<number, number>();
    for (let pid = 10_000; pid < 10_000 + rounds; pid += 1) {
      await sleep(pauseMs * (0.5 + Math.random()));
      disk.look();
      const stamp = new Date().toISOString();
      const waits = nextRecord(db);
      const beganMs = performance.now();
      writtenAt.set(pid, beganMs);
      daemon.write(
        `${stamp} web1 kernel: Out of memory: Killed process ${pid} (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n`,
      );
      stored.push((await waits).storedMs - beganMs);
    }
    const how = `file, one in ${pauseMs} ms`;
    report(`${how}: line written to stored`, stored);
    await sleep(3000);
    const told = [...writtenAt].flatMap(([pid, beganMs]) => (toldAt(pid) ?? Number.NaN) - beganMs);
    report(`${how}: line written to told`, told.filter(Number.isFinite));
  });
  daemon.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Kernel's stamp, in milliseconds, of the first message in the ring that holds these words. */
function stampInRing(words: string): number {
  const ring = openKmsg('/dev/kmsg');
  try {
    for (let record = ring.next(); record !== null; record = ring.next()) {
      const us = /^\d+,\d+,(\d+),/.exec(record)?.[1];
      if (us !== undefined && record.includes(words)) return Number(us) / 1000;
    }
  } finally {
    ring.close();
  }
  throw new Error(`no message of the kernel holds "${words}"`);
}

/** How far the clock of printk is behind `performance.now`, milliseconds: the two drift apart with the machine's age. */
function printkBehindMs(): number {
  const mark = `oomtrail-latency-${process.pid}-${Math.random()}`;
  const nowMs = performance.now();
  // Without its newline the kernel waits for the rest of the line.
  writeFileSync('/dev/kmsg', `${mark}\n`);
  return nowMs - stampInRing(mark);
}

async function kernel(isTight: boolean): Promise<void> {
  const name = `oomtrail-latency-${process.pid}-${isTight ? 'tight' : 'calm'}`;
  const small = createMemoryCgroup(`${name}-kill`, 24 * mib);
  const full = createMemoryCgroup(`${name}-hold`, 64 * mib);
  const holder = isTight ? await holdMemory(full, 54 * mib) : null;
  const rounds = Math.min(runs, 60);
  await withLive(['kmsg'], async (db, disk) => {
    await sleep(4000);
    const fromKill: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await sleep(600 + Math.random() * 300);
      disk.look();
      const behindMs = printkBehindMs();
      const [{ pid, storedMs }] = await Promise.all([nextRecord(db), overrun(small)]);
      fromKill.push(storedMs - behindMs - stampInRing(`Killed process ${pid} `));
    }
    const mode = isTight ? 'tight' : 'calm';
    report(`kmsg, ${mode}: stamp of the kill to stored`, fromKill);
  });
  holder?.kill('SIGKILL');
  await sleep(300);
  process.stdout.write(`  cgroup v${small.version}: ${small.kills} kills by the kernel's count\n`);
  small.remove();
  full.remove();
}

const isWanted = (what: string): boolean => values.only === undefined || values.only === what;
if (isWanted('files')) {
  await files(60, runs);
  await files(1500, Math.min(runs, 40));
}
if (isWanted('calm')) await kernel(false);
if (isWanted('tight')) await kernel(true);
