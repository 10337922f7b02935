import { oneLine } from '../blocks/one-line.ts';
import { mayBeOneOf } from '../blocks/writer.ts';
import { integer, type Killer, killBy, percent, victim } from './killer.ts';

const USED =
  /^(?:Killed|Marked) (.+?)(?: for killing)? due to (memory used \((\d+)\) \/ total \((\d+)\) and swap used \((\d+)\) \/ total \((\d+)\) being more than \d+\.\d+%)$/;
const PRESSURE =
  /^(?:Killed|Marked) (.+?)(?: for killing)? due to (memory pressure for .+ being (\d+\.\d+)% > (\d+\.\d+)% for > .+ with reclaim activity)$/;
const RULE = /^(Rule '.*' conditions met for cgroup (.+?)(?: \(lasting [^)]*\)| for [^/]*)?, taking action ([\w-]+))$/;
const DRY_RUN = /^oomd dry-run: Would have tried to kill (.+) and all its descendants$/;
const EARLY_PRESSURE =
  /^(Memory pressure for .+ is greater than (\d+) for more than \d+ seconds and there was reclaim activity)$/;
const EARLY_SWAP = /^(Swap used \((\d+)\) \/ total \((\d+)\) is more than \d+%)$/;

/**
 * systemd-oomd (src/oom/oomd-manager.c):
 * ```
 * Killed /system.slice/etl.service due to memory pressure for /system.slice/etl.service being 15.64% > 10.00% for > 6s with reclaim activity
 * Killed {cgroup} due to memory used (n) / total (n) and swap used (n) / total (n) being more than 90.00%     249 - 260
 * Marked {cgroup} for killing due to memory pressure for ...                                                  261 on
 * Rule '{name}' conditions met for cgroup {cgroup} (lasting 30s), taking action kill-all                      262
 * Memory pressure for {cgroup} is greater than 60 for more than 30 seconds and there was reclaim activity     247, 248
 * Swap used (n) / total (n) is more than 90%                                                                  247, 248
 * ```
 * 247, 248 and the rules that choose among descendants do not print whom they killed: `victims` is empty then.
 */
export const systemdOomd: Killer = {
  name: 'systemd-oomd',
  openers: [
    'due to memory used (', // "Killed " alone is in every shell's log
    'due to memory pressure for ',
    'conditions met for cgroup ',
    'oomd dry-run: ',
    'Memory pressure for ', // 247, 248
    'Swap used (', // 247, 248
  ],
  open(entry) {
    if (!mayBeOneOf(entry, ['systemd-oomd'])) return null;
    const text = entry.text.trimEnd();
    const used = USED.exec(text);
    if (used) {
      const [, cgroup, reason, memUsed, memTotal, swapUsed, swapTotal] = used;
      return oneLine(
        killBy('systemd-oomd', {
          victims: [byCgroup(cgroup)],
          reason: reason ?? null,
          memUsedBytes: integer(memUsed),
          memTotalBytes: integer(memTotal),
          swapUsedBytes: integer(swapUsed),
          swapTotalBytes: integer(swapTotal),
        }),
      );
    }
    const pressure = PRESSURE.exec(text);
    if (pressure) {
      const [, cgroup, reason, now, limit] = pressure;
      const known = { pressurePercent: percent(now), pressureLimitPercent: percent(limit) };
      return oneLine(killBy('systemd-oomd', { victims: [byCgroup(cgroup)], reason: reason ?? null, ...known }));
    }
    const rule = RULE.exec(text);
    if (rule) {
      const victims = rule[3] === 'kill-all' ? [byCgroup(rule[2])] : [];
      return oneLine(killBy('systemd-oomd', { victims, reason: rule[1] ?? null }));
    }
    const dry = DRY_RUN.exec(text);
    if (dry) return oneLine(killBy('systemd-oomd', { victims: [byCgroup(dry[1])], dryRun: true, reason: text }));
    const early = EARLY_PRESSURE.exec(text);
    if (early) return oneLine(killBy('systemd-oomd', { reason: text, pressureLimitPercent: percent(early[2]) }));
    const swap = EARLY_SWAP.exec(text);
    if (!swap) return null;
    const known = { swapUsedBytes: integer(swap[2]), swapTotalBytes: integer(swap[3]) };
    return oneLine(killBy('systemd-oomd', { reason: text, ...known }));
  },
};

/** systemd-oomd kills a whole cgroup by SIGKILL (`cgroup.kill` or signal by signal). */
const byCgroup = (cgroup: string | undefined) => victim({ cgroup: cgroup ?? null, signal: 'SIGKILL' });
