import { rmSync, statfsSync } from 'node:fs';
import { killsBy } from '../kernel.ts';
import { texts, unit, victims } from '../live.ts';
import { type Scene, sleep, until } from '../scene.ts';
import { attempt, property, startLeak } from '../systemd.ts';
import { seeOnce } from './memcg-kill.ts';

const filler = '/var/lib/filler';

/** The file system of the timeline, which is the journal's too, has no byte left; then it has. */
export const diskFull: Scene = {
  name: 'the disk is full',
  async run(see) {
    for (const bytes of [2 ** 30, 2 ** 28, 2 ** 26, 2 ** 24, 2 ** 22, 2 ** 20, 2 ** 16, 4096])
      for (let count = 0; free() >= bytes && count < 20; count += 1)
        attempt('fallocate', '-l', String(bytes), `${filler}-${bytes}-${count}`);
    see('bytes left', free(), free() < 65536);
    const comm = 'leaky-full';
    startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0'] });
    await until(60, () => killsBy(comm)[0]);
    await sleep(20_000);
    see('stored meanwhile', victims(comm).length, null);
    see('the service', property(unit, 'ActiveState'), property(unit, 'ActiveState') === 'active');
    attempt('sh', '-c', `rm -f ${filler}-*`);
    const stored = await until(120, () => victims(comm)[0]);
    see('stored when there is room', stored?.pid, stored !== null);
    await sleep(10_000);
    await seeOnce(see, comm);
    const notices = texts('notice').filter((text) => text.includes('storing'));
    see(
      'said',
      notices,
      notices.some((text) => text.startsWith('storing pauses')) && notices.includes('storing goes on'),
    );
    rmSync(filler, { force: true });
  },
};

function free(): number {
  const { bavail, bfree, bsize } = statfsSync('/var/lib');
  return Math.max(bavail, bfree) * bsize;
}
