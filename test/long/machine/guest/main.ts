/**
 * Runs in the guest, as the service machine-scenario: plays the scenes of this boot, prints what it sees as JSON lines, and ends
 * the boot. See ../main.ts.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Check, Scene } from './scene.ts';
import { firstBoot, secondBoot } from './scenes/index.ts';
import { keepTruth } from './scenes/remembered.ts';
import { attempt, run } from './systemd.ts';

const mark = '/var/lib/machine-scenario/booted';
const boot = existsSync(mark) ? 2 : 1;
mkdirSync('/var/lib/machine-scenario', { recursive: true });
writeFileSync(mark, '');

function print(check: Check): void {
  process.stdout.write(`${JSON.stringify(check)}\n`);
}

// Parts of the names of scenes, from the kernel's command line.
const only = process.env.ONLY?.split(',') ?? [];
const isWanted = ({ name }: Scene): boolean => only.length === 0 || only.some((part) => name.includes(part));

for (const { name, run: play } of boot === 1 ? firstBoot.filter(isWanted) : secondBoot) {
  const see = (what: string, saw: unknown, ok: boolean | null): void => print({ boot, scene: name, what, ok, saw });
  const beganMs = performance.now();
  try {
    await play(see);
  } catch (error) {
    see('the scene was played', error instanceof Error ? `${error.stack}` : String(error), false);
  }
  see('seconds', Math.round((performance.now() - beganMs) / 1000), null);
}
print({ boot, scene: 'all', what: 'this boot was played to its end', ok: true, saw: true });
keepTruth();
attempt('sync');
run('systemctl', '--no-block', boot === 1 ? 'reboot' : 'poweroff');
