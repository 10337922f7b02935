import type { RecordOf } from '../../parsers/model/record.ts';
import type { MemcgInfo } from '../../parsers/model/records/oom-kill.ts';
import { isMemcgOom } from './accounting/account.ts';
import { asksForNothing } from './page-fault.ts';
import { bytesInWords, listInWords } from './quantities.ts';
import { reachOfKill } from './rules/full-zone.ts';
import { isLow, type ZoneState, zonesFor } from './shortage.ts';

/** A limit counts as reached within one per cent: the kernel charges in batches. */
const reachedShare = 0.99;

/** Free swap below this share of all swap is called full. */
const fullShare = 0.01;

/**
 * The limit or zone that ran out, in one sentence with the record's own numbers. Null where the record does not say, and
 * for SysRq-f, which needs no shortage.
 */
export function ranOut(record: RecordOf<'oom-kill'> | RecordOf<'alloc-failure'>): string | null {
  if (record.kind === 'alloc-failure') return failedRequest(record);
  if (record.manual) return null;
  if (isMemcgOom(record)) return record.memcg && limitReached(record.memcg, record);
  const zones = hostZones(record);
  if (zones === null) return null;
  const nodes = record.constraint === 'cpuset' || record.constraint === 'memory-policy' ? allowedText(record) : '';
  return `${zones}${nodes}${outOfReach(record)}${swapText(record)}`;
}

function limitReached(memcg: MemcgInfo, record: RecordOf<'oom-kill'>): string | null {
  const path = record.oomMemcg ?? memcg.path;
  const limits: readonly (readonly [name: string, usage: number | null, limit: number | null])[] = [
    ['memory', memcg.usageBytes, memcg.limitBytes],
    ['memory and swap', memcg.memswUsageBytes, memcg.memswLimitBytes],
    ['kernel memory', memcg.kmemUsageBytes, memcg.kmemLimitBytes],
  ];
  const reached = limits.filter(
    ([, usage, limit]) => usage !== null && limit !== null && usage >= limit * reachedShare,
  );
  const words = (reached.length > 0 ? reached : limits.slice(0, 1)).flatMap(([name, usage, limit]) =>
    usage === null || limit === null ? [] : `${bytesInWords(usage)} of ${bytesInWords(limit)} ${name}`,
  );
  if (words.length === 0) return null;
  const ancestor =
    record.taskMemcg !== null && path !== null && record.taskMemcg !== path
      ? `; the killed task ran below it, in ${record.taskMemcg}`
      : '';
  return `the limit of ${path ?? 'a memory cgroup'}: ${listInWords(words)} used${memcgSwap(memcg)}${ancestor}`;
}

function memcgSwap(memcg: MemcgInfo): string {
  if (memcg.swapLimitBytes === null) return '';
  if (memcg.swapLimitBytes === 0) return ', no swap allowed';
  return `, ${bytesInWords(memcg.swapUsageBytes ?? 0)} of ${bytesInWords(memcg.swapLimitBytes)} swap`;
}

/**
 * The biggest zone speaks for the others: small DMA zones are kept from most requests, and what is free in them moves
 * while the report is printed. Before it kills, the kernel asks for the high watermark once more.
 */
function hostZones(record: RecordOf<'oom-kill'>): string | null {
  if (record.memInfo === null || record.trigger === null || asksForNothing(record.trigger)) return null;
  const { order } = record.trigger;
  const zones = zonesFor(record.memInfo, record.trigger, record.pageSizeBytes);
  if (zones.length === 0) return null;
  const zone = biggest(zones);
  const others = zones.length - 1;
  const named = others === 1 ? 'the other zone it could use is' : `the other ${others} zones it could use are`;
  const rest = others > 0 && zones.every(isLow) ? `; ${named} as low` : '';
  if (zone.isShort) return `${zoneText(zone)}, its minimum is ${bytesInWords(zone.minBytes)}${rest}`;
  if (order > 0 && zones.every((one) => one.isShort || one.fittingBytes === 0)) return blocksText(zone, order);
  if (isLow(zone)) {
    return `${zoneText(zone)}, less than the ${bytesInWords(zone.highBytes ?? 0)} (high watermark) asked for before a kill`;
  }
  return null;
}

function failedRequest(record: RecordOf<'alloc-failure'>): string | null {
  if (record.memInfo === null || record.order === null) return null;
  const { order, gfpFlags } = record;
  const zones = zonesFor(record.memInfo, { gfpFlags, order }, record.pageSizeBytes);
  if (zones.length === 0) return null;
  const zone = biggest(zones);
  if (zones.every(({ isShort }) => isShort)) return `${zoneText(zone)}, its minimum is ${bytesInWords(zone.minBytes)}`;
  if (order > 0 && zones.every(({ isShort, fittingBytes }) => isShort || fittingBytes === 0))
    return blocksText(zone, order);
  return null;
}

function blocksText(zone: ZoneState, order: number): string {
  const largest = zone.largestBlockBytes
    ? `, the largest block it could take is ${bytesInWords(zone.largestBlockBytes)}`
    : '';
  return `blocks of order ${order}: ${zoneName(zone)} has ${bytesInWords(zone.freeBytes)} free${largest}`;
}

const biggest = (zones: readonly ZoneState[]): ZoneState =>
  zones.reduce((best, zone) => ((zone.managedBytes ?? 0) > (best.managedBytes ?? 0) ? zone : best));

const zoneName = ({ name, node }: ZoneState): string => `zone ${name}${node === null ? '' : ` of node ${node}`}`;

function zoneText(zone: ZoneState): string {
  const keptBytes = Math.min(zone.withheldBytes, zone.freeBytes);
  const withheld = keptBytes > 0 ? ` (${bytesInWords(keptBytes)} of it kept back)` : '';
  const managed = zone.managedBytes === null ? '' : ` of ${bytesInWords(zone.managedBytes)}`;
  return `${zoneName(zone)} has ${bytesInWords(zone.freeBytes)}${managed} free${withheld}`;
}

function allowedText(record: RecordOf<'oom-kill'>): string {
  const nodes = record.constraint === 'memory-policy' ? record.nodemask : record.memsAllowed;
  const by = record.constraint === 'memory-policy' ? 'its memory policy' : `cpuset ${record.cpuset ?? '(not named)'}`;
  return nodes === null ? '' : `; ${by} allows node ${nodes} only`;
}

/** What was free where the request could not go. */
function outOfReach(record: RecordOf<'oom-kill'>): string {
  const reach = reachOfKill(record);
  if (!reach) return '';
  const free = [
    ...(reach.aboveBytes > 0
      ? [`${bytesInWords(reach.aboveBytes)} in zone ${listInWords([...new Set(reach.above.map(({ name }) => name))])}`]
      : []),
    ...(reach.cmaBytes > reach.minBytes ? [`${bytesInWords(reach.cmaBytes)} of CMA`] : []),
  ];
  return free.length === 0 ? '' : `; free where it may not go: ${listInWords(free)}`;
}

function swapText(record: RecordOf<'oom-kill'>): string {
  const total = record.memInfo?.swapTotalBytes ?? null;
  const free = record.memInfo?.swapFreeBytes ?? null;
  if (total === 0) return '; there is no swap';
  if (total === null || free === null) return '';
  const state = free <= total * fullShare ? 'swap is full' : 'swap is not full';
  return `; ${state} (${bytesInWords(free)} of ${bytesInWords(total)} free)`;
}
