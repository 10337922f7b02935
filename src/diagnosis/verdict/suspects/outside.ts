import type { Exhibit } from '../../rules/rule.ts';
import { confidences, nobody, processNamed, type Who } from './who.ts';

/** Whom a killer outside the kernel chose. */
export function killedOutside({ records }: Exhibit): Who | null {
  for (const record of records) {
    const victim = record.kind === 'userspace-kill' && !record.dryRun ? record.victims[0] : undefined;
    if (!victim) continue;
    const isGroup = victim.pid === null && victim.cgroup !== null;
    return {
      kind: isGroup ? 'cgroup' : 'process',
      comm: victim.comm,
      pid: victim.pid,
      cgroup: victim.cgroup,
      bytes: victim.rssBytes,
      confidence: confidences.byTableMain,
    };
  }
  return null;
}

/** The cgroup whose pids limit was hit. */
export function refusedGroup({ records }: Exhibit): Who | null {
  const refusal = records.find((record) => record.kind === 'fork-refused' && record.cgroup !== null);
  return refusal?.kind === 'fork-refused'
    ? { ...nobody, kind: 'cgroup', cgroup: refusal.cgroup, confidence: confidences.byTable }
    : null;
}

/** The group whose limit was hit, where no process of it can be named. */
export function groupAtLimit({ limited, incident }: Exhibit): Who | null {
  return incident.scope === 'memcg' && limited !== null && limited.path !== null
    ? { ...nobody, kind: 'cgroup', cgroup: limited.path, bytes: limited.usageBytes }
    : null;
}

/** Who holds the lock that others wait for; of a chain, the one that does not wait itself. */
export function holder({ hangs }: Exhibit): Who | null {
  const waiting = new Set(hangs.map((hang) => hang.pid));
  const blockers = hangs.flatMap((hang) => hang.blocker ?? []);
  const found = blockers.find((blocker) => !waiting.has(blocker.pid)) ?? blockers[0];
  return found
    ? processNamed({ comm: found.comm, pid: found.pid, cgroup: null, bytes: null }, confidences.byTable)
    : null;
}

/** The one task that hangs. */
export function hung({ hangs }: Exhibit): Who | null {
  const first = hangs[0];
  if (!first || new Set(hangs.map((hang) => hang.pid)).size > 1) return null;
  return processNamed({ comm: first.comm, pid: first.pid, cgroup: null, bytes: null }, confidences.byTableMain);
}
