import type { MemInfo, ZoneInfo } from '../../parsers/model/records/mem-info.ts';

/** A zone as the request saw it. */
export interface ZoneState {
  readonly node: number | null;
  readonly name: string;
  readonly managedBytes: number | null;
  readonly freeBytes: number;
  readonly minBytes: number;
  /** The watermark asked for in the last attempt before the OOM killer is called; null where it is not printed. */
  readonly highBytes: number | null;
  /** What this request may not touch: reserves for atomic requests, for lower zones, and CMA if its pages cannot move. */
  readonly withheldBytes: number;
  /** The part of it that is CMA. */
  readonly cmaBytes: number;
  /** The watermark test fails: what is free for this request does not exceed the minimum. */
  readonly isShort: boolean;
  /** Free memory in blocks of the order asked for or larger, that this request may take; null without a buddy line. */
  readonly fittingBytes: number | null;
  readonly largestBlockBytes: number | null;
}

/** What the request was: flags as names, order. */
export interface Request {
  readonly gfpFlags: readonly string[];
  readonly order: number;
}

/** From the lowest to the highest; a request may use its own zone and all below. */
const ascending = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device'];
const everything = 'Movable';

/**
 * Replays the order-0 watermark test of the page allocator for each zone that the request could use
 * (__zone_watermark_ok: free - withheld must exceed min + lowmem_reserve). A report without zone lines gives none.
 */
export function zonesFor(memInfo: MemInfo, request: Request, pageSizeBytes: number | null): ZoneState[] {
  const highest = ascending.indexOf(highestZone(request.gfpFlags, memInfo));
  const page = memInfo.pageSizeBytes ?? pageSizeBytes;
  return memInfo.zones
    .filter((zone) => ascending.indexOf(zone.name) <= highest && zone.name !== 'Device')
    .flatMap((zone) => stateOf(zone, memInfo, request, highest, page) ?? []);
}

/** Zones above the highest that the request could use. */
export function zonesAbove(memInfo: MemInfo, request: Request): ZoneInfo[] {
  const highest = ascending.indexOf(highestZone(request.gfpFlags, memInfo));
  return memInfo.zones.filter((zone) => ascending.indexOf(zone.name) > highest && zone.name !== 'Device');
}

/** Before it kills, the kernel asks for the high watermark once more: at or below it a zone is low. */
export const isLow = ({ isShort, highBytes, freeBytes, withheldBytes }: ZoneState): boolean =>
  isShort || (highBytes !== null && freeBytes - withheldBytes <= highBytes);

function stateOf(
  zone: ZoneInfo,
  memInfo: MemInfo,
  request: Request,
  highest: number,
  pageSizeBytes: number | null,
): ZoneState | null {
  const { freeBytes, minBytes } = zone;
  if (freeBytes === null || minBytes === null) return null;
  const movable = isMovable(request.gfpFlags);
  const cmaBytes = movable ? 0 : (zone.freeCmaBytes ?? 0);
  const reservePages = lowmemReserve(zone, memInfo, highest);
  const highatomicBytes = isAtomic(request.gfpFlags)
    ? 0
    : (zone.freeHighatomicBytes ?? zone.reservedHighatomicBytes ?? 0);
  const withheldBytes = highatomicBytes + cmaBytes + reservePages * (pageSizeBytes ?? 0);
  const usable = zone.buddy?.filter(({ types, count }) => count > 0 && takesBlocks(types, movable));
  return {
    node: zone.node,
    name: zone.name,
    managedBytes: zone.managedBytes ?? zone.presentBytes,
    freeBytes,
    minBytes,
    highBytes: zone.highBytes,
    withheldBytes,
    cmaBytes,
    isShort: freeBytes - withheldBytes <= minBytes,
    fittingBytes:
      usable
        ?.filter(({ order }) => order >= request.order)
        .reduce((sum, { count, blockBytes }) => sum + count * blockBytes, 0) ?? null,
    largestBlockBytes: usable?.reduce((most, { blockBytes }) => Math.max(most, blockBytes), 0) ?? null,
  };
}

/** Blocks of CMA (C) take movable pages only; highatomic (H) and isolated (I) ones take no ordinary request. */
function takesBlocks(types: string, movable: boolean): boolean {
  if (types === '') return true;
  return [...types].some((type) => (type === 'C' ? movable : type !== 'H' && type !== 'I'));
}

const isMovable = (flags: readonly string[]): boolean =>
  flags.some((flag) => flag.includes('MOVABLE') || flag.startsWith('GFP_TRANSHUGE'));

/** May draw on the reserves: GFP_ATOMIC and whatever else has __GFP_HIGH. */
const isAtomic = (flags: readonly string[]): boolean => flags.includes('GFP_ATOMIC') || flags.includes('__GFP_HIGH');

/** gfp_zone() of include/linux/gfp.h: pages that can move go to the Movable zone only if they may lie in high memory too. */
function highestZone(flags: readonly string[], memInfo: MemInfo): string {
  if (flags.includes('__GFP_DMA') || flags.includes('GFP_DMA')) return 'DMA';
  if (flags.includes('__GFP_DMA32') || flags.includes('GFP_DMA32')) return 'DMA32';
  const highmem = flags.some((flag) => /HIGHMEM|HIGHUSER|GFP_TRANSHUGE/.test(flag));
  if (highmem && isMovable(flags)) return everything;
  return highmem && memInfo.zones.some((zone) => zone.name === 'HighMem') ? 'HighMem' : 'Normal';
}

/**
 * Pages kept back from a request that could also be served higher up. lowmem_reserve[] has one entry for each zone type the
 * kernel was built with, empty ones included, and does not name them. Where the layout cannot be told, nothing is held back:
 * the test then errs towards "not short".
 */
function lowmemReserve(zone: ZoneInfo, memInfo: MemInfo, highest: number): number {
  const reserve = zone.lowmemReservePages;
  if (reserve === null) return 0;
  const layout = layoutOf(reserve.length, memInfo);
  const index = layout?.indexOf(ascending[highest] ?? '') ?? -1;
  return Math.max(0, reserve[index] ?? 0);
}

/** Types a kernel may be built without (Movable came with 2.6.23, Device with 4.3), and DMA32 if it has high memory. */
function layoutOf(length: number, memInfo: MemInfo): readonly string[] | null {
  const printed = new Set(memInfo.zones.map(({ name }) => name));
  const all = ascending.filter(
    (name) => printed.has(name) || (name === 'DMA32' ? !printed.has('HighMem') : name !== 'HighMem'),
  );
  for (const absent of [[], ['Device'], ['Device', 'Movable'], ['Device', 'Movable', 'DMA32']]) {
    const layout = all.filter((name) => printed.has(name) || !absent.includes(name));
    if (layout.length === length) return layout;
  }
  return null;
}
