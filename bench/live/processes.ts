/**
 * What sampling costs on a machine with a thousand processes: processor time of `live` while memory is calm and while it is tight,
 * and what it holds. A cgroup that is nearly full makes it tight; that needs root.
 *
 * `node bench/live/processes.ts [--processes 1000] [--seconds 40] [--program bin/oomtrail.js]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { holdMemory } from './hog.ts';
import { createMemoryCgroup } from './memory-cgroup.ts';
import { mib, sleep, startLive } from './started.ts';

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '40' },
    program: { type: 'string', default: 'bin/oomtrail.js' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-processes-'));
const log = join(folder, 'kern.log');
writeFileSync(log, '');
const sleepers: ChildProcess[] = [];
for (let count = 0; count < Number(values.processes); count += 1) {
  sleepers.push(spawn('sleep', ['100000'], { stdio: 'ignore' }));
  if (count % 50 === 49) await sleep(20);
}
const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
process.stdout.write(`${running} processes\n`);

for (const isTight of [false, true]) {
  const cgroup = isTight ? createMemoryCgroup(`oomtrail-processes-${process.pid}`, 64 * 1024 * 1024) : null;
  const holder = cgroup === null ? null : await holdMemory(cgroup, 54 * 1024 * 1024);
  const live = await startLive(values.program, ['kmsg', log]);
  // The first look at everything, and code that is compiled once, are no part of it.
  await sleep(15_000);
  const before = live.usage();
  const beganMs = performance.now();
  await sleep(Number(values.seconds) * 1000);
  const after = live.usage();
  const share = (after.cpuSeconds - before.cpuSeconds) / ((performance.now() - beganMs) / 1000);
  process.stdout.write(
    `${isTight ? 'tight' : 'calm '}: ${(share * 100).toFixed(2)} % of one core, resident ${mib(after.rssBytes)} MiB (anonymous ${mib(after.anonBytes)})\n`,
  );
  await live.stop();
  holder?.kill('SIGKILL');
  await sleep(300);
  cgroup?.remove();
}
for (const sleeper of sleepers) sleeper.kill();
rmSync(folder, { recursive: true, force: true });
