import type { HugepageInfo } from '../../model/records/mem-info.ts';
import type { MemTotals } from './mem-totals.ts';
import type { NodeRead } from './node.ts';
import type { ZoneDraft } from './zone.ts';

/** What was read of a Mem-Info dump that reached its totals. */
interface DumpRead {
  readonly counters: Readonly<Record<string, number>>;
  readonly nodes: readonly NodeRead[];
  readonly zones: readonly ZoneDraft[];
  readonly hugepages: readonly HugepageInfo[];
  /** Null where this dump has none. */
  readonly totals: MemTotals | null;
}

/** What `show_free_areas()` prints from 2.6.32 on, in one printk of several lines that some readers split. */
const COUNTERS = [
  'active_anon',
  'inactive_anon',
  'isolated_anon',
  'active_file',
  'inactive_file',
  'isolated_file',
  'unevictable',
  'dirty',
  'writeback',
  'slab_reclaimable',
  'slab_unreclaimable',
  'mapped',
  'shmem',
  'pagetables',
  'bounce',
  'free',
];

/**
 * A word for each kind of line that this dump must hold and does not. What must be there is told by the lines that are: a
 * zone prints its amounts, its `lowmem_reserve[]` and its buddy list, and an amount that moved to another line shows that the
 * other line exists. A line that depends on the kernel's configuration alone (`pages hwpoisoned`) can not be missed.
 */
export function memInfoGaps(dump: DumpRead): readonly string[] {
  const { zones, nodes } = dump;
  const words: string[] = [];
  const say = (word: string, when: boolean): void => void (when && words.push(word));
  say('counters-missing', countersMissing(dump));
  say('node-line-missing', nodeLineMissing(dump));
  say('zone-line-missing', zones.length === 0 || zones.some(({ amounts }) => amounts === null));
  say(
    'lowmem-reserve-missing',
    zones.some(({ amounts, lowmemReservePages }) => amounts !== null && !lowmemReservePages),
  );
  say(
    'buddy-line-missing',
    zones.some(({ buddySeen }) => !buddySeen),
  );
  const isListCut =
    zones.some(({ buddySeen, buddy }) => buddySeen && buddy === null) ||
    !hasEvenReserves(zones) ||
    !hasEvenLists(zones);
  say('mem-info-line-cut', isListCut || !isEven(zones) || !isEven(nodes));
  say('hugepages-missing', hugepagesMissing(dump));
  say('page-totals-missing', totalsMissing(dump));
  say('swap-totals-missing', swapMissing(dump));
  return words;
}

/** Kernels from 2.6.32 on; before, the first counter was `Active` or `Active_anon`, and zones counted less. */
const isModern = (dump: DumpRead): boolean =>
  dump.counters.active_anon !== undefined || inZones(dump, 'isolated(anon)') || inZones(dump, 'writepending');

const inZones = ({ zones }: DumpRead, key: string): boolean =>
  zones.some(({ counters }) => counters[key] !== undefined);

function countersMissing(dump: DumpRead): boolean {
  const { counters, nodes } = dump;
  const isLost = (key: string): boolean => counters[key] === undefined;
  if (isModern(dump) ? COUNTERS.some(isLost) : isLost('free')) return true;
  if (isLost('free_cma') && inZones(dump, 'free_cma')) return true;
  if (isLost('free_pcp') && inZones(dump, 'free_pcp')) return true;
  const hasSecondary = nodes.some(({ info }) => info.counters.sec_pagetables !== undefined);
  if (hasSecondary && isLost('sec_pagetables')) return true;
  return isLost('kernel_misc_reclaimable') && (hasSecondary || inZones(dump, 'boost'));
}

/** From 4.8 on what a zone does not count any more stands in its node's line. */
function nodeLineMissing(dump: DumpRead): boolean {
  if (!inZones(dump, 'writepending')) return false;
  const { zones, nodes } = dump;
  return zones.some(({ node }) => !nodes.some(({ info }) => node === null || info.node === node));
}

/** All lines of one kind come out of one format, so all hold the same number of amounts. */
function isEven(lines: readonly { readonly amounts: number | null; readonly damaged: boolean }[]): boolean {
  return isOneValue(lines, ({ amounts }) => amounts) && !lines.some(({ damaged }) => damaged);
}

/** Whether all lines that have this value have the same one. Every report asks: no set, no list is made. */
function isOneValue<Line>(lines: readonly Line[], amountOf: (line: Line) => number | null): boolean {
  let one: number | null = null;
  for (const line of lines) {
    const value = amountOf(line);
    if (value !== null && one !== null && value !== one) return false;
    one ??= value;
  }
  return true;
}

/** Each zone's `lowmem_reserve[]` has a number for each kind of zone. */
export const hasEvenReserves = (zones: readonly ZoneDraft[]): boolean =>
  isOneValue(zones, ({ lowmemReservePages }) => lowmemReservePages?.length ?? null);

/** What kernels are built with, but for a few of other architectures. */
const USUAL_ORDERS = 11;

/**
 * The buddy lists of all zones have the same orders. A list that was put together may have lost its first or last term, of
 * blocks that there are none of, and would prove another page size: it needs another zone's, or the usual length.
 */
export function hasEvenLists(zones: readonly ZoneDraft[]): boolean {
  const isEvenList =
    isOneValue(zones, ({ buddy }) => buddy?.length || null) &&
    isOneValue(zones, ({ buddy }) => buddy?.[0]?.blockBytes ?? null);
  if (!isEvenList) return false;
  let lists = 0;
  let proved = true;
  for (const { buddy, inPieces } of zones) {
    if (buddy === null || buddy.length === 0) continue;
    lists += 1;
    if (inPieces && buddy.length !== USUAL_ORDERS) proved = false;
  }
  return lists > 1 || proved;
}

/** Every node prints one line for each size, whatever it holds. */
function hugepagesMissing({ hugepages, zones }: DumpRead): boolean {
  if (hugepages.length === 0) return false;
  const sizes = new Set(hugepages.map(({ pageBytes }) => pageBytes)).size;
  const nodes = new Set([...hugepages.map(({ node }) => node), ...zones.map(({ node }) => node ?? 0)]);
  return hugepages.length < sizes * nodes.size;
}

/**
 * `pages HighMem/MovableOnly` is printed whether there are any in RHEL 7 and from 3.18 on, which count `free_pcp` in zones or
 * pages `hwpoisoned`.
 */
function totalsMissing(dump: DumpRead): boolean {
  if (dump.totals === null) return false;
  const { pagecachePages, highmemPages, hwpoisonedPages } = dump.totals;
  const hasHighmem =
    hwpoisonedPages !== null || inZones(dump, 'free_pcp') || dump.zones.some(({ name }) => name === 'HighMem');
  return (pagecachePages === null && isModern(dump)) || (highmemPages === null && hasHighmem);
}

/** A kernel without swap prints none of these lines. */
function swapMissing(dump: DumpRead): boolean {
  if (dump.totals === null) return false;
  const { swapCachePages, swapFreeBytes, swapTotalBytes } = dump.totals;
  const lines = isModern(dump) ? [swapCachePages, swapFreeBytes, swapTotalBytes] : [swapFreeBytes, swapTotalBytes];
  return lines.includes(null) && lines.some((amount) => amount !== null);
}
