import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import { accountFor } from './accounting/account.ts';
import type { ComponentId } from './accounting/components.ts';
import type { Accounting, Incident } from './analysis.ts';
import { cannotReclaim } from './gfp.ts';
import { type ComponentState, partsOf, poolToOwners, sampledStates } from './growth/components.ts';
import { consumption } from './growth/consumption.ts';
import { groupFillsFrom, growingGroups, insideLimit, processHistories } from './growth/processes.ts';
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
  const accounting = report ? (accountFor(report).accounting ?? null) : null;
  const { states: sampled, timeBasis } = history ? sampledStates(history) : { states: [], timeBasis: null };
  const last = sampled.at(-1);
  const settled = accounting ? settledParts(accounting, report, last) : null;
  const parts = settled?.parts ?? null;
  // The report's own sums are the last and surest state, where they are of the whole host.
  const final: ComponentState | null =
    history && accounting?.scope === 'host' && parts
      ? {
          atUs: history.eventUs,
          totalBytes: accounting.totalBytes,
          parts,
          availableBytes: null,
          swapUsedBytes: swapUsed(report) ?? last?.swapUsedBytes ?? null,
          poolBytes: settled?.poolBytes ?? 0,
          source: accounting.source,
        }
      : null;
  const states = final ? [...sampled, final] : [...sampled];
  const frame = frameOf(records, report, failures, states);
  const used = consumption(states);
  const source = report
    ? {
        path: report.source.path,
        line: report.source.line,
        byteStart: report.source.byteStart,
        byteEnd: report.source.byteEnd,
      }
    : null;
  const followed = history ? processHistories(history) : [];
  const processes = incident.scope === 'memcg' ? insideLimit(followed, kills) : followed;
  const fromUs =
    incident.scope === 'memcg' ? groupFillsFrom(processes, report) : (used?.fromUs ?? Number.NEGATIVE_INFINITY);
  const groups = history
    ? growingGroups(processes, fromUs, history.eventUs, report && source ? { rows: report.tasks, source } : null)
    : [];
  return {
    frame,
    incident,
    records,
    report,
    failures,
    hangs,
    accounting,
    parts,
    history,
    states,
    consumption: used,
    groups,
    inferredTimes: timeBasis === 'inferred' || processes.some((process) => process.timeBasis === 'inferred'),
  };
}

/** The first kill that shows the memory; without one, the first kill. Later ones in a storm see what the first left over. */
function principal(kills: readonly RecordOf<'oom-kill'>[]): RecordOf<'oom-kill'> | null {
  return kills.find((kill) => kill.memInfo !== null || kill.memcg !== null) ?? kills[0] ?? null;
}

function frameOf(
  records: readonly KernelRecord[],
  report: RecordOf<'oom-kill'> | null,
  failures: readonly RecordOf<'alloc-failure'>[],
  states: readonly ComponentState[],
): Frame {
  if (report?.manual) return 'manual';
  if (report) return failures.some((failure) => explainsKill(failure, report, states)) ? 'allocation' : 'shortage';
  if (failures.length > 0) return 'allocation';
  if (records.some((record) => record.kind === 'userspace-kill')) return 'userspace';
  if (records.some((record) => record.kind === 'hung-task' || record.kind === 'stall')) return 'hang';
  return records.some((record) => record.kind === 'fork-refused') ? 'refusal' : 'shortage';
}

/** Free and reclaimable memory above this share of RAM is no shortage: the request failed for another reason. */
const memoryThere = 0.08;

/**
 * A failed request before the kill that a lack of ordinary memory does not explain: memory was there when it failed, or,
 * for a request that may not wait, had been there at the last sample before.
 */
function explainsKill(
  failure: RecordOf<'alloc-failure'>,
  report: RecordOf<'oom-kill'>,
  states: readonly ComponentState[],
): boolean {
  if (report.constraint === 'memcg' || failure.variant === 'page-stall') return false;
  if (report.victims.some((victim) => victim.pid === failure.pid)) return false;
  const before = secondsBetween(failure, report);
  if (before === null || before < 0 || before > failureBeforeKillSeconds) return false;
  return memoryWasThere(failure) || (cannotReclaim(failure.gfpFlags) && wasAvailable(states));
}

function memoryWasThere({ memInfo }: RecordOf<'alloc-failure'>): boolean {
  if (!memInfo || memInfo.ramPages === null) return false;
  const pages = (key: string): number => memInfo.counters[key] ?? 0;
  return (
    pages('free') + pages('active_file') + pages('inactive_file') + pages('slab_reclaimable') >=
    memInfo.ramPages * memoryThere
  );
}

function wasAvailable(states: readonly ComponentState[]): boolean {
  const last = states.findLast((state) => state.availableBytes !== null);
  return last !== undefined && (last.availableBytes ?? 0) >= last.totalBytes * memoryThere;
}

function secondsBetween(first: KernelRecord, second: KernelRecord): number | null {
  if (first.monotonicSeconds !== null && second.monotonicSeconds !== null)
    return second.monotonicSeconds - first.monotonicSeconds;
  if (first.time === null || second.time === null) return null;
  return (Date.parse(second.time) - Date.parse(first.time)) / 1000;
}

/** The report's sums, with what it lumps together told apart by the last sample before and by the swap in use. */
function settledParts(
  accounting: Accounting,
  report: RecordOf<'oom-kill'> | null,
  last: ComponentState | undefined,
): { readonly parts: Map<ComponentId | 'unaccounted', number>; readonly poolBytes: number } {
  const parts = partsOf(accounting);
  if (accounting.scope !== 'host') return { parts, poolBytes: 0 };
  if (last) reconcile(parts, last);
  return { parts, poolBytes: poolToOwners(parts, swapUsed(report) ?? 0) };
}

function swapUsed(report: RecordOf<'oom-kill'> | null): number | null {
  const info = report?.memInfo;
  return info?.swapTotalBytes != null && info.swapFreeBytes !== null ? info.swapTotalBytes - info.swapFreeBytes : null;
}

/** Components that samples tell apart and the report does not: their last measured amount is taken out of the rest. */
function reconcile(parts: Map<ComponentId | 'unaccounted', number>, last: ComponentState): void {
  for (const component of ['vmalloc', 'percpu', 'hugetlb', 'kernel-stacks', 'swap-cache'] as const) {
    const measured = last.parts.get(component) ?? 0;
    if ((parts.get(component) ?? 0) > 0 || measured === 0) continue;
    const from = component === 'swap-cache' ? 'anonymous' : 'unaccounted';
    const moved = Math.min(measured, parts.get(from) ?? 0);
    parts.set(from, (parts.get(from) ?? 0) - moved);
    parts.set(component, moved);
  }
}
