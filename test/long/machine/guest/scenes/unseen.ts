import { killsBy } from '../kernel.ts';
import { unit } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { run, startLeak } from '../systemd.ts';

/** Nobody follows any more; memory runs out, and the machine reboots: the journal alone has it. */
export const unseen: Scene = {
  name: 'the last kill of a boot',
  async run(see) {
    run('systemctl', 'stop', unit);
    const comm = 'leaky-last';
    startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0'] });
    const kill = await until(120, () => killsBy(comm)[0]);
    see('killed', kill?.pid, kill !== null);
  },
};
