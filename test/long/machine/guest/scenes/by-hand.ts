import { kills } from '../kernel.ts';
import type { Scene } from '../scene.ts';
import { run } from '../systemd.ts';

interface Analysis {
  readonly incidents: readonly { readonly victims: readonly { readonly pid: number | null }[] }[];
}

/** What somebody types who comes to the machine. Of the journal only what was written since it was vacuumed is left. */
export const byHand: Scene = {
  name: 'by hand',
  async run(see) {
    const answer = run('sh', '-c', 'oomtrail why || true');
    see('why', answer, answer.startsWith('1 incident'));
    const pids = kills().map(({ pid }) => pid);
    const found = (command: string): Set<number | null> => {
      const { incidents } = JSON.parse(run('sh', '-c', `${command} || true`)) as Analysis;
      return new Set(incidents.flatMap(({ victims }) => victims.map(({ pid }) => pid)));
    };
    const inRing = found('dmesg | oomtrail analyze --json -');
    const missing = pids.filter((pid) => !inRing.has(pid));
    see(`of ${pids.length} kills, not seen by analyze in dmesg`, missing, missing.length === 0);
    const inJournal = found('oomtrail analyze --json /var/log/journal');
    const last = pids.at(-1) ?? null;
    see('the last kill is seen by analyze in the journal', last, inJournal.has(last));
  },
};
