import { bootId } from '../kernel.ts';
import { incidentsOf, rows, texts, unit } from '../live.ts';
import { type Scene, sleep, until } from '../scene.ts';
import { property, run, startLeak } from '../systemd.ts';

interface Counted {
  readonly outcome: string;
  readonly complete: number;
  readonly records: number;
}

const counted = (comm: string): Counted[] =>
  rows(
    `SELECT outcome, complete, count(*) AS records FROM record
     WHERE kind = 'oom-kill' AND boot_id = ? AND limit_cgroup = ? GROUP BY 1, 2`,
    bootId,
    `/system.slice/${comm}.service`,
  );

/** A cgroup of protected processes: the kernel reports without end and kills nobody, faster than anybody reads. */
export const nobodyKillable: Scene = {
  name: 'nobody may be killed',
  async run(see) {
    const comm = 'leaky-immortal';
    const before = property(unit, 'NRestarts');
    startLeak({ comm, everyMs: 5, properties: ['MemoryMax=32M', 'MemorySwapMax=0', 'OOMScoreAdjust=-1000'] });
    await until(60, () => counted(comm)[0]);
    await sleep(5000);
    run('systemctl', 'kill', '--signal=KILL', `${comm}.service`);
    await until(300, () => incidentsOf(comm)[0], 3000);
    const records = counted(comm);
    see('records', records, records.length > 0 && records.every(({ outcome }) => outcome !== 'killed'));
    see('incident', incidentsOf(comm), incidentsOf(comm).length > 0);
    const notices = texts('notice');
    see('notices', notices, notices.length < 20);
    see('restarts', property(unit, 'NRestarts'), property(unit, 'NRestarts') === before);
  },
};
