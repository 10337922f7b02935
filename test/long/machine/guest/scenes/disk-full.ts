import { statfsSync } from 'node:fs';
import { killsBy } from '../kernel.ts';
import { texts, unit, victims } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { attempt, property, run, startLeak } from '../systemd.ts';
import { seeOnce } from './memcg-kill.ts';

const filler = '/var/lib/filler';
const sizes = [30, 28, 26, 24, 22, 20, 16, 12].map((exponent) => 2 ** exponent);

/** The file system of the timeline, which is the journal's too, has no room left; then it has. */
export const diskFull: Scene = {
  name: 'the disk is full',
  async run(see) {
    const { bavail, bsize } = statfsSync('/var/lib');
    for (const bytes of sizes)
      for (let count = 0; count < 8 && bytes <= bavail * bsize; count += 1)
        attempt('fallocate', '-l', String(bytes), `${filler}-${bytes}-${count}`);
    // Reports without end: the log of the timeline has some room of its own.
    const storm = { comm: 'leaky-storm', everyMs: 5, properties: ['MemoryMax=32M', 'OOMScoreAdjust=-1000'] };
    startLeak(storm);
    const paused = await until(120, () => /storing pauses/.exec(property(unit, 'StatusText'))?.[0]);
    run('systemctl', 'kill', '--signal=KILL', 'leaky-storm.service');
    see('said', paused, paused !== null);
    const comm = 'leaky-full';
    startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0'] });
    await until(60, () => killsBy(comm)[0]);
    see('stored meanwhile', victims(comm).length, victims(comm).length === 0);
    see('the service', property(unit, 'ActiveState'), property(unit, 'ActiveState') === 'active');
    attempt('sh', '-c', `rm -f ${filler}-*`);
    await seeOnce(see, comm);
    const goesOn = await until(60, () => texts('notice').find((text) => text === 'storing goes on'));
    see('said when there is room', goesOn, goesOn !== null);
  },
};
