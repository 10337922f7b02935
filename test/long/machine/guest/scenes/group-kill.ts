import { killsBy } from '../kernel.ts';
import { victims } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { startLeak } from '../systemd.ts';
import { seeIncident, seeOnce } from './memcg-kill.ts';

/** OOMPolicy=kill sets memory.oom.group: one limit, three processes, all killed. */
export const groupKill: Scene = {
  name: 'a whole cgroup is killed',
  async run(see) {
    const comm = 'leaky-group';
    startLeak({ comm, processes: 3, properties: ['MemoryMax=96M', 'MemorySwapMax=0', 'OOMPolicy=kill'] });
    await until(180, () => victims(comm)[0]);
    await seeOnce(see, comm);
    // One that systemd killed meanwhile, on its own, is not counted by the kernel.
    const count = killsBy(comm).length;
    const causes = victims(comm).map(({ cause }) => cause);
    see('why each', causes, count > 1 && causes.filter((cause) => cause === 'group').length >= count - 1);
    await seeIncident(see, comm, `${count} processes`);
  },
};
