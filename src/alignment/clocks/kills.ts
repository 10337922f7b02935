import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { LoggedKill } from './kill-traces.ts';

/** More kills than this tell nothing new about the clocks. */
const mostKills = 24;

/** The first kills among these records, on the log's wall clock, or on the kernel's where `clock` asks for it. */
export function killsOf(records: readonly KernelRecord[], clock: 'wall' | 'kernel'): LoggedKill[] {
  const kills: LoggedKill[] = [];
  const seen = new Set<number>();
  for (const record of records) {
    const atUs = clock === 'wall' ? wallUs(record) : monotonicUs(record);
    if (atUs === null || kills.length >= mostKills) continue;
    for (const victim of victimsOf(record)) {
      if (victim.pid === null || seen.has(victim.pid)) continue;
      seen.add(victim.pid);
      kills.push({ ...victim, pid: victim.pid, atUs });
    }
  }
  return kills;
}

interface Victim {
  readonly pid: number | null;
  readonly comm: string;
  readonly rssBytes: number | null;
}

function victimsOf(record: KernelRecord): readonly Victim[] {
  // A userspace killer asks the process to go: when it goes, and whether it is counted, is another matter.
  if (record.kind !== 'oom-kill') return [];
  return record.victims.map(({ pid, comm, anonRssBytes }) => ({
    pid,
    comm: comm ?? '',
    rssBytes: anonRssBytes,
  }));
}

function wallUs({ time }: KernelRecord): number | null {
  return time === null ? null : Date.parse(time) * 1000;
}

function monotonicUs({ monotonicSeconds }: KernelRecord): number | null {
  return monotonicSeconds === null ? null : monotonicSeconds * 1_000_000;
}
