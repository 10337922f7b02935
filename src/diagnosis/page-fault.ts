import type { MemInfo } from '../../parsers/model/records/mem-info.ts';

/**
 * pagefault_out_of_memory() calls the OOM killer with an empty mask (`gfp_mask=0x0(), order=0`): a fault handler returned
 * VM_FAULT_OOM, most often because a memory cgroup could not be charged or a driver gave up. No page was asked for.
 */
export const asksForNothing = ({ gfpMask, order }: { readonly gfpMask: string; readonly order: number }): boolean =>
  order === 0 && /^0x0+$/.test(gfpMask);

const shares = {
  /** Free above all high watermarks: reclaim itself would have gone to rest long before. */
  aboveWatermarks: 0.1,
  /** Of all pages that the report counts, where it has no zone lines. */
  ofCounted: 0.2,
} as const;

/** What was free without need, and what that is a share of, in words; null where it was not that much. */
export function freeIn(
  memInfo: MemInfo,
  pageSizeBytes: number | null,
): { readonly bytes: number | null; readonly share: number; readonly of: string } | null {
  const zones = memInfo.zones.filter(({ freeBytes, highBytes }) => freeBytes !== null && highBytes !== null);
  if (zones.length > 0) {
    const size = zones.reduce((bytes, zone) => bytes + (zone.managedBytes ?? zone.presentBytes ?? 0), 0);
    const above = zones.reduce((bytes, zone) => bytes + Math.max(0, (zone.freeBytes ?? 0) - (zone.highBytes ?? 0)), 0);
    return size > 0 && above >= size * shares.aboveWatermarks
      ? { bytes: above, share: above / size, of: 'the zones, were free above their high watermarks' }
      : null;
  }
  const page = memInfo.pageSizeBytes ?? pageSizeBytes;
  const { free } = memInfo.counters;
  if (free === undefined) return null;
  const counted = countedOnce.reduce((pages, key) => pages + (memInfo.counters[key] ?? 0), 0);
  return free >= counted * shares.ofCounted
    ? { bytes: page === null ? null : free * page, share: free / counted, of: 'the memory counted, were free' }
    : null;
}

const countedOnce = [
  'free',
  'active_anon',
  'inactive_anon',
  'active_file',
  'inactive_file',
  'unevictable',
  'slab_reclaimable',
  'slab_unreclaimable',
  'pagetables',
];
