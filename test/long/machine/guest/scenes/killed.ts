import { kills, killsBy } from '../kernel.ts';
import { texts, unit } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { property, run, startLeak, untilActive } from '../systemd.ts';
import { seeOnce } from './memcg-kill.ts';

/** kill -9; while it is down, memory runs out again. systemd starts it. */
export const killed: Scene = {
  name: 'kill -9 of the service',
  async run(see) {
    const before = property(unit, 'MainPID');
    run('systemctl', 'kill', '--signal=KILL', unit);
    const comm = 'leaky-down';
    startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0'] });
    const again = await until(120, () => property(unit, 'MainPID') !== before && property(unit, 'NRestarts') === '1');
    see('started again', property(unit, 'NRestarts'), again);
    const active = await untilActive(unit, 300);
    see('active again', property(unit, 'ActiveState'), active);
    await until(60, () => killsBy(comm)[0]);
    for (const one of new Set(kills().map((kill) => kill.comm))) await seeOnce(see, one);
    const lines = texts('oom-kill');
    const named = lines.filter((text) => !/nobody|not in the log/.test(text));
    const twice = named.filter((text, index) => named.indexOf(text) !== index);
    see('told twice', twice, twice.length === 0);
  },
};
