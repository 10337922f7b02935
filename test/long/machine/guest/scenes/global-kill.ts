import { killsBy } from '../kernel.ts';
import { incidentsWith, texts, unit, victims } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { property, startLeak } from '../systemd.ts';
import { judgedWithinSeconds, seeOnce } from './memcg-kill.ts';

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
    // Reports without end came a moment before: it may join the incident that they opened.
    const toldByNow = await until(judgedWithinSeconds, () =>
      incidentsWith(comm).find((text) => text.includes(`taken by ${comm}`)),
    );
    see('incident', incidentsWith(comm), toldByNow !== null);
    see('notices', texts('notice'), null);
  },
};
