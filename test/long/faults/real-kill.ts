/**
 * A real kill: memory runs out in a cgroup of the running kernel while `live` follows /dev/kmsg and samples. What it then says of
 * the incident, its culprit and its cause is compared with what was done. It says which hierarchy of cgroups ran; a kill of the
 * second one is played from a recorded ring in test/live/one-event.test.ts. Needs root. `node test/long/faults/real-kill.ts [--program bin/oomtrail.js]`; exit status 1 where it is wrong.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMemoryCgroup } from '../../../bench/live/memory-cgroup.ts';
import { sleep, startLive } from '../../../bench/live/started.ts';

const { values } = parseArgs({ options: { program: { type: 'string', default: 'bin/oomtrail.js' } } });
const mib = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-real-kill-'));
const cgroup = createMemoryCgroup(`oomtrail-real-kill-${process.pid}`, 160 * mib);

interface Told {
  readonly kills: number;
  readonly scope: string;
  readonly verdict: {
    readonly cause: string;
    readonly words: string;
    readonly who: { readonly pid: number | null; readonly comm: string | null };
  };
}

/** Takes a MiB each 100 ms, without end. */
const leak = "const held = []; setInterval(() => held.push(Buffer.alloc(1048576, 1)), 100); process.title = 'leaker';";
let incident: Told | null = null;
const live = await startLive(values.program, ['kmsg', '--db', join(folder, 't.db')]);
live.onLine((line) => {
  const event = JSON.parse(line) as { event: string; incident?: Told };
  if (event.event === 'incident' && event.incident) incident = event.incident;
});
await sleep(2000);
const child = spawn('sh', ['-c', 'read go; exec "$0" -e "$1"', process.execPath, leak], {
  stdio: ['pipe', 'ignore', 'ignore'],
});
const ended = once(child, 'exit');
if (child.pid !== undefined) cgroup.add(child.pid);
child.stdin.end('go\n');
await ended;
await sleep(25_000);
await live.stop();
await sleep(300);
const { version, kills } = cgroup;
cgroup.remove();
rmSync(folder, { recursive: true, force: true });
const told = incident as Told | null;
process.stdout.write(
  `cgroup v${version}, real: ${kills} kill by the kernel's count; ${told === null ? 'nothing was told' : `${told.kills} told, scope ${told.scope}, ${told.verdict.words} ${told.verdict.cause}, by ${told.verdict.who.comm} (${told.verdict.who.pid}); it was ${child.pid}`}\n`,
);
const right =
  told !== null &&
  told.kills === 1 &&
  told.scope === 'memcg' &&
  told.verdict.who.pid === child.pid &&
  told.verdict.cause === 'process-leak';
process.exitCode = right ? 0 : 1;
