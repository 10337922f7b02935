import type { Exhibit } from '../../rules/rule.ts';
import { ownBytes } from '../../selection/charged.ts';
import { confidences, held, nobody, processNamed, type Who } from './who.ts';

const thresholds = {
  /** Shares of what the table holds. */
  clear: 0.6,
  main: 0.4,
  singleProcess: 0.6,
  /** Two that hold as much as this of one another: the table does not say which. */
  tie: 0.9,
  /** A cut table that shows less than this of the memory of processes lacks whoever has it. */
  explained: 0.5,
  /** What others hold beside the one program of a group. */
  beside: 0.05,
} as const;

/** Who holds most of what the report's task table shows; without a table the victim, weakly. */
export function byTable(exhibit: Exhibit): Who | null {
  const { report, incident } = exhibit;
  if (!report) return null;
  const holders = holdersOf(exhibit);
  const [first, second] = holders;
  if (!first) return byVictim(report, anonymousBytes(exhibit));
  const sum = holders.reduce((total, { bytes }) => total + bytes, 0);
  if (!isWhole(exhibit) && sum < anonymousBytes(exhibit) * thresholds.explained)
    return { ...nobody, confidence: confidences.weak };
  if ((second?.bytes ?? 0) > first.bytes * thresholds.tie) return { ...nobody, confidence: confidences.weak };
  const share = first.bytes / sum;
  const byShare =
    share >= thresholds.clear
      ? confidences.byTable
      : share >= thresholds.main
        ? confidences.byTableMain
        : confidences.weak;
  const single = first.largest.bytes >= first.bytes * thresholds.singleProcess;
  const who: Who = {
    kind: single ? 'process' : 'group',
    comm: first.comm,
    pid: first.largest.pid,
    cgroup: victimCgroup(report, [first.largest.pid]),
    bytes: single ? ofOne(first.largest, exhibit) : first.bytes,
    // A cut table may lack the largest row; a score that cannot be recomputed puts every row in doubt.
    confidence: isWhole(exhibit) ? byShare : Math.min(byShare, confidences.damagedTable),
  };
  const known = single ? who : held(who, confidences.crowd);
  const whereIsKnown = incident.accounting !== null || (exhibit.consumption !== null && incident.scope !== 'memcg');
  return whereIsKnown ? known : held(known, confidences.whereUnknown);
}

/** More than the whole group's limit is not what the process was charged with: the line of its kill says what was its own. */
function ofOne({ pid, bytes }: Holder['largest'], { incident, accounting }: Exhibit): number {
  const isBeyond = incident.scope === 'memcg' && accounting !== null && bytes > accounting.totalBytes;
  return isBeyond ? (ownBytes(incident, pid) ?? bytes) : bytes;
}

interface Holder {
  readonly comm: string;
  readonly bytes: number;
  readonly largest: { readonly pid: number; readonly bytes: number };
}

/** The table's consumers; a victim that a cut table lacks is one of them. */
function holdersOf({ report, incident }: Exhibit): readonly Holder[] {
  const pids = new Set(report?.tasks.map(({ pid }) => pid) ?? []);
  const victim = report?.victims[0];
  if (incident.consumers.length === 0 || !victim || pids.has(victim.pid) || victim.anonRssBytes === null)
    return incident.consumers;
  const { pid, comm, anonRssBytes: bytes } = victim;
  return [...incident.consumers, { comm, bytes, largest: { pid, bytes } }].sort((a, b) => b.bytes - a.bytes);
}

function anonymousBytes({ parts, states }: Exhibit): number {
  return (parts ?? states.at(-1)?.parts)?.get('anonymous') ?? 0;
}

export function isWhole({ report, incident }: Exhibit): boolean {
  return !report?.problems.some((problem) => /table/.test(problem)) && incident.selection?.agrees !== false;
}

/** The one program that runs in a group, beside shells and their like: its threads are whose stacks they are. */
export function onlyProgram({ report, incident }: Exhibit): Who | null {
  if (incident.scope !== 'memcg' || !report || report.problems.some((problem) => /table/.test(problem))) return null;
  const [first, ...others] = incident.consumers;
  const rest = others.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!first || rest > first.bytes * thresholds.beside) return null;
  const { pid, bytes } = first.largest;
  return processNamed({ comm: first.comm, pid, cgroup: victimCgroup(report, [pid]), bytes }, confidences.byTableMain);
}

/** Without a table, the victims are the only processes the report shows; none of them is it if another must hold most. */
function byVictim(report: NonNullable<Exhibit['report']>, allBytes: number): Who | null {
  const victim = report.victims.reduce<(typeof report.victims)[number] | null>(
    (most, one) => ((one.anonRssBytes ?? 0) > (most?.anonRssBytes ?? -1) ? one : most),
    null,
  );
  if (!victim) return null;
  const { pid, comm, anonRssBytes: bytes } = victim;
  if (bytes !== null && bytes < allBytes * thresholds.main) return { ...nobody, confidence: confidences.weak };
  return processNamed({ comm, pid, cgroup: report.taskMemcg, bytes }, confidences.weak);
}

/** Of the tasks that a report names, only the victim's group is printed. */
export function victimCgroup(report: Exhibit['report'], pids: readonly number[]): string | null {
  return report?.victims.some((victim) => pids.includes(victim.pid)) ? report.taskMemcg : null;
}
