import { type Adviser, todo } from '../advice.ts';

/** Advice about who is killed, and by whom. */

export const tuneKiller: Adviser = ({ exhibit }) => {
  const kill = exhibit.records.find((record) => record.kind === 'userspace-kill');
  const killer = kill?.kind === 'userspace-kill' ? kill.killer : 'the killer';
  const reason = kill?.kind === 'userspace-kill' ? kill.reason : null;
  return todo(
    `Set ${killer} to what this host can bear, and exempt what must live (ManagedOOMMemoryPressureLimit=, ManagedOOMPreference=omit, earlyoom --avoid)`,
    reason ?? 'it gave no reason',
  );
};

export const nothingToMend: Adviser = () =>
  todo('Nothing to mend: somebody asked for this kill (SysRq f)', 'the kernel says that it was manual');

/** What the kubelet gives containers of Guaranteed pods (-998, from 1.20 -997): nobody sets these by hand, and it sets them again. */
const orchestrated: ReadonlySet<number> = new Set([-998, -997]);

/** The protected one leaks on, and the kernel kills the others for it. */
export const unprotect: Adviser = ({ incident, exhibit, who }) => {
  if (!incident.verdict?.contributing.includes('culprit-protected')) return null;
  const row = exhibit.report?.tasks.find(({ pid }) => pid === incident.verdict?.who.pid);
  if (row?.oomScoreAdj != null && orchestrated.has(row.oomScoreAdj)) return null;
  return todo(
    `Take the protection from ${who}: a protected leak kills everybody else. Protect sshd and the like instead, never the largest`,
    row?.oomScoreAdj == null ? 'it is protected' : `oom_score_adj ${row.oomScoreAdj}`,
  );
};

export const stopPreferring: Adviser = ({ incident, exhibit }) => {
  if (!incident.verdict?.contributing.includes('victim-preferred') || incident.verdict.victimIsCulprit !== false)
    return null;
  const victim = exhibit.report?.victims[0];
  if (!victim) return null;
  return todo(
    `Lower the oom_score_adj of ${victim.comm} if it must live: it died for its score, not for its size`,
    `oom_score_adj ${victim.oomScoreAdj ?? 'not printed'}`,
  );
};
