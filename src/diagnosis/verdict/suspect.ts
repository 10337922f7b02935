import type { Verdict } from '../analysis.ts';
import { growthIsExplained } from '../growth/explained.ts';
import { processHistories, programOf } from '../growth/processes.ts';
import { before } from '../history.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { componentOf } from './hypotheses.ts';

export type Who = Verdict['who'];

/** Shares of what processes gained, or of what the task table holds. */
const thresholds = { clear: 0.6, main: 0.4, singleProcess: 0.6, mapped: 0.5, pageTables: 0.5, tie: 0.9 } as const;
const confidences = {
  byGrowth: 0.95,
  byGrowthMain: 0.75,
  byTable: 0.8,
  byTableMain: 0.6,
  weak: 0.4,
  damagedTable: 0.5,
  kernel: 0.8,
} as const;

const nobody: Who = { kind: 'none', comm: null, pid: null, cgroup: null, bytes: null, confidence: confidences.kernel };
const kernel: Who = { ...nobody, kind: 'kernel' };

/** Who took the memory if the given cause is right. A wrong name is worse than none. */
export function suspectFor(hypothesis: Hypothesis, exhibit: Exhibit): Who {
  if (exhibit.frame === 'refusal') return refusedGroup(exhibit) ?? nobody;
  switch (componentOf[hypothesis]) {
    case 'locked':
      return risenWithLocked(exhibit) ?? byTable(exhibit) ?? nobody;
    case 'anonymous':
    case 'memory':
      return (
        (hypothesis === 'process-swarm' ? spawnerOf(exhibit) : null) ??
        byGrowth(exhibit) ??
        byTable(exhibit) ??
        killedOutside(exhibit) ??
        nobody
      );
    case 'shared-memory':
      return mapper(exhibit) ?? limitedGroup(exhibit) ?? nobody;
    case 'page-tables':
      return pageTableOwner(exhibit) ?? byGrowth(exhibit) ?? kernel;
    case 'lock':
      return holder(exhibit) ?? nobody;
    case 'driver':
      return hung(exhibit) ?? kernel;
    case 'slab-unreclaimable':
    case 'vmalloc':
    case 'unaccounted':
    case 'hugetlb':
    case 'kernel-stacks':
    case 'zone':
    case 'reserve':
    case 'free-blocks':
    case 'request':
      return kernel;
    default:
      return nobody;
  }
}

function byGrowth(exhibit: Exhibit): Who | null {
  const { groups, report, incident } = exhibit;
  if (!growthIsExplained(exhibit)) return null;
  const inside = incident.scope === 'memcg' && report ? new Set(report.tasks.map((task) => task.pid)) : null;
  const gaining = groups.filter(
    (group) => group.gainBytes > 0 && (!inside || inside.size === 0 || group.pids.some((pid) => inside.has(pid))),
  );
  const first = gaining[0];
  const sum = gaining.reduce((total, group) => total + group.gainBytes, 0);
  if (!first || sum === 0) return null;
  const share = first.gainBytes / sum;
  if (share < thresholds.main) return null;
  const single = first.largest.gainBytes >= first.gainBytes * thresholds.singleProcess;
  return {
    kind: single ? 'process' : 'group',
    comm: first.comm,
    pid: first.largest.pid,
    cgroup: first.cgroup ?? cgroupOf(exhibitVictim(report, first.pids)),
    bytes: single ? first.largest.nowBytes : first.nowBytes,
    confidence: share >= thresholds.clear ? confidences.byGrowth : confidences.byGrowthMain,
  };
}

/** Whose memory rose while locked memory did: samples rarely show who locked it. */
function risenWithLocked(exhibit: Exhibit): Who | null {
  const { states, history } = exhibit;
  if (!history) return null;
  const locked = states.map(({ atUs, parts }) => ({ atUs, value: parts.get('locked') ?? 0 }));
  const values = locked.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const from = locked.findLast(({ value }) => value <= low + (high - low) * 0.1);
  const to = locked.find(({ value }) => value >= low + (high - low) * 0.9);
  if (!from || !to || from.atUs >= to.atUs) return byGrowth(exhibit);
  const gains = processHistories(history)
    .map((process) => ({ process, gainBytes: gainBetween(process.points, from.atUs, to.atUs) }))
    .filter(({ gainBytes }) => gainBytes > 0)
    .sort((a, b) => b.gainBytes - a.gainBytes);
  const [first] = gains;
  const sum = gains.reduce((total, { gainBytes }) => total + gainBytes, 0);
  if (!first || first.gainBytes < sum * thresholds.clear) return byGrowth(exhibit);
  const { pid, comm, cgroup, points } = first.process;
  return {
    kind: 'process',
    comm,
    pid,
    cgroup,
    bytes: points.at(-1)?.value ?? null,
    confidence: confidences.byTable,
  };
}

/** From the last look before a time to the first look after another. */
function gainBetween(points: readonly Point[], fromUs: number, toUs: number): number {
  const before = points.findLast(({ atUs }) => atUs <= fromUs)?.value ?? 0;
  const after = (points.find(({ atUs }) => atUs >= toUs) ?? points.at(-1))?.value ?? 0;
  return after - before;
}

/** Who started all the processes of a swarm, where samples show their parent. */
function spawnerOf(exhibit: Exhibit): Who | null {
  const who = byGrowth(exhibit);
  const spawner = exhibit.groups.find((group) => group.program === programOf(who?.comm ?? ''))?.spawner;
  return who?.kind === 'group' && spawner ? { ...who, comm: spawner.comm, pid: spawner.pid } : null;
}

function isWhole({ report, incident }: Exhibit): boolean {
  return !report?.problems.some((problem) => /table/.test(problem)) && incident.selection?.agrees !== false;
}

function byTable(exhibit: Exhibit): Who | null {
  const { report, incident } = exhibit;
  const consumers = incident.consumers;
  const first = consumers[0];
  if (!report || !first) return incidentVictim(report);
  const sum = consumers.reduce((total, consumer) => total + consumer.bytes, 0);
  const share = first.bytes / sum;
  const single = first.largest.bytes >= first.bytes * thresholds.singleProcess;
  if ((consumers[1]?.bytes ?? 0) > first.bytes * thresholds.tie) return { ...nobody, confidence: confidences.weak };
  const byShare =
    share >= thresholds.clear
      ? confidences.byTable
      : share >= thresholds.main
        ? confidences.byTableMain
        : confidences.weak;
  return {
    kind: single ? 'process' : 'group',
    comm: first.comm,
    pid: first.largest.pid,
    cgroup: cgroupOf(exhibitVictim(report, [first.largest.pid])),
    bytes: single ? first.largest.bytes : first.bytes,
    // A cut table may lack the largest row; a score that cannot be recomputed puts every row in doubt.
    confidence: isWhole(exhibit) ? byShare : Math.min(byShare, confidences.damagedTable),
  };
}

/** Without a table, the victim is the only process the report shows. */
function incidentVictim(report: Exhibit['report']): Who | null {
  const victim = report?.victims.reduce(
    (most, one) => ((one.anonRssBytes ?? 0) > (most?.anonRssBytes ?? 0) ? one : most),
    report.victims[0],
  );
  if (!report || !victim) return null;
  return {
    kind: 'process',
    comm: victim.comm,
    pid: victim.pid,
    cgroup: report.taskMemcg,
    bytes: victim.anonRssBytes,
    confidence: confidences.weak,
  };
}

function killedOutside({ records }: Exhibit): Who | null {
  for (const record of records) {
    const victim = record.kind === 'userspace-kill' ? record.victims[0] : undefined;
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

function mapper({ report, accounting, history }: Exhibit): Who | null {
  const shared = accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes ?? 0;
  if (shared === 0) return null;
  const enough = (bytes: number | null): boolean => (bytes ?? 0) >= shared * thresholds.mapped;
  const row = report?.tasks.find((task) => enough(task.rssShmemBytes));
  if (row)
    return {
      kind: 'process',
      comm: row.comm,
      pid: row.pid,
      cgroup: null,
      bytes: row.rssShmemBytes,
      confidence: confidences.byTable,
    };
  const victim = report?.victims.find((one) => enough(one.shmemRssBytes));
  if (victim)
    return {
      kind: 'process',
      comm: victim.comm,
      pid: victim.pid,
      cgroup: null,
      bytes: victim.shmemRssBytes,
      confidence: confidences.byTable,
    };
  for (const series of history?.series ?? []) {
    if (series.scope !== 'process' || series.metric !== 'rssShmemBytes') continue;
    const last = before(series, history?.eventUs ?? 0).at(-1);
    if (last && enough(last.value))
      return {
        kind: 'process',
        comm: series.comm,
        pid: series.pid,
        cgroup: series.cgroup,
        bytes: last.value,
        confidence: confidences.byTable,
      };
  }
  return null;
}

/** The cgroup whose pids limit was hit. */
function refusedGroup({ records }: Exhibit): Who | null {
  const cgroup = records.find((record) => record.kind === 'fork-refused' && record.cgroup !== null);
  return cgroup?.kind === 'fork-refused'
    ? { ...nobody, kind: 'cgroup', cgroup: cgroup.cgroup, confidence: confidences.byTable }
    : null;
}

function limitedGroup({ report, incident }: Exhibit): Who | null {
  const path = report?.oomMemcg ?? report?.memcg?.path ?? null;
  if (incident.scope !== 'memcg' || path === null) return null;
  return {
    kind: 'cgroup',
    comm: null,
    pid: null,
    cgroup: path,
    bytes: report?.memcg?.usageBytes ?? null,
    confidence: confidences.kernel,
  };
}

function pageTableOwner({ report }: Exhibit): Who | null {
  const rows = report?.tasks ?? [];
  const sum = rows.reduce((total, row) => total + (row.pgtablesBytes ?? 0), 0);
  const row = rows.reduce<(typeof rows)[number] | null>(
    (most, task) => ((task.pgtablesBytes ?? 0) > (most?.pgtablesBytes ?? 0) ? task : most),
    null,
  );
  if (!row || sum === 0 || (row.pgtablesBytes ?? 0) < sum * thresholds.pageTables) return null;
  return {
    kind: 'process',
    comm: row.comm,
    pid: row.pid,
    cgroup: null,
    bytes: row.pgtablesBytes,
    confidence: confidences.byTable,
  };
}

function holder({ hangs }: Exhibit): Who | null {
  const waiting = new Set(hangs.map((hang) => hang.pid));
  const blockers = hangs.flatMap((hang) => (hang.blocker ? [hang.blocker] : []));
  const outside = blockers.find((blocker) => !waiting.has(blocker.pid)) ?? blockers[0];
  return outside
    ? { ...nobody, kind: 'process', comm: outside.comm, pid: outside.pid, confidence: confidences.byTable }
    : null;
}

function hung({ hangs }: Exhibit): Who | null {
  const first = hangs[0];
  if (!first || new Set(hangs.map((hang) => hang.pid)).size > 1) return null;
  return { ...nobody, kind: 'process', comm: first.comm, pid: first.pid, confidence: confidences.byTableMain };
}

function exhibitVictim(report: Exhibit['report'], pids: readonly number[]): Exhibit['report'] {
  return report?.victims.some((victim) => pids.includes(victim.pid)) ? report : null;
}

function cgroupOf(report: Exhibit['report']): string | null {
  return report?.taskMemcg ?? null;
}
