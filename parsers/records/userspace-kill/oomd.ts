import { oneLine } from '../blocks/one-line.ts';
import { integer, type Killer, killBy, percent, victim } from './killer.ts';

const KILL = /^oomd kill: (\d+\.\d+) \d+\.\d+ \d+\.\d+ (\S.*?) +(\d+) ((?:ruleset|detector)\S*:.*)$/;

/**
 * oomd (facebookincubator/oomd, Log.cpp) writes its kills into /dev/kmsg: pressure of 10, 60 and 300 seconds, cgroup,
 * `memory.current`, and who decided.
 * ```
 * oomd kill: 81.28 80.05 42.78 system.slice/batch.service 1073741824 ruleset:[r] detectorgroup:[d] killer:(dry)kill_by_pressure v2
 * oomd kill: 10.00 60.00 600.00 workload.slice 1999 detector:swap,12345MB killer:Evaporate
 * ```
 */
export const oomd: Killer = {
  name: 'oomd',
  openers: ['oomd kill: '],
  open(entry) {
    const match = KILL.exec(entry.text.trimEnd());
    if (!match) return null;
    const [, avg10, cgroup, usage, reason = ''] = match;
    return oneLine(
      killBy('oomd', {
        victims: [victim({ cgroup: cgroup ?? null, signal: 'SIGKILL', usageBytes: integer(usage) })],
        reason: reason.trim(),
        dryRun: reason.includes('killer:(dry)'),
        pressurePercent: percent(avg10),
      }),
    );
  },
};
