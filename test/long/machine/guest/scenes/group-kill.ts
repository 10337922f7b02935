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
    await until(180, () => killsBy(comm).length >= 3 && victims(comm).length >= 3);
    await seeOnce(see, comm);
    const causes = victims(comm)
      .map(({ cause }) => cause)
      .sort();
    see('why each', causes, causes.join() === 'group,group,selected' || causes.join() === 'group,group,group');
    await seeIncident(see, comm, ({ kills, scope }) => kills === 3 && scope === 'memcg');
  },
};
