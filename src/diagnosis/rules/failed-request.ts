import type { RecordOf } from '../../../parsers/model/record.ts';
import { cannotReclaim } from '../gfp.ts';
import { bytesInWords } from '../quantities.ts';
import { isLow, type ZoneState, zonesFor } from '../shortage.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';
import { withoutZones } from './slab-request.ts';

type Request = RecordOf<'alloc-failure'> | RecordOf<'oom-kill'>;

/** A request that wants more than this share of RAM at once was never going to be served. */
const impossibleShare = 0.5;
/** Another zone with this many times its own minimum free has plenty. */
const plenty = 4;

/** Replays the page allocator's tests for the requests that failed: what kept them from memory that was there. */
export const failedRequest: Rule = {
  id: 'failed-request',
  frames: ['allocation', 'shortage'],
  judge({ failures, report }) {
    const requests: Request[] = [...failures, ...(report?.trigger && report.trigger.order > 0 ? [report] : [])];
    return requests.flatMap(findingOf);
  },
};

function findingOf(request: Request): Finding[] {
  const from = recordSource(request);
  const impossible = largerThanMemory(request);
  if (impossible) return [{ weight: 'larger-than-memory', from, ...impossible }];
  // Its pages need not lie side by side, and none of them comes from the reserve.
  if (
    request.kind === 'alloc-failure' &&
    request.variant === 'vmalloc' &&
    (request.memInfo === null || request.sizeBytes === 0)
  )
    return [
      {
        weight: 'asked-for-single-pages',
        claim:
          request.sizeBytes === 0
            ? 'an area of 0 bytes was asked for, which always fails: an error of the caller, whatever memory is free'
            : `${request.sizeBytes === null ? 'an area' : bytesInWords(request.sizeBytes)} was asked for in single pages, which need not lie side by side`,
        from,
        values: request.sizeBytes === null ? {} : { sizeBytes: request.sizeBytes },
      },
    ];
  const order = request.kind === 'oom-kill' ? (request.trigger?.order ?? 0) : (request.order ?? 0);
  const gfpFlags = request.kind === 'oom-kill' ? (request.trigger?.gfpFlags ?? []) : request.gfpFlags;
  const zones = request.memInfo ? zonesFor(request.memInfo, { gfpFlags, order }, request.pageSizeBytes) : [];
  if (zones.length === 0) return withoutZones(request, order, gfpFlags);
  if (order > 0) return ordered(zones, order, from);
  return orderZero(zones, request, gfpFlags, from);
}

/** Enough is free for single pages, and nowhere a block of the order asked for. */
function ordered(zones: readonly ZoneState[], order: number, from: Finding['from']): Finding[] {
  const roomy = zones.filter((zone) => !zone.isShort);
  const fits = zones.some((zone) => !zone.isShort && (zone.fittingBytes ?? 0) > 0);
  const best = roomy.reduce<ZoneState | null>(
    (most, zone) => (most === null || zone.freeBytes > most.freeBytes ? zone : most),
    null,
  );
  if (!best || fits || best.fittingBytes === null) {
    return [{ weight: 'order-above-zero', claim: `a block of order ${order} was asked for`, from, values: { order } }];
  }
  return [
    {
      weight: 'no-block-of-that-order',
      claim: `zone ${best.name} had ${bytesInWords(best.freeBytes)} free, above its minimum of ${bytesInWords(best.minBytes)}, but no usable block of order ${order}; the largest is ${bytesInWords(best.largestBlockBytes ?? 0)}`,
      from,
      values: { order, freeBytes: best.freeBytes, minBytes: best.minBytes, fittingBytes: best.fittingBytes },
    },
  ];
}

function orderZero(
  zones: readonly ZoneState[],
  request: Request,
  gfpFlags: readonly string[],
  from: Finding['from'],
): Finding[] {
  const short = zones.filter((zone) => zone.isShort);
  const worst = short[0];
  // The reserve fills up again while the report is printed.
  if (!worst && cannotReclaim(gfpFlags)) return [];
  if (!worst)
    return [
      {
        weight: 'one-page-was-enough',
        claim: 'single pages were asked for, and no zone that the request could use was short of them',
        from,
        values: { zones: zones.length },
      },
    ];
  const values = { freeBytes: worst.freeBytes, minBytes: worst.minBytes, withheldBytes: worst.withheldBytes };
  const others = (request.memInfo?.zones ?? []).filter(
    (zone) => !zones.some((usable) => usable.name === zone.name && usable.node === zone.node),
  );
  const cmaBytes = zones.reduce((sum, zone) => sum + Math.min(zone.cmaBytes, zone.freeBytes), 0);
  if (gfpFlags.length > 0 && !cannotReclaim(gfpFlags) && zones.every(isLow) && cmaBytes > worst.minBytes * plenty) {
    return [
      {
        weight: 'low-zone-empty',
        claim: `zone ${worst.name} had ${bytesInWords(Math.max(0, worst.freeBytes - worst.withheldBytes))} free that the request may take; ${bytesInWords(cmaBytes)} more are CMA, which takes movable pages only`,
        from,
        values: { ...values, cmaBytes },
      },
    ];
  }
  const rich = others.find(
    (zone) => (zone.freeBytes ?? 0) > (zone.minBytes ?? 0) * plenty && (zone.freeBytes ?? 0) > worst.freeBytes * plenty,
  );
  if (rich && isBound(gfpFlags)) {
    return [
      {
        weight: 'low-zone-empty',
        claim: `the request may only use zone ${worst.name} and below, where ${bytesInWords(worst.freeBytes)} are free, while zone ${rich.name} has ${bytesInWords(rich.freeBytes ?? 0)} free`,
        from,
        values,
      },
    ];
  }
  const elsewhere = freeElsewhere(request, zones);
  if (isBound(gfpFlags) && elsewhere > worst.freeBytes * plenty && elsewhere > worst.minBytes * plenty) {
    return [
      {
        weight: 'low-zone-empty',
        claim: `the request may only use zone ${worst.name}, where ${bytesInWords(worst.freeBytes)} are free; the host has ${bytesInWords(elsewhere)} free elsewhere`,
        from,
        values: { ...values, elsewhereBytes: elsewhere },
      },
    ];
  }
  if (!cannotReclaim(gfpFlags)) return [];
  return [
    {
      weight: 'reserve-drained',
      claim: `the request could not wait for reclaim, and zone ${worst.name} had ${bytesInWords(worst.freeBytes)} free, not above its minimum of ${bytesInWords(worst.minBytes)}`,
      from,
      values,
    },
  ];
}

function largerThanMemory(request: Request): Pick<Finding, 'claim' | 'values'> | null {
  if (request.kind !== 'alloc-failure' || request.sizeBytes === null) return null;
  const refused = /exceeds total pages/.test(request.detail ?? '');
  const page = request.pageSizeBytes ?? request.memInfo?.pageSizeBytes ?? null;
  const ramBytes = request.memInfo?.ramPages != null && page !== null ? request.memInfo.ramPages * page : null;
  if (!refused && (ramBytes === null || request.sizeBytes < ramBytes * impossibleShare)) return null;
  return {
    claim: `one request asked for ${bytesInWords(request.sizeBytes)}${ramBytes === null ? ', more than there is' : ` of ${bytesInWords(ramBytes)} RAM`}`,
    values: { sizeBytes: request.sizeBytes, ...(ramBytes === null ? {} : { ramBytes }) },
  };
}

/** The report shows the zones of the request only; the global counter shows the rest. */
function freeElsewhere(request: Request, zones: readonly ZoneState[]): number {
  const page = request.pageSizeBytes ?? request.memInfo?.pageSizeBytes ?? null;
  const free = request.memInfo?.counters['free'];
  if (page === null || free === undefined) return 0;
  return Math.max(0, free * page - zones.reduce((sum, zone) => sum + zone.freeBytes, 0));
}

function isBound(gfpFlags: readonly string[]): boolean {
  return gfpFlags.some((flag) => /^(__)?GFP_DMA(32)?$/.test(flag)) || !gfpFlags.some((flag) => /HIGH/.test(flag));
}
