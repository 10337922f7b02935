import { readFileSync } from 'node:fs';
import { rows, texts, unit } from '../live.ts';
import type { Scene } from '../scene.ts';
import { sleep, until } from '../scene.ts';
import { attempt, monotonicSeconds, property, run, untilActive } from '../systemd.ts';

/** The unit as shipped, hardening and all: it becomes active by its own word, and is not blind. */
export const begun: Scene = {
  name: 'the service begins',
  async run(see) {
    const active = await untilActive(unit, 300);
    see('active', property(unit, 'ActiveState'), active);
    if (!active)
      see('what it said', attempt('journalctl', '-b', '-u', unit, '-o', 'cat', '--no-pager').slice(-3000), false);
    const pid = Number(property(unit, 'MainPID'));
    see(
      'seconds from its start to READY=1',
      monotonicSeconds(unit, 'ActiveEnterTimestampMonotonic') -
        monotonicSeconds(unit, 'InactiveExitTimestampMonotonic'),
      null,
    );
    const status = await until(60, () => property(unit, 'StatusText'));
    see('status text', status, status?.startsWith('following 2 of 2 sources') ?? false);
    const proc = (file: string): string => readFileSync(`/proc/${pid}/${file}`, 'latin1').trim();
    see('oom_score_adj', proc('oom_score_adj'), proc('oom_score_adj') === '-500');
    const children = proc(`task/${pid}/children`)
      .split(' ')
      .filter((word) => word !== '');
    const scores = children.map((child) => readFileSync(`/proc/${child}/oom_score_adj`, 'latin1').trim());
    see('oom_score_adj of its children', scores, scores.length > 0 && scores.every((score) => score === '0'));
    see('user', proc('status').match(/^Uid:\s+(\d+)/m)?.[1], !/^Uid:\s+0\b/m.test(proc('status')));

    const [start] = texts('start');
    see('sources', start, start?.startsWith('following kmsg, journal;') ?? false);
    see('notices', texts('notice'), texts('notice').length === 0);
    await sleep(25_000);
    const seen = (scope: string, what: string): string[] =>
      rows<{ name: string }>(`SELECT DISTINCT ${what} AS name FROM series WHERE scope = ?`, scope).map(
        ({ name }) => name,
      );
    const processes = seen('process', 'comm');
    see(
      'processes of others sampled',
      processes.length,
      processes.includes('systemd') && processes.includes('systemd-journal'),
    );
    const cgroups = seen('cgroup', 'cgroup');
    see(
      'cgroups sampled',
      cgroups,
      cgroups.some((path) => path.includes('systemd-journald')),
    );
    see('system metrics', seen('system', 'metric').length, seen('system', 'metric').includes('psiMemorySomeAvg10'));

    see('restarts', property(unit, 'NRestarts'), property(unit, 'NRestarts') === '0');
    see('MiB of its cgroup', Number(property(unit, 'MemoryCurrent')) / 1048576, null);
    const versions = [run('uname', '-r').trim(), run('systemctl', '--version').split('\n')[0], process.version];
    see('versions', versions, null);
  },
};

/** Played late: half of WatchdogSec= must have gone by. */
export const watched: Scene = {
  name: 'the watchdog',
  async run(see) {
    const sinceSeconds = monotonicSeconds(unit, 'ActiveEnterTimestampMonotonic');
    const fed = await until(200, () => monotonicSeconds(unit, 'WatchdogTimestampMonotonic') > sinceSeconds + 1);
    see('was fed', monotonicSeconds(unit, 'WatchdogTimestampMonotonic') - sinceSeconds, fed === true);
  },
};
