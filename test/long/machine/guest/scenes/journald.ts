import { killsBy } from '../kernel.ts';
import { rows, texts, unit } from '../live.ts';
import { type Scene, sleep, until } from '../scene.ts';
import { attempt, property, run, startLeak } from '../systemd.ts';
import { seeOnce } from './memcg-kill.ts';

/** The journal's daemon begins anew, and its files are rotated and vacuumed, while it is followed. */
export const journald: Scene = {
  name: 'journald restarts, rotates, vacuums',
  async run(see) {
    const since = new Date().toTimeString().slice(0, 8);
    run('systemctl', 'restart', 'systemd-journald');
    await kill('leaky-first');
    attempt('journalctl', '--rotate', '--vacuum-time=1s');
    await kill('leaky-second');
    for (const comm of ['leaky-first', 'leaky-second']) {
      await seeOnce(see, comm);
      const files = rows<{ path: string }>('SELECT DISTINCT path FROM kernel_record WHERE comm = ?', comm).map(
        ({ path }) => path,
      );
      see(`${comm} seen through`, files, files.length === 2);
    }
    see('notices', [since, ...texts('notice').slice(-4)], null);
    see('status text', property(unit, 'StatusText'), property(unit, 'StatusText').startsWith('following 2 of 2'));
  },
};

async function kill(comm: string): Promise<void> {
  startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0'] });
  await until(60, () => killsBy(comm)[0]);
  await sleep(20_000);
}
