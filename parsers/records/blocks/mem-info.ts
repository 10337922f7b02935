import type { HugepageInfo, MemInfo } from '../../model/records/mem-info.ts';
import { allocationTable } from './allocations.ts';
import { readAmounts } from './amounts.ts';
import type { Block } from './block.ts';
import { isTimes, parseBuddy } from './buddy.ts';
import { buddyPieces, reservePieces, type TakePiece } from './line-pieces.ts';
import { hasEvenLists, hasEvenReserves, memInfoGaps } from './mem-info-gaps.ts';
import { memTotals, readPageTotal, readSwapLine } from './mem-totals.ts';
import { type NodeRead, parseHugepages, parseNodeAmounts } from './node.ts';
import { digits, isDigit, skipDigits, skipSpaces } from './numbers.ts';
import { slabTable } from './slab-table.ts';
import { parseLowmemReserve, readZoneAmounts, type ZoneDraft, zoneDraft, zoneInfo } from './zone.ts';

export interface MemInfoForm {
  /**
   * Up to 2.6.11 the OOM killer calls `show_free_areas()` alone: the dump begins with a zone's per-cpu lines and ends behind
   * the swap cache's, without totals.
   */
  readonly mayLackTitle?: boolean;
}

const FIRST_ZONE = /^(?:Node \d+ )?(?:DMA|DMA32|Normal|HighMem) per-cpu:/;

/** A Mem-Info dump in progress. */
export interface MemInfoBlock extends Block<MemInfo | null> {
  /** `Mem-Info:` was seen. */
  begun(): boolean;
  /** Two dumps ran into each other: a number may be the other's. */
  mixed(): boolean;
  /** The totals, with which it ends, were seen. */
  ended(): boolean;
  /** What is missing of it: `mem-info-cut` where it has no end, else a word for each kind of line that must be there and is not. */
  problems(): readonly string[];
}

/** Zones whose buddy list may begin on a line without any of it. */
const ZONE_NAMES: ReadonlySet<string> = new Set(['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device']);

/**
 * Counters that end no line of a kernel from 2.6.32 on: a line that ends in one was cut, and the number may have lost digits.
 * Before, `Active_anon:1 active_file:2 inactive_anon:3` was a line.
 */
const NEVER_LAST: ReadonlySet<string> = new Set([
  'active_anon',
  'inactive_anon',
  'active_file',
  'inactive_file',
  'unevictable',
  'dirty',
  'slab_reclaimable',
  'mapped',
  'shmem',
  'sec_pagetables',
  'free',
  'free_pcp',
]);

/** More zones than any machine has; a hostile log must not fill the memory. */
const MAX_ZONES = 1024;
const MAX_NODES = 1024;
const MAX_COUNTERS = 256;

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;

/**
 * The dump of `show_mem()` (mm/show_mem.c, mm/page_alloc.c, lib/show_mem.c), 2.6.18 to 7.3: global counters, nodes, zones,
 * buddy lists, huge pages, swap, totals, and behind them the slab and allocation tables.
 *
 * Global counters and totals stay in pages, everything that is printed in kB becomes bytes. `value()` is null until
 * `Mem-Info:` was seen. A zone line may come in two pieces (`Node 0 ` and `DMA free:...`), since old kernels print it so.
 */
export function memInfo({ mayLackTitle = false }: MemInfoForm = {}): MemInfoBlock {
  let begun = false;
  /** Without title and totals. */
  let isBare = false;
  let isSwapSeen = false;
  let mixed = false;
  let pendingNode: number | null = null;
  let lastZone: ZoneDraft | null = null;
  /** Takes the rest of a line that came in pieces. */
  let takePiece: TakePiece | null = null;
  const counters: Record<string, number> = {};
  let counterCount = 0;
  const nodes: NodeRead[] = [];
  const zones: ZoneDraft[] = [];
  const hugepages: HugepageInfo[] = [];
  const totals = memTotals();
  const slab = slabTable();
  const allocations = allocationTable();

  function zone(node: number | null, name: string): ZoneDraft | null {
    const known = zones.find((each) => each.name === name && each.node === node);
    if (known !== undefined || zones.length === MAX_ZONES) return known ?? null;
    const fresh = zoneDraft(node, name);
    zones.push(fresh);
    return fresh;
  }

  /** `HighMem: empty` stands for the buddy list of a zone without pages (2.6.18). */
  function emptyZone(node: number | null, name: string): boolean {
    const owner = zones.find((each) => each.name === name && each.node === node);
    if (owner !== undefined) owner.buddy ??= [];
    if (owner !== undefined) owner.buddySeen = true;
    return owner !== undefined;
  }

  function buddyLine(owner: ZoneDraft | null, text: string, terms: number): void {
    if (owner === null || owner.buddySeen) return;
    owner.buddySeen = true;
    if (text.includes('=', terms)) owner.buddy = parseBuddy(text, terms);
    else
      takePiece = buddyPieces(owner, text.slice(terms), () => {
        takePiece = null;
      });
  }

  /** `DMA32 free:...`, `DMA32: 1*4kB ...`, `DMA32 per-cpu:` */
  function zoneLine(text: string, at: number, node: number | null): boolean {
    let end = at;
    while (isUpper(text.charCodeAt(end)) || isLower(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
    const name = text.slice(at, end);
    if (text.charCodeAt(end) === 58) {
      const terms = skipSpaces(text, end + 1);
      if (text.startsWith('empty', terms)) return emptyZone(node, name);
      const isBegin = terms >= text.length && ZONE_NAMES.has(name);
      if (!isBegin && (!isDigit(text.charCodeAt(terms)) || !isTimes(text.charCodeAt(skipDigits(text, terms)))))
        return false;
      buddyLine(zone(node, name), text, terms);
      return true;
    }
    if (text.startsWith(' per-cpu:', end)) return true;
    if (!text.startsWith(' free:', end)) return false;
    const owner = zone(node, name);
    if (owner === null) return true;
    if (owner.counters.free !== undefined) mixed = true;
    else readZoneAmounts(owner, text, end);
    lastZone = owner;
    return true;
  }

  /** Everything behind `Node N `. */
  function nodeLine(text: string, start: number): boolean {
    const end = skipDigits(text, start);
    const node = digits(text, start, end);
    if (node === null) return false;
    const at = skipSpaces(text, end);
    if (at >= text.length) {
      pendingNode = node;
      return true;
    }
    pendingNode = null;
    if (isUpper(text.charCodeAt(at))) return zoneLine(text, at, node);
    if (text.startsWith('hugepages_total=', at)) {
      const info = parseHugepages(node, text);
      if (info !== null && hugepages.length < MAX_NODES) hugepages.push(info);
      return true;
    }
    if (!text.startsWith('active_anon:', at)) return false;
    const info = parseNodeAmounts(node, text, at);
    if (info !== null && nodes.some((each) => each.info.node === node)) mixed = true;
    else if (info !== null && nodes.length < MAX_NODES) nodes.push(info);
    return true;
  }

  /** `active_anon:1131 inactive_anon:43414 ...`: the first dump's numbers stand where two were mixed. */
  function counterLine(text: string, at: number): boolean {
    const read: Record<string, number> = {};
    const { clean, count } = readAmounts(text, at, read);
    if (!clean || count === 0) return false;
    const keys = Object.keys(read);
    const isCut = NEVER_LAST.has(keys.at(-1) ?? '') && read.Active_anon === undefined;
    if (isCut) keys.pop();
    for (const key of keys) {
      if (counters[key] !== undefined) mixed = true;
      else if (counterCount++ < MAX_COUNTERS) counters[key] = read[key] as number;
    }
    return true;
  }

  function lowercaseLine(text: string, at: number): boolean {
    if (text.startsWith('lowmem_reserve[]:', at) || text.startsWith('protections[]:', at)) {
      if (lastZone === null || lastZone.lowmemReservePages !== null) return true;
      lastZone.lowmemReservePages = parseLowmemReserve(text, text.indexOf(':', at) + 1);
      if (text.trimEnd().endsWith(':')) takePiece = reservePieces(lastZone);
      return true;
    }
    if (lastZone !== null) return false;
    if (text.startsWith('cpu ', at)) return /^cpu \d+ (?:hot|cold): /.test(text.slice(at));
    return counterLine(text, at);
  }

  function uppercaseLine(text: string, at: number): boolean {
    if (text.startsWith('Node ', at)) return nodeLine(text, skipSpaces(text, at + 5));
    if (text.startsWith('CPU ', at)) return /^CPU +\d+: hi: /.test(text.slice(at));
    if (text.startsWith('Memory cgroup min protection ', at)) return true;
    if (text.startsWith('Mem-', at)) {
      mixed = mixed || /^Mem-[Ii]nfo:/.test(text.slice(at));
      return false;
    }
    const node = pendingNode;
    if (zoneLine(text, at, node)) {
      pendingNode = null;
      return true;
    }
    if (readSwapLine(text.slice(at), totals)) {
      isSwapSeen = true;
      return true;
    }
    return lastZone === null && counterLine(text, at);
  }

  function ownLine(text: string, at: number, first: number): boolean {
    if (isUpper(first) && uppercaseLine(text, at)) return true;
    if (isLower(first) && lowercaseLine(text, at)) return true;
    if (isDigit(first) && readPageTotal(text, at, totals)) return true;
    return slab.feed(text) || allocations.feed(text);
  }

  const ended = (): boolean => (isBare ? isSwapSeen : totals.ramPages !== null && totals.reservedPages !== null);

  /** Asked for by the block's value and by its record: found once, until another line comes. */
  let gaps: readonly string[] | null = null;
  function problems(): readonly string[] {
    if (!begun) return [];
    gaps ??= ended()
      ? memInfoGaps({ counters, nodes, zones, hugepages, totals: isBare ? null : totals })
      : ['mem-info-cut'];
    return gaps;
  }

  return {
    begun: () => begun,
    mixed: () => mixed,
    ended,
    problems,
    feed(text) {
      const at = skipSpaces(text, 0);
      const first = text.charCodeAt(at);
      if (!begun) {
        begun = /^Mem-[Ii]nfo:\s*$/.test(text.slice(at, at + 64));
        isBare = !begun && mayLackTitle && FIRST_ZONE.test(text.slice(at, at + 64));
        begun ||= isBare;
        return begun;
      }
      gaps = null;
      const open = takePiece;
      if (open?.(text.slice(at))) return true;
      const mine = ownLine(text, at, first);
      if (mine && takePiece === open) takePiece = null;
      return mine;
    },
    value() {
      if (!begun) return null;
      const proved = withoutUneven(zones);
      return {
        counters,
        nodes: nodes.map(({ info }) => info),
        zones: proved.map(zoneInfo),
        hugepages,
        ...totals,
        slab: slab.value(),
        allocations: allocations.value(),
        pageSizeBytes: provedPageSize(proved),
        complete: !mixed && problems().length === 0,
      };
    },
  };
}

/**
 * A zone whose line was lost is known by its buddy list, and its `lowmem_reserve[]` may have gone to another; lists that
 * differ in length have lost a number. Of such lists none is kept.
 */
function withoutUneven(zones: readonly ZoneDraft[]): readonly ZoneDraft[] {
  const keepReserves = hasEvenReserves(zones) && zones.every(({ amounts }) => amounts !== null);
  const keepLists = hasEvenLists(zones);
  if (keepReserves && keepLists) return zones;
  return zones.map((zone) => ({
    ...zone,
    lowmemReservePages: keepReserves ? zone.lowmemReservePages : null,
    buddy: keepLists ? zone.buddy : null,
  }));
}

/** The block of order 0 is a page. Zones that contradict each other prove nothing. */
function provedPageSize(zones: readonly ZoneDraft[]): number | null {
  let size: number | null = null;
  for (const { buddy } of zones) {
    const bytes = buddy?.[0]?.blockBytes ?? null;
    if (bytes === null) continue;
    if (size !== null && size !== bytes) return null;
    size = bytes;
  }
  return size;
}
