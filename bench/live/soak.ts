/**
 * `live` for half an hour at 1000 lines a second and one sample a second: resident memory over time as a plot, processor time,
 * size of the timeline. A cgroup that is nearly full makes the sampler take memory for tight; that needs root.
 *
 * With `--speed 20` its clock and timers go twenty times as fast: as many samples, kills and retention runs as in twenty times the
 * time, with 1000 lines in each real second.
 *
 * `node bench/live/soak.ts [--minutes 30] [--speed 1] [--node '--flag ...'] [--program bin/oomtrail.js] [--plot FILE.svg]`
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLineMaker, openDaemon } from '../../test/long/faults/log-writer.ts';
import { createMemoryCgroup } from './memory-cgroup.ts';
import { type Line, plot } from './plot.ts';
import { faster, mib, sleep, startLive, type Usage } from './started.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    speed: { type: 'string', default: '1' },
    node: { type: 'string', default: '' },
    program: { type: 'string', default: 'bin/oomtrail.js' },
    plot: { type: 'string', default: 'bench/live/soak.svg' },
  },
});
const speed = Number(values.speed);
const linesPerSecond = 1000;
/** One kill in ten seconds of its clock: an incident that stays open and grows. */
const linesPerKill = Math.ceil(10_000 / speed);
const holdBytes = 54 * 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-soak-'));
const cgroup = createMemoryCgroup(`oomtrail-soak-${process.pid}`, 64 * 1024 * 1024);
const filler = spawn(
  process.execPath,
  ['-e', `process.stdin.once('data',()=>{globalThis.held=Buffer.alloc(${holdBytes},1)});setInterval(()=>{},1e6)`],
  { stdio: ['pipe', 'ignore', 'inherit'] },
);
if (filler.pid !== undefined) cgroup.add(filler.pid);
filler.stdin.write('fill\n');
await sleep(1500);

const path = join(folder, 'kern.log');
const db = join(folder, 't.db');
const daemon = openDaemon(path);
const live = await startLive(values.program, [path, '--db', db], [], {
  nodeOptions: [...faster(speed).nodeOptions, ...values.node.split(' ').filter((word) => word !== '')],
  env: faster(speed).env,
});
const maker = createLineMaker({ recordEvery: linesPerKill });
const seen: { readonly minutes: number; readonly usage: Usage; readonly dbBytes: number }[] = [];
let records = 0;
live.onLine((line) => {
  if (line.includes('"event":"record"')) records += 1;
});
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const startedMs = Date.now();
const endMs = startedMs + (Number(values.minutes) * 60_000) / speed;
let nextLookMs = startedMs;
while (Date.now() < endMs) {
  const due = ((Date.now() - startedMs) / 1000) * linesPerSecond - maker.made;
  if (due > 0) daemon.write(maker.lines(Math.ceil(due)));
  if (Date.now() >= nextLookMs) {
    nextLookMs += Math.max(1000, 5000 / speed);
    const minutes = ((Date.now() - startedMs) * speed) / 60_000;
    seen.push({ minutes, usage: live.usage(), dbBytes: sizeOf(db) + sizeOf(`${db}-wal`) });
  }
  await sleep(20);
}
await sleep(2000);
const last = live.usage();
await live.stop();
daemon.close();
filler.kill('SIGKILL');
await sleep(300);
cgroup.remove();

const series = (name: string, colour: string, of: (usage: Usage) => number): Line => ({
  name,
  colour,
  points: seen.map(({ minutes, usage }) => ({ x: minutes, y: of(usage) / 1024 / 1024 })),
});
const lines = [
  series('resident', '#1f6feb', ({ rssBytes }) => rssBytes),
  series('of it anonymous', '#d1242f', ({ anonBytes }) => anonBytes),
];
writeFileSync(
  values.plot,
  plot(
    `live: 1000 lines/s, one sample a second${speed === 1 ? '' : `, ${speed} times as fast`}`,
    { x: 'minutes', y: 'MiB' },
    lines,
  ),
);
const tail = (share: number): number => seen[Math.floor(seen.length * share)]?.usage.rssBytes ?? 0;
process.stdout.write(
  [
    `lines ${maker.made}, kills ${maker.pids.size}, told ${records}`,
    `resident MiB after a tenth ${mib(tail(0.1))}, half ${mib(tail(0.5))}, at the end ${mib(last.rssBytes)}, peak ${mib(last.peakBytes)}`,
    `anonymous MiB at the end ${mib(last.anonBytes)}`,
    `processor ${((100 * last.cpuSeconds * 1000) / (Date.now() - startedMs)).toFixed(2)} % of one core`,
    `timeline MiB ${mib(sizeOf(db))}`,
    '',
  ].join('\n'),
);
rmSync(folder, { recursive: true, force: true });
