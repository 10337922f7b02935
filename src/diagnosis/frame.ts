import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import { cannotReclaim } from './gfp.ts';
import type { ComponentState } from './growth/components.ts';
import { before, type MemoryHistory, systemSeries } from './history.ts';
import { asksForNothing, freeIn } from './page-fault.ts';
import type { Frame } from './rules/rule.ts';

/** Failures this long before a kill can be its cause; the kernel prints a victim's own failure after choosing it. */
const failureBeforeKillSeconds = 60;
/** Free and reclaimable memory above this share of RAM is no shortage: the request failed for another reason. */
const memoryThere = 0.08;

/** These tell of waiting, or of a promise: nothing was asked for that could not be had. */
const noRequest: ReadonlySet<RecordOf<'alloc-failure'>['variant']> = new Set(['page-stall', 'commit']);

/** A request of one page that was served in the end: what it waited for is the question, and not what it lacked. */
const onlyWaited = (record: KernelRecord): boolean =>
  record.kind === 'alloc-failure' && record.variant === 'page-stall' && record.order === 0;

/** Which question the records ask. */
export function frameOf(
  records: readonly KernelRecord[],
  report: RecordOf<'oom-kill'> | null,
  history: MemoryHistory | null,
  states: readonly ComponentState[],
): Frame {
  if (report?.manual) return 'manual';
  const has = (...kinds: readonly KernelRecord['kind'][]): boolean => records.some(({ kind }) => kinds.includes(kind));
  if (report) {
    const explains = (failure: RecordOf<'alloc-failure'>): boolean =>
      memoryWasThere(failure) ||
      faultedWithFreeMemory(report) ||
      (cannotReclaim(failure.gfpFlags) && wasAvailable(history, states));
    return failuresBefore(records, report).some(explains) ? 'allocation' : 'shortage';
  }
  if (records.some((record) => record.kind === 'alloc-failure' && record.variant !== 'commit' && !onlyWaited(record)))
    return 'allocation';
  if (has('userspace-kill')) return 'userspace';
  if (has('hung-task', 'stall') || records.some(onlyWaited)) return 'hang';
  return has('fork-refused', 'alloc-failure') ? 'refusal' : 'shortage';
}

/**
 * Requests that failed within a minute before the kill, and were not the victim's own. Such a request is the cause where a
 * lack of ordinary memory does not explain it.
 */
export function failuresBefore(
  records: readonly KernelRecord[],
  report: RecordOf<'oom-kill'>,
): RecordOf<'alloc-failure'>[] {
  if (report.constraint === 'memcg') return [];
  return records.filter((record): record is RecordOf<'alloc-failure'> => {
    if (record.kind !== 'alloc-failure' || noRequest.has(record.variant)) return false;
    if (report.victims.some((victim) => victim.pid === record.pid)) return false;
    const seconds = secondsBetween(record, report);
    return seconds !== null && seconds >= 0 && seconds <= failureBeforeKillSeconds;
  });
}

/** Then what failed just before is why the page fault could not be served. */
const faultedWithFreeMemory = ({ trigger, memInfo, pageSizeBytes }: RecordOf<'oom-kill'>): boolean =>
  trigger !== null && asksForNothing(trigger) && memInfo !== null && freeIn(memInfo, pageSizeBytes) !== null;

function memoryWasThere({ memInfo }: RecordOf<'alloc-failure'>): boolean {
  if (!memInfo || memInfo.ramPages === null) return false;
  const pages = (key: string): number => memInfo.counters[key] ?? 0;
  return (
    pages('free') + pages('active_file') + pages('inactive_file') + pages('slab_reclaimable') >=
    memInfo.ramPages * memoryThere
  );
}

/** At the last sample before; by the host's own series where no sampler tells the components apart. */
function wasAvailable(history: MemoryHistory | null, states: readonly ComponentState[]): boolean {
  const last = states.findLast((state) => state.availableBytes !== null);
  if (last) return (last.availableBytes ?? 0) >= last.totalBytes * memoryThere;
  const series = history && systemSeries(history, 'memAvailableBytes');
  const available = series ? before(series, history.eventUs).at(-1)?.value : undefined;
  const total = history && systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value;
  const whole = total ?? states.at(-1)?.totalBytes;
  return available !== undefined && whole !== undefined && available >= whole * memoryThere;
}

/** Without clocks the order in one file tells which came first, and nothing says that time passed. */
function secondsBetween(first: KernelRecord, second: KernelRecord): number | null {
  if (first.monotonicSeconds !== null && second.monotonicSeconds !== null)
    return second.monotonicSeconds - first.monotonicSeconds;
  if (first.time !== null && second.time !== null) return (Date.parse(second.time) - Date.parse(first.time)) / 1000;
  if (first.source.path !== second.source.path) return null;
  return first.source.byteStart < second.source.byteStart ? 0 : -1;
}
