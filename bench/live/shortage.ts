/**
 * `live` inside a cgroup of 128 MB together with processes that take everything else, one after the other, while a storm of
 * full reports is written to a log that it follows as well. It must record every kill and stay alive. Needs root.
 *
 * Where this process may not lower its score (CAP_SYS_RESOURCE is missing), the hogs raise theirs by as much: the kernel looks
 * at the difference.
 *
 * `node bench/live/shortage.ts [--kills 40] [--reports 500] [--program bin/oomtrail.js]`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { openDaemon } from '../../test/long/faults/log-writer.ts';
import { createMemoryCgroup, type MemoryCgroup } from './memory-cgroup.ts';
import { mib, sleep, startLive } from './started.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '40' },
    reports: { type: 'string', default: '500' },
    limit: { type: 'string', default: '128' },
    program: { type: 'string', default: 'bin/oomtrail.js' },
  },
});
const report = readFileSync(fileURLToPath(new URL('../../test/fixtures/live/memcg-kill.kmsg', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n')
  .flatMap((line) => /^\d+,\d+,\d+,[^;]*;(.*)$/.exec(line)?.[1] ?? []);

/** A whole report about a process of its own. */
function reportAbout(pid: number): string {
  const stamp = new Date().toISOString();
  return report.map((text) => `${stamp} web1 kernel: ${text.replaceAll('387', String(pid))}\n`).join('');
}

async function hog(cgroup: MemoryCgroup): Promise<void> {
  const child = spawn('sh', ['-c', 'echo 500 >/proc/self/oom_score_adj; read go; exec tail /dev/zero'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  if (child.pid !== undefined) cgroup.add(child.pid);
  child.stdin.end('go\n');
  await once(child, 'exit');
}

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-shortage-'));
const path = join(folder, 'kern.log');
const file = join(folder, 't.db');
const daemon = openDaemon(path);
const cgroup = createMemoryCgroup(`oomtrail-shortage-${process.pid}`, Number(values.limit) * 1024 * 1024);
const live = await startLive(values.program, ['kmsg', path, '--db', file], cgroup.prefix);
let alive = true;
live.child.on('exit', () => {
  alive = false;
});
let notices = 0;
live.onLine((line) => {
  if (!line.includes('"event":"notice"')) return;
  notices += 1;
  if (notices < 20) process.stdout.write(`  ${(JSON.parse(line) as { text: string }).text}\n`);
});
let peakAnonBytes = 0;
let peakUsageBytes = 0;
const watch = setInterval(() => {
  if (!alive) return;
  peakAnonBytes = Math.max(peakAnonBytes, live.usage().anonBytes);
  peakUsageBytes = Math.max(peakUsageBytes, cgroup.usageBytes);
}, 100);

const storm = (async () => {
  for (let pid = 100_000; pid < 100_000 + Number(values.reports); pid += 1) {
    daemon.write(reportAbout(pid));
    await sleep(20);
  }
})();
for (let kill = 0; kill < Number(values.kills) && alive; kill += 1) {
  await hog(cgroup);
  await sleep(100);
}
await storm;
await sleep(8000);
clearInterval(watch);
const last = alive ? live.usage() : null;
const kills = cgroup.kills;
if (alive) await live.stop();
daemon.close();
const db = new Database(file, { readonly: true });
const count = (where: string): number =>
  db.prepare(`SELECT count(*) FROM kernel_record WHERE ${where}`).pluck().get() as number;
const kernelRecords = count("path = '/dev/kmsg'");
const logRecords = count("path <> '/dev/kmsg' AND pid >= 100000");
const incidents = db.prepare('SELECT count(*) FROM judged_incident').pluck().get() as number;
db.close();
await sleep(300);
cgroup.remove();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  [
    `cgroup v${cgroup.version} of ${values.limit} MiB: live ${last === null ? 'WAS KILLED' : 'stayed alive'}`,
    `kills by the kernel's count ${kills}, records of them ${kernelRecords}; reports written ${values.reports}, stored ${logRecords}; incidents ${incidents}`,
    `peak of live: anonymous ${mib(peakAnonBytes)} MiB; of the cgroup ${mib(peakUsageBytes)} MiB; at the end resident ${last === null ? '-' : mib(last.rssBytes)} MiB`,
    '',
  ].join('\n'),
);
