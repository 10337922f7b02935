import type { AllocationSite } from '../../model/records/mem-info.ts';
import type { Block } from './block.ts';

const TITLE = /^Memory allocations(?: \(profiling is currently turned (?:on|off)\))?:$/;
const ROW = /^(\d+(?:\.\d+)?) (B|[KMGTPE]iB) +(\d+) (\S.*)$/;
/** A row that needs no title to be known. */
const SITE = / \S+:\d+ (?:\[\S+\] )?func:\w+$/;
const MAX_ROWS = 64;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/**
 * The biggest callers of memory allocation profiling (mm/show_mem.c, 6.10 and later). The kernel rounds a size to three
 * digits (`string_get_size`), so `bytes` is exact only where the unit is `B`.
 * ```
 * Memory allocations:
 *     1.50 GiB   393216 mm/memory.c:1061 func:folio_prealloc
 *      512 KiB      128 drivers/net/virtio_net.c:890 [virtio_net] func:virtnet_rq_alloc
 * ```
 */
export function allocationTable(): Block<readonly AllocationSite[]> {
  const rows: AllocationSite[] = [];
  let open = false;
  return {
    feed(raw) {
      const text = raw.trim();
      if (!open && TITLE.test(text)) {
        open = true;
        return true;
      }
      const match = ROW.exec(text);
      if (match === null || (!open && !SITE.test(text))) return false;
      const [, size, unit = 'B', calls, site = ''] = match;
      const bytes = Math.round(Number(size) * 1024 ** UNITS.indexOf(unit));
      const exact = Number.isSafeInteger(bytes) && Number.isSafeInteger(Number(calls));
      if (exact && rows.length < MAX_ROWS) rows.push({ bytes, calls: Number(calls), site });
      return true;
    },
    value: () => rows,
  };
}
