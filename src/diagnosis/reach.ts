import type { MemInfo, ZoneInfo } from '../../parsers/model/records/mem-info.ts';
import { isLow, type Request, type ZoneState, zonesAbove, zonesFor } from './shortage.ts';

/** What a request could use, and what was free where it could not go. */
export interface Reach {
  /** The largest of the zones it could use. */
  readonly zone: ZoneState;
  /** RAM of all of them. */
  readonly managedBytes: number;
  readonly minBytes: number;
  /** Zones it could not use that are not short themselves: free memory above the high watermark. */
  readonly above: readonly ZoneInfo[];
  readonly aboveBytes: number;
  /** Free CMA pages in the zones it could use; they take movable pages only. */
  readonly cmaBytes: number;
  /** Other zones are still reclaimed with success, and its own hold next to nothing that reclaim could take. */
  readonly keptByKernel: boolean;
}

/** Free memory outside that is this many times the minimum of the zones inside is no remainder. */
const plenty = 4;
const shares = {
  /** Below this share of a zone on its lists of pages to reclaim, the kernel itself holds the zone. */
  listedInside: 0.1,
  /** A zone with this much on them can still give. */
  listedOutside: 0.25,
  /** Swap with room for this share of them. */
  swapFree: 0.1,
} as const;

/**
 * Whether a request failed for want of memory in the zones it was bound to, by the flags of its mask, while memory it could
 * not use was there: low memory of 32-bit hosts, DMA zones, a Movable zone, CMA. Null where its own zones were not all
 * short, or where nothing lay outside of them. A mask that is not known is taken for an ordinary request of the kernel: a
 * request that could have used the zones above would have been served from there; of CMA nothing is known then.
 *
 * `nodes`: those a cpuset or memory policy left it; zones of others were out of reach for another reason.
 */
export function reachOf(
  memInfo: MemInfo,
  request: Request,
  pageSizeBytes: number | null,
  nodes: ReadonlySet<number> | null,
): Reach | null {
  const maskKnown = request.gfpFlags.length > 0;
  const allowed = ({ node }: { readonly node: number | null }): boolean => nodes === null || nodes.has(node ?? 0);
  const usable = withoutRemnants(zonesFor(memInfo, request, pageSizeBytes).filter(allowed));
  const [first] = usable;
  if (first === undefined || !usable.every(isLow)) return null;
  const sum = (of: (zone: ZoneState) => number): number => usable.reduce((bytes, zone) => bytes + of(zone), 0);
  const outside = zonesAbove(memInfo, request).filter(allowed);
  const above = outside.filter((zone) => surplusOf(zone) > 0);
  const reach = {
    zone: usable.reduce((best, zone) => ((zone.managedBytes ?? 0) > (best.managedBytes ?? 0) ? zone : best), first),
    managedBytes: sum(({ managedBytes }) => managedBytes ?? 0),
    minBytes: sum(({ minBytes }) => minBytes),
    above,
    aboveBytes: above.reduce((bytes, zone) => bytes + (zone.freeBytes ?? 0), 0),
    cmaBytes: maskKnown ? sum(({ cmaBytes, freeBytes }) => Math.min(cmaBytes, freeBytes)) : 0,
    keptByKernel: isKeptByKernel(memInfo, usable, outside),
  };
  const surplus = above.reduce((bytes, zone) => bytes + surplusOf(zone), 0);
  if (surplus >= reach.minBytes * plenty || reach.cmaBytes >= reach.minBytes * plenty) return reach;
  return reach.keptByKernel ? { ...reach, above: [], aboveBytes: 0, cmaBytes: 0 } : null;
}

/** A tiny DMA zone is kept from most requests, and old kernels do not say how much of it: it does not speak for the others. */
const remnant = 0.05;

function withoutRemnants(zones: readonly ZoneState[]): readonly ZoneState[] {
  const size = zones.reduce((bytes, { managedBytes }) => bytes + (managedBytes ?? 0), 0);
  return zones.filter(({ managedBytes }) => managedBytes === null || managedBytes >= size * remnant);
}

const surplusOf = ({ freeBytes, highBytes }: ZoneInfo): number =>
  freeBytes === null || highBytes === null ? 0 : Math.max(0, freeBytes - highBytes);

function isKeptByKernel(memInfo: MemInfo, usable: readonly ZoneState[], outside: readonly ZoneInfo[]): boolean {
  const inside = memInfo.zones.filter((zone) =>
    usable.some(({ name, node }) => name === zone.name && node === zone.node),
  );
  const listed = listedIn(inside);
  const size = sizeOf(inside);
  const giving = outside.filter(
    (zone) => zone.allUnreclaimable === false && (zone.freeBytes ?? 0) > (zone.minBytes ?? 0) && !belowLow(zone),
  );
  const listedOutside = listedIn(giving);
  if (listed === null || listedOutside === null || size === 0 || giving.length === 0) return false;
  // Without a line about swap the watermarks have to do.
  const swapHasRoom =
    memInfo.swapFreeBytes === null
      ? giving.every((zone) => surplusOf(zone) > 0)
      : memInfo.swapFreeBytes >= listedOutside * shares.swapFree;
  return listed <= size * shares.listedInside && listedOutside >= sizeOf(giving) * shares.listedOutside && swapHasRoom;
}

const belowLow = ({ freeBytes, lowBytes }: ZoneInfo): boolean => (freeBytes ?? 0) < (lowBytes ?? 0);

const sizeOf = (zones: readonly ZoneInfo[]): number =>
  zones.reduce((bytes, { managedBytes, presentBytes }) => bytes + (managedBytes ?? presentBytes ?? 0), 0);

const lists = ['active', 'inactive', 'active_anon', 'inactive_anon', 'active_file', 'inactive_file', 'unevictable'];

/** Pages of processes and files; null where the zones do not print them. */
function listedIn(zones: readonly ZoneInfo[]): number | null {
  const printed = zones.flatMap(({ counters }) => lists.flatMap((key) => counters[key] ?? []));
  return printed.length === 0 ? null : printed.reduce((sum, bytes) => sum + bytes, 0);
}
