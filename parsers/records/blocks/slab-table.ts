import type { SlabInfo } from '../../model/records/mem-info.ts';
import type { Block } from './block.ts';

const ROW = /^(\S.*?) +(\d+)KB +(\d+)KB$/;
const COLUMNS = /^Name +Used +Total$/;
const MAX_ROWS = 2048;
/** Cache names are short; a hostile line must not make the expression backtrack for ever. */
const MAX_LENGTH = 512;

/**
 * The table of `dump_unreclaimable_slab()` (mm/slab_common.c, 4.15 and later), printed when unreclaimable slab exceeds all
 * pages on the LRU lists. Slab names may contain spaces, `-`, `(` and `:`, so a row is read from its right end.
 * ```
 * Unreclaimable slab info:
 * Name                      Used          Total
 * kmalloc-512          132128KB     132136KB
 * ```
 */
export function slabTable(): Block<readonly SlabInfo[]> {
  const rows: SlabInfo[] = [];
  let open = false;
  return {
    feed(raw) {
      if (!open) {
        const text = raw.trim();
        open = text === 'Unreclaimable slab info:' || COLUMNS.test(text);
        return open || text === 'excessive unreclaimable slab but cannot dump stats';
      }
      if (raw.length > MAX_LENGTH) return false;
      if (!raw.trimEnd().endsWith('KB')) return COLUMNS.test(raw.trim());
      const match = ROW.exec(raw.trim());
      if (match === null) return false;
      const usedBytes = Number(match[2]) * 1024;
      const totalBytes = Number(match[3]) * 1024;
      const exact = Number.isSafeInteger(usedBytes) && Number.isSafeInteger(totalBytes);
      if (exact && rows.length < MAX_ROWS) rows.push({ name: match[1] ?? '', usedBytes, totalBytes });
      return true;
    },
    value: () => rows,
  };
}
