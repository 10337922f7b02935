import type { RecordOf } from '../../../parsers/model/record.ts';
import type { ComponentId } from '../accounting/components.ts';
import { printedBytes } from '../accounting/host.ts';
import type { Accounting } from '../analysis.ts';
import { type ComponentState, partsOf, poolToOwners } from './components.ts';

/**
 * The report's sums, with what it lumps together told apart by the last sample before (of the same host or nodes) and by the
 * swap in use.
 */
export function settledParts(
  accounting: Accounting,
  report: RecordOf<'oom-kill'> | null,
  last: ComponentState | undefined,
): { readonly parts: Map<ComponentId | 'unaccounted', number>; readonly poolBytes: number } {
  const parts = partsOf(accounting);
  // Since 4.14 the lines of a node leave out its slab.
  if (accounting.scope === 'node' && last)
    reconcile(parts, last, ['slab-unreclaimable', 'slab-reclaimable', 'kernel-stacks', 'page-tables', 'hugetlb']);
  if (accounting.scope === 'memcg') return { parts, poolBytes: poolToOwners(parts, Number.POSITIVE_INFINITY, true) };
  if (accounting.scope !== 'host') return { parts, poolBytes: 0 };
  if (last) reconcile(parts, last, ['vmalloc', 'percpu', 'hugetlb', 'kernel-stacks', 'swap-cache']);
  const counted = report?.memInfo ? printedBytes(report.memInfo, 'zspages') !== null : false;
  return { parts, poolBytes: poolToOwners(parts, swapUsed(report) ?? 0, counted) };
}

/** Null where the report does not print swap. */
export function swapUsed(report: RecordOf<'oom-kill'> | null): number | null {
  const info = report?.memInfo;
  return info?.swapTotalBytes != null && info.swapFreeBytes !== null ? info.swapTotalBytes - info.swapFreeBytes : null;
}

/** Components that samples tell apart and the report does not: their last measured amount is taken out of the rest. */
function reconcile(
  parts: Map<ComponentId | 'unaccounted', number>,
  last: ComponentState,
  components: readonly ComponentId[],
): void {
  for (const component of components) {
    const measured = last.parts.get(component) ?? 0;
    if ((parts.get(component) ?? 0) > 0 || measured === 0) continue;
    const from = component === 'swap-cache' ? 'anonymous' : 'unaccounted';
    const moved = Math.min(measured, parts.get(from) ?? 0);
    parts.set(from, (parts.get(from) ?? 0) - moved);
    parts.set(component, moved);
  }
}
