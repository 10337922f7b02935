import type { Stall } from '../../model/records/stall.ts';

/** What the first line of a stall report says. Null: it does not say. */
export interface StallHeader {
  readonly variant: Stall['variant'];
  readonly cpu: number | null;
  readonly comm: string | null;
  readonly pid: number | null;
  readonly seconds: number | null;
  /** The kernel always prints a stack behind this header. */
  readonly hasTrace: boolean;
}

const SOFT = /^(?:(?:NMI )?watchdog: )?BUG: soft lockup - CPU#(\d+) stuck for (\d+)s!(?: \[(.*):(\d+)\]|$)/;
const HARD =
  /^(?:(?:NMI )?watchdog: |Kernel panic - not syncing: )?(?:CPU\d+: )?Watchdog detected hard LOCKUP on cpu (\d+)/;
const HARD_OLD = /^(?:BUG: )?NMI Watchdog detected LOCKUP on CPU(\d+)/;
const RCU =
  /^(?:rcu: )?INFO: (rcu_\w+) (?:self-detected stall on CPU|detected stalls? on CPUs?(?:\/tasks)?|detected expedited stalls on CPUs\/tasks)(?: (.*)|:(.*))?$/;
const RCU_OLD = /^INFO: RCU detected CPU (\d+) stall \(t=\d+ jiffies\)/;
const WORKQUEUE = /^BUG: workqueue lockup - pool(?: cpus=(\S+))?.* stuck for (\d+)s!$/;

const nobody = { comm: null, pid: null, seconds: null } as const;

/**
 * ```
 * watchdog: BUG: soft lockup - CPU#2 stuck for 22s! [stress-ng:4711]          4.14 on; "NMI watchdog: " 3.18 - 4.12; none before
 * watchdog: CPU3: Watchdog detected hard LOCKUP on cpu 3                      6.14 on; "NMI watchdog: ", "watchdog: " before
 * Kernel panic - not syncing: Watchdog detected hard LOCKUP on cpu 3          RHEL 6, without another line
 * rcu: INFO: rcu_preempt self-detected stall on CPU                           "rcu: " from 4.19 on
 * rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
 * rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 3-... } 21 jiffies s: 97 root: 0x8/.
 * INFO: rcu_sched self-detected stall on CPU { 1}  (t=15000 jiffies g=4 c=3 q=9)                        3.x
 * BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 33s!
 * ```
 */
export function parseStallHeader(text: string): StallHeader | null {
  const soft = SOFT.exec(text);
  if (soft) {
    const [, cpu, seconds, comm = null, pid] = soft;
    return {
      variant: 'soft-lockup',
      cpu: Number(cpu),
      comm,
      pid: pid === undefined ? null : Number(pid),
      seconds: Number(seconds),
      hasTrace: true,
    };
  }
  const hard = HARD.exec(text) ?? HARD_OLD.exec(text);
  if (hard) return { ...nobody, variant: 'hard-lockup', cpu: Number(hard[1]), hasTrace: true };
  const rcu = RCU.exec(text);
  if (rcu) return { ...nobody, variant: 'rcu-stall', cpu: rcuCpu(rcu[2] ?? rcu[3] ?? ''), hasTrace: false };
  const old = RCU_OLD.exec(text);
  if (old) return { ...nobody, variant: 'rcu-stall', cpu: Number(old[1]), hasTrace: false };
  const workqueue = WORKQUEUE.exec(text);
  if (!workqueue) return null;
  const [, cpus = '', seconds] = workqueue;
  const cpu = /^\d+$/.test(cpus) ? Number(cpus) : null;
  return { ...nobody, variant: 'workqueue-lockup', cpu, seconds: Number(seconds), hasTrace: false };
}

/** The one CPU of `{ 1}`, `{ 3-... }`, `0-...: (1 GPs behind)` or `0 (t=15000 jiffies)`; null where several stall, or a task (`P4711`). */
function rcuCpu(rest: string): number | null {
  const list = /^\s*\{([^}]*)\}/.exec(rest)?.[1];
  const cpus = (list ?? rest)
    .trim()
    .split(/\s+/)
    .filter((word) => /^\d+(?:-|$)/.test(word));
  if (list === undefined) return /^\s*(\d+)(?:-[.\w!O]*: | \()/.exec(rest) ? Number.parseInt(rest.trim(), 10) : null;
  return cpus.length === 1 ? Number.parseInt(cpus[0] ?? '', 10) : null;
}
