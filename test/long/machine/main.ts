/**
 * `live` as a service of a machine of its own: a Debian with systemd as its first process and cgroup v2, booted twice in an emulator.
 * The unit file is the one of contrib/. `npm run build` first; needs root and Debian's packages, which make-guest.sh installs.
 *
 * `node test/long/machine/main.ts [--folder /tmp/oomtrail-machine] [--minutes 60] [--only PART,PART]` (of the names of the first boot's
 * scenes, without blanks); exit status 1 where a check failed. Without
 * hardware help (none is used) a boot takes a minute or two, and everything else ten times what it takes elsewhere.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Check } from './guest/scene.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '/tmp/oomtrail-machine' },
    minutes: { type: 'string', default: '60' },
    only: { type: 'string' },
  },
});
const { folder } = values;
const boots = 2;
const only = values.only === undefined ? '' : ` systemd.setenv=ONLY=${values.only}`;

setPriority(10);
execFileSync('sh', [fileURLToPath(new URL('./make-guest.sh', import.meta.url)), folder, process.execPath], {
  stdio: 'inherit',
});
const boot = join(folder, 'base', 'boot');
const newest = (prefix: string): string =>
  join(
    boot,
    readdirSync(boot)
      .filter((name) => name.startsWith(prefix))
      .sort()
      .at(-1) ?? prefix,
  );
const results = join(folder, 'results.jsonl');
writeFileSync(results, '');
const signal = AbortSignal.timeout(Number(values.minutes) * 60_000);
for (let turn = 1; turn <= boots; turn += 1) await bootOnce(turn);
process.exitCode = report() ? 0 : 1;

/** Until the guest reboots or powers off: both end the emulator. */
async function bootOnce(turn: number): Promise<void> {
  const words = [
    ...['-accel', 'tcg', '-cpu', 'max', '-smp', '2', '-m', '1280', '-nographic', '-nodefaults', '-no-reboot'],
    ...['-kernel', newest('vmlinuz-'), '-initrd', newest('initrd.img-')],
    ...['-append', `console=ttyS0 root=LABEL=root rw panic=-1 systemd.unified_cgroup_hierarchy=1${only}`],
    ...['-drive', `file=${join(folder, 'disk.img')},format=raw,if=virtio,cache=unsafe`],
    ...['-serial', `file:${join(folder, `console-${turn}.log`)}`, '-serial', 'stdio'],
  ];
  const guest = spawn('qemu-system-x86_64', words, { stdio: ['ignore', 'pipe', 'inherit'], signal });
  guest.stdout.pipe(createWriteStream(results, { flags: 'a' }));
  guest.on('error', ({ message }) => process.stderr.write(`boot ${turn}: ${message}\n`));
  await once(guest, 'close');
}

/** Prints what the guest saw; false where something is not as it should be, or was not looked at. */
function report(): boolean {
  const lines = readFileSync(results, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('{'));
  const checks = lines.map((line) => JSON.parse(line) as Check);
  for (const { boot: turn, scene, what, ok, saw } of checks) {
    const word = ok === null ? '    ' : ok ? 'ok  ' : 'BAD ';
    process.stdout.write(`${word}${turn} ${scene}: ${what}: ${JSON.stringify(saw)}\n`);
  }
  const ended = new Set(
    checks.filter(({ what }) => what === 'this boot was played to its end').map(({ boot: turn }) => turn),
  ).size;
  if (ended < boots) process.stdout.write(`BAD  ${boots - ended} of ${boots} boots did not come to their end\n`);
  return ended === boots && checks.every(({ ok }) => ok !== false);
}
