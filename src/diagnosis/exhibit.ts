import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import { accountFor } from './accounting/account.ts';
import type { Accounting, Incident } from './analysis.ts';
import { type ComponentState, componentStates, partsOf } from './growth/components.ts';
import { consumption } from './growth/consumption.ts';
import { growingGroups, processHistories } from './growth/processes.ts';
import type { MemoryHistory } from './history.ts';
import type { Exhibit, Frame } from './rules/rule.ts';

/** Failures this long before a kill can be its cause; the kernel prints a victim's own failure after choosing it. */
const failureBeforeKillSeconds = 60;

/** Gathers what the rules look at: the incident's records in full and what samples tell of the time before. */
export function exhibitOf(
  incident: Incident,
  records: readonly KernelRecord[],
  history: MemoryHistory | null,
): Exhibit {
  const kills = records.filter((record): record is RecordOf<'oom-kill'> => record.kind === 'oom-kill');
  const report = principal(kills);
  const failures = records.filter((record): record is RecordOf<'alloc-failure'> => record.kind === 'alloc-failure');
  const hangs = records.filter((record): record is RecordOf<'hung-task'> => record.kind === 'hung-task');
  const frame = frameOf(records, report, failures);
  const accounting = report ? (accountFor(report).accounting ?? null) : null;
  const states = history ? withReport(componentStates(history), accounting, history.eventUs) : [];
  const used = consumption(states);
  const source = report
    ? {
        path: report.source.path,
        line: report.source.line,
        byteStart: report.source.byteStart,
        byteEnd: report.source.byteEnd,
      }
    : null;
  const processes = history ? processHistories(history) : [];
  const fromUs = used && incident.scope !== 'memcg' ? used.fromUs : Number.NEGATIVE_INFINITY;
  const groups = history
    ? growingGroups(processes, fromUs, history.eventUs, report && source ? { rows: report.tasks, source } : null)
    : [];
  return { frame, incident, records, report, failures, hangs, accounting, history, states, consumption: used, groups };
}

/** The first kill that shows the memory; without one, the first kill. Later ones in a storm see what the first left over. */
function principal(kills: readonly RecordOf<'oom-kill'>[]): RecordOf<'oom-kill'> | null {
  return kills.find((kill) => kill.memInfo !== null || kill.memcg !== null) ?? kills[0] ?? null;
}

function frameOf(
  records: readonly KernelRecord[],
  report: RecordOf<'oom-kill'> | null,
  failures: readonly RecordOf<'alloc-failure'>[],
): Frame {
  if (report?.manual) return 'manual';
  if (report) return failures.some((failure) => explainsKill(failure, report)) ? 'allocation' : 'shortage';
  if (failures.length > 0) return 'allocation';
  if (records.some((record) => record.kind === 'userspace-kill')) return 'userspace';
  if (records.some((record) => record.kind === 'hung-task' || record.kind === 'stall')) return 'hang';
  return records.some((record) => record.kind === 'fork-refused') ? 'refusal' : 'shortage';
}

/** A failed request before the kill, of a kind that a lack of ordinary memory does not explain. */
function explainsKill(failure: RecordOf<'alloc-failure'>, report: RecordOf<'oom-kill'>): boolean {
  if (report.constraint === 'memcg' || failure.variant === 'page-stall') return false;
  if (report.victims.some((victim) => victim.pid === failure.pid)) return false;
  const before = secondsBetween(failure, report);
  return before !== null && before >= 0 && before <= failureBeforeKillSeconds;
}

function secondsBetween(first: KernelRecord, second: KernelRecord): number | null {
  if (first.monotonicSeconds !== null && second.monotonicSeconds !== null)
    return second.monotonicSeconds - first.monotonicSeconds;
  if (first.time === null || second.time === null) return null;
  return (Date.parse(second.time) - Date.parse(first.time)) / 1000;
}

/** The report's own sums are the last and surest state, where they are of the whole host. */
function withReport(
  states: readonly ComponentState[],
  accounting: Accounting | null,
  eventUs: number,
): readonly ComponentState[] {
  if (accounting?.scope !== 'host') return states;
  const last = states.at(-1);
  const parts = partsOf(accounting);
  if (last) reconcile(parts, last);
  return [
    ...states,
    {
      atUs: eventUs,
      totalBytes: accounting.totalBytes,
      parts,
      availableBytes: null,
      swapUsedBytes: last?.swapUsedBytes ?? null,
      source: accounting.source,
    },
  ];
}

/** Components that samples tell apart and the report does not: their last measured amount is taken out of the rest. */
function reconcile(parts: Map<string, number>, last: ComponentState): void {
  for (const component of ['vmalloc', 'percpu', 'hugetlb', 'kernel-stacks', 'swap-cache'] as const) {
    const measured = last.parts.get(component) ?? 0;
    if ((parts.get(component) ?? 0) > 0 || measured === 0) continue;
    const from = component === 'swap-cache' ? 'anonymous' : 'unaccounted';
    const moved = Math.min(measured, parts.get(from) ?? 0);
    parts.set(from, (parts.get(from) ?? 0) - moved);
    parts.set(component, moved);
  }
}
