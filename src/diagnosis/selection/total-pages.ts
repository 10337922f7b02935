import type { RecordOf } from '../../../parsers/model/record.ts';
import { allowedNodes, isMemcgOom } from '../accounting/account.ts';

/** What the kernel divides by: `totalpages` of oom_badness(). */
export interface TotalPages {
  /** Null where the report does not print all of it. */
  readonly pages: number | null;
  /** The part that is certain: the limit of the group, when the swap it may use is not printed. */
  readonly atLeastPages: number | null;
}

const unknown: TotalPages = { pages: null, atLeastPages: null };
const exactly = (pages: number): TotalPages => ({ pages, atLeastPages: pages });

/**
 * constrained_alloc() of mm/oom_kill.c. Host: managed pages and all swap. Cpuset and mempolicy: the pages present on the
 * allowed nodes and all swap. Memory cgroup: its limit and the swap it may use, of which there is never more than the
 * host has (and that stands in no report of a group since 3.10).
 */
export function totalPagesOf(record: RecordOf<'oom-kill'>, pageSizeBytes: number | null): TotalPages {
  if (pageSizeBytes === null) return unknown;
  if (isMemcgOom(record)) return memcgPages(record, pageSizeBytes);
  const { memInfo } = record;
  if (memInfo === null || memInfo.swapTotalBytes === null) return unknown;
  const swapPages = memInfo.swapTotalBytes / pageSizeBytes;
  const allowed = allowedNodes(record);
  if (allowed !== null) {
    const zones = memInfo.zones.filter((zone) => allowed.has(zone.node ?? 0));
    if (zones.length === 0 || zones.some((zone) => zone.presentBytes === null)) return unknown;
    const presentBytes = zones.reduce((sum, zone) => sum + (zone.presentBytes ?? 0), 0);
    return exactly(presentBytes / pageSizeBytes + swapPages);
  }
  if (memInfo.ramPages === null || memInfo.reservedPages === null) return unknown;
  return exactly(memInfo.ramPages - memInfo.reservedPages + swapPages);
}

function memcgPages(record: RecordOf<'oom-kill'>, pageSizeBytes: number): TotalPages {
  const { memcg, memInfo } = record;
  if (memcg === null || memcg.limitBytes === null) return unknown;
  const limitPages = memcg.limitBytes / pageSizeBytes;
  const hostSwapBytes = memInfo?.swapTotalBytes ?? null;
  const allowedSwapBytes = swapAllowance(memcg.limitBytes, memcg);
  if (allowedSwapBytes === 0 || hostSwapBytes === 0) return exactly(limitPages);
  if (hostSwapBytes === null) return { pages: null, atLeastPages: limitPages };
  return exactly(limitPages + Math.min(allowedSwapBytes ?? hostSwapBytes, hostSwapBytes) / pageSizeBytes);
}

/** `swap.max` on v2, memory+swap limit minus memory limit on v1; null where neither bounds it. */
function swapAllowance(limitBytes: number, memcg: NonNullable<RecordOf<'oom-kill'>['memcg']>): number | null {
  if (memcg.swapLimitBytes !== null) return memcg.swapLimitBytes;
  if (memcg.memswLimitBytes !== null) return Math.max(0, memcg.memswLimitBytes - limitBytes);
  return null;
}
