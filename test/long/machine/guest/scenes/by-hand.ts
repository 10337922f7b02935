import { kills } from '../kernel.ts';
import type { Scene } from '../scene.ts';
import { run } from '../systemd.ts';

interface Analysis {
  readonly incidents: readonly { readonly victims: readonly { readonly pid: number }[] }[];
}

/** What somebody types who comes to the machine: the same kills, from this boot's logs and from the journal's files. */
export const byHand: Scene = {
  name: 'by hand',
  async run(see) {
    see('why', run('sh', '-c', 'oomtrail why || true'), null);
    const pids = new Set(kills().map(({ pid }) => pid));
    for (const command of ['oomtrail why --json', 'oomtrail analyze --json /var/log/journal']) {
      const beganMs = performance.now();
      const text = run('sh', '-c', `${command} || true`);
      const found = new Set(
        (JSON.parse(text) as Analysis).incidents.flatMap(({ victims }) => victims.map(({ pid }) => pid)),
      );
      const missing = [...pids].filter((pid) => !found.has(pid));
      see(
        `${command}: kills of ${pids.size} that it does not have`,
        missing,
        command.includes('why') ? missing.length === 0 : null,
      );
      see(`${command}: seconds`, Math.round((performance.now() - beganMs) / 1000), null);
    }
  },
};
