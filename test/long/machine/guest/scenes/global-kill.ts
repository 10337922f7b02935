import { killsBy } from '../kernel.ts';
import { texts, unit, victims } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { property, startLeak } from '../systemd.ts';
import { seeIncident, seeOnce } from './memcg-kill.ts';

/** The whole machine runs out, and `live` with it. */
export const globalKill: Scene = {
  name: 'the machine runs out',
  async run(see) {
    const comm = 'leaky-hog';
    const pid = property(unit, 'MainPID');
    startLeak({ comm, everyMs: 20, properties: ['OOMPolicy=continue'] });
    const stored = await until(400, () => victims(comm)[0]);
    see('constraint', stored?.oom_constraint, stored?.oom_constraint === 'none');
    await seeOnce(see, comm);
    see('kernel kills of node', killsBy('node').length, killsBy('node').length === 0);
    see('the service is the same process', property(unit, 'MainPID'), property(unit, 'MainPID') === pid);
    const warnings = texts('warning');
    see('warned', warnings, warnings.length > 0);
    await seeIncident(see, comm, `taken by ${comm}`);
    see('notices', texts('notice'), null);
  },
};
