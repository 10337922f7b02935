import { digits, kilobytes, skipDigits } from './numbers.ts';

/** The lines of a Mem-Info block that carry one number each. */
export interface MemTotals {
  pagecachePages: number | null;
  swapCachePages: number | null;
  swapFreeBytes: number | null;
  swapTotalBytes: number | null;
  ramPages: number | null;
  reservedPages: number | null;
  highmemPages: number | null;
  cmaReservedPages: number | null;
  hwpoisonedPages: number | null;
}

export const memTotals = (): MemTotals => ({
  pagecachePages: null,
  swapCachePages: null,
  swapFreeBytes: null,
  swapTotalBytes: null,
  ramPages: null,
  reservedPages: null,
  highmemPages: null,
  cmaReservedPages: null,
  hwpoisonedPages: null,
});

/** What stands behind the number; null: read and not kept. Kernels differ in the set of these lines, never in their order. */
const PAGE_LINES = new Map<string, keyof MemTotals | null>([
  ['total pagecache pages', 'pagecachePages'],
  ['pages in swap cache', 'swapCachePages'],
  ['pages RAM', 'ramPages'],
  ['pages of RAM', 'ramPages'],
  ['pages HighMem', 'highmemPages'],
  ['pages HighMem/MovableOnly', 'highmemPages'],
  ['pages of HIGHMEM', 'highmemPages'],
  ['pages reserved', 'reservedPages'],
  ['reserved pages', 'reservedPages'],
  ['pages cma reserved', 'cmaReservedPages'],
  ['pages hwpoisoned', 'hwpoisonedPages'],
  ['pages shared', null],
  ['pages non-shared', null],
  ['pages swap cached', null],
  ['pages in pagetable cache', null],
]);

/** Reads `98174 pages RAM`; false if the line is no such total. */
export function readPageTotal(text: string, start: number, totals: MemTotals): boolean {
  const end = skipDigits(text, start);
  if (end === start || text.charCodeAt(end) !== 32) return false;
  const key = PAGE_LINES.get(text.slice(end + 1).trim());
  if (key === undefined) return false;
  if (key !== null) totals[key] ??= digits(text, start, end);
  return true;
}

const SWAP_LINE = /^(Free|Total) swap +?= *(\d+)kB\s*$/;

/** Reads `Free swap  = 0kB`, `Total swap = 0kB` and `Swap cache stats: ...`; false if the line is none of them. */
export function readSwapLine(text: string, totals: MemTotals): boolean {
  if (text.startsWith('Swap cache')) return true;
  const match = SWAP_LINE.exec(text);
  if (match === null) return false;
  const bytes = kilobytes(Number(match[2]));
  if (match[1] === 'Free') totals.swapFreeBytes ??= bytes;
  else totals.swapTotalBytes ??= bytes;
  return true;
}
