import type { Stall } from '../../model/records/stall.ts';

const RCU_CPU = /^\s*(?:rcu:\s+)?(\d+)-[.O!?\w]*: \(\d+ (?:ticks this GP|GPs behind)\)/;

/** The lines that the kernel prints between a stall's header and its stack, and behind it. */
const DETAILS: Readonly<Record<Stall['variant'], RegExp>> = {
  'soft-lockup':
    /^(?:CPU#\d+ (?:Utilization every|Detect HardIRQ)|\s+#\d+: +\d+% |Kernel panic - not syncing: softlockup: hung tasks)/,
  'hard-lockup': /^(?:Kernel panic - not syncing: (?:Hard LOCKUP|Watchdog detected hard LOCKUP))/,
  // "OOM is now expected behavior" is RCU's own warning, and no OOM.
  'rcu-stall':
    /^\s*(?:rcu:\s+)?(?:\d+-[.O!?\w]*: \(|\(detected by \d+, |\(t=\d+ jiffies |Tasks blocked on level|blocking rcu_node structures|Unless \w+ kthread gets sufficient CPU time|rcu_\w+ kthread (?:starved|timer wakeup didn't happen)|RCU grace-period kthread stack dump:|Stack dump where RCU GP kthread last ran:|Sending NMI from CPU|NMI backtrace for cpu|Task dump for CPU|INFO: Stall ended before state dump start|All QSes seen, last \w+ kthread activity)/,
  'workqueue-lockup':
    /^(?:Showing (?:busy workqueues|backtraces of running workers)|workqueue \S+: flags=0x|\s+pwq \d+: |\s+(?:in-flight|pending|inactive|delayed): |pool \d+: |CPU#\d+ )/,
};

export function isStallDetail(text: string, variant: Stall['variant']): boolean {
  return DETAILS[variant].test(text);
}

/** The CPU of RCU's first detail line, `\t1-....: (5249 ticks this GP) idle=...`; null for any other line. */
export function stalledCpu(text: string): number | null {
  const match = RCU_CPU.exec(text);
  return match ? Number(match[1]) : null;
}
