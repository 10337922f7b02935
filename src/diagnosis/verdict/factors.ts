import type { Evidence, FactorId } from '../analysis.ts';
import { programOf } from '../growth/program.ts';
import { bytesInWords } from '../quantities.ts';
import { type Exhibit, type Factor, recordSource } from '../rules/rule.ts';
import type { Who } from './suspect.ts';
import { swapThrash } from './swap-thrash.ts';

const thresholds = {
  /** Of all swap. */
  swapFull: 0.02,
  /** Pages without a counter above this share of RAM are no rounding; a compressed pool is at worst two thirds of what it holds. */
  poolShare: 0.08,
  compression: 0.67,
  /** oom_score_adj values. */
  protectedAt: -200,
  preferredAt: 100,
  stormKills: 5,
  stormSeconds: 60,
  loopKills: 3,
  decoyShare: 0.3,
} as const;

type FactorRule = (
  exhibit: Exhibit,
  who: Who,
) => (Omit<Factor, 'from' | 'values'> & Partial<Pick<Factor, 'from' | 'values'>>) | null;

/** Facts beside the cause, one function each. */
const factorRules: Readonly<Record<FactorId, FactorRule>> = {
  'swap-full': ({ report }) => {
    const info = report?.memInfo;
    if (
      !info?.swapTotalBytes ||
      info.swapFreeBytes === null ||
      info.swapFreeBytes > info.swapTotalBytes * thresholds.swapFull
    )
      return null;
    return {
      id: 'swap-full',
      claim: 'swap was used up',
      values: { swapFreeBytes: info.swapFreeBytes, swapTotalBytes: info.swapTotalBytes },
    };
  },
  'no-swap': ({ report, incident }) =>
    incident.scope !== 'memcg' && report?.memInfo?.swapTotalBytes === 0
      ? { id: 'no-swap', claim: 'the host has no swap' }
      : null,
  'swap-thrash': (exhibit) => {
    const found = swapThrash(exhibit);
    return found && { id: 'swap-thrash', ...found };
  },
  'zram-full': ({ report, accounting }) => {
    const info = report?.memInfo;
    const counted = accounting?.parts.find(({ component }) => component === 'zswap')?.bytes ?? 0;
    const hidden = counted || (accounting?.unaccountedBytes ?? 0);
    if (!accounting || !info?.swapTotalBytes || info.swapFreeBytes === null) return null;
    const full = info.swapFreeBytes <= info.swapTotalBytes * thresholds.swapFull;
    const fitsPool =
      hidden >= accounting.totalBytes * thresholds.poolShare && hidden <= info.swapTotalBytes * thresholds.compression;
    if (!full || !fitsPool) return null;
    return {
      id: 'zram-full',
      claim:
        counted > 0
          ? `swap was used up, and lies compressed in ${bytesInWords(counted)} of RAM`
          : 'swap was used up, and pages that no counter shows are as many as a compressed swap in RAM would hold',
      values: { [counted > 0 ? 'poolBytes' : 'unaccountedBytes']: hidden, swapTotalBytes: info.swapTotalBytes },
    };
  },
  'culprit-protected': ({ report }, who) => {
    const row = report?.tasks.find((task) => task.pid === who.pid);
    if (!row || row.oomScoreAdj === null || row.oomScoreAdj > thresholds.protectedAt) return null;
    // What was killed all the same was not saved by its score: within a group all may have the same one.
    if (report?.victims.some(({ pid }) => pid === row.pid)) return null;
    return {
      id: 'culprit-protected',
      claim: `${row.comm} is protected by oom_score_adj ${row.oomScoreAdj}`,
      values: { oomScoreAdj: row.oomScoreAdj },
    };
  },
  'victim-preferred': ({ report }) => {
    const victim = report?.victims[0];
    const row = report?.tasks.find((task) => task.pid === victim?.pid);
    const adj = victim?.oomScoreAdj ?? row?.oomScoreAdj ?? 0;
    return victim && adj >= thresholds.preferredAt
      ? {
          id: 'victim-preferred',
          claim: `${victim.comm} was offered by oom_score_adj ${adj}`,
          values: { oomScoreAdj: adj },
        }
      : null;
  },
  'group-kill': ({ records }) =>
    records.some((record) => record.kind === 'oom-kill' && record.groupKill)
      ? { id: 'group-kill', claim: 'memory.oom.group killed all tasks of the group' }
      : null,
  'kill-loop': ({ incident, records }) => {
    const names = records.flatMap((record) =>
      record.kind === 'oom-kill' && !record.groupKill ? record.victims.slice(0, 1).map((victim) => victim.comm) : [],
    );
    const most = Math.max(0, ...[...new Set(names)].map((name) => names.filter((other) => other === name).length));
    return most >= thresholds.loopKills || incident.recurrences.length >= thresholds.loopKills
      ? {
          id: 'kill-loop',
          claim: `the same program was killed ${Math.max(most, incident.recurrences.length + 1)} times`,
        }
      : null;
  },
  'kill-storm': ({ incident }) => {
    const seconds =
      incident.start && incident.end ? (Date.parse(incident.end) - Date.parse(incident.start)) / 1000 : null;
    return incident.kills >= thresholds.stormKills &&
      (seconds === null || seconds <= Math.max(thresholds.stormSeconds, incident.kills * 10))
      ? {
          id: 'kill-storm',
          claim: `${incident.kills} processes were killed${seconds === null ? '' : ` within ${Math.round(seconds)} s`}`,
        }
      : null;
  },
  'panic-setting': ({ report }) =>
    report?.panic ? { id: 'panic-setting', claim: `the kernel panicked: ${report.panic}` } : null,
  'allocating-task-setting': ({ report }) =>
    report?.allocatingTask
      ? { id: 'allocating-task-setting', claim: 'vm.oom_kill_allocating_task kills whoever asks, not whoever holds' }
      : null,
  'no-killable-task': ({ report }) =>
    report?.outcome === 'no-killable' ? { id: 'no-killable-task', claim: 'no task could be killed' } : null,
  'limit-of-ancestor': ({ report }) =>
    report?.oomMemcg && report.taskMemcg && report.oomMemcg !== report.taskMemcg
      ? { id: 'limit-of-ancestor', claim: `the limit is that of ${report.oomMemcg}, above ${report.taskMemcg}` }
      : null,
  'memory-decoy': ({ groups, incident }, who) => {
    const first = incident.consumers[0];
    const group = first ? groups.find((one) => one.program === programOf(first.comm)) : undefined;
    if (
      !first ||
      !group ||
      who.comm === null ||
      programOf(first.comm) === programOf(who.comm) ||
      (first.share ?? 0) < thresholds.decoyShare ||
      group.gainBytes > group.nowBytes * 0.1
    )
      return null;
    return {
      id: 'memory-decoy',
      claim: `${first.comm} is the largest and did not grow`,
      values: { bytes: first.bytes },
    };
  },
};

export function factorsOf(exhibit: Exhibit, who: Who): Factor[] {
  const record = exhibit.report ?? exhibit.records[0];
  if (!record) return [];
  return Object.values(factorRules).flatMap((rule) => {
    const found = rule(exhibit, who);
    return found ? [{ values: {}, from: recordSource(record), ...found }] : [];
  });
}

/** The rule that facts beside the cause are evidence of. */
export const besideTheCause = 'contributing';

/** The same facts as evidence that weighs nothing: what they rest on. */
export const factorEvidence = (factors: readonly Factor[]): Evidence[] =>
  factors.map(({ claim, from, values }) => ({ rule: besideTheCause, claim, weight: 0, from, values }));
