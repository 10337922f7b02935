import { type RowReader, summedTableReader } from './blocks/summed-table.ts';
import { defineFormat } from './define-format.ts';
import { parseUint } from './text/numbers.ts';
import { parseQuantity, type Quantity } from './text/quantity.ts';

/**
 * `swapon --show` (also with --bytes and other columns), `swapon -s` and /proc/swaps: the sum over all devices. A heading
 * without rows gives no sample: a machine without swap and a text cut short look alike.
 *
 * Source: util-linux sys-utils/swapon.c (human sizes are 1024-based), mm/swapfile.c (`swap_show`, KiB).
 */
export const swapon = defineFormat({
  name: 'swapon',
  samples: [
    ['NAME      TYPE SIZE USED PRIO', '/swap.img file 3.8G   0B   -2'].join('\n'),
    [
      'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority',
      '/swapfile                               file\t\t524284\t\t0\t\t-2',
    ].join('\n'),
  ],
  open: (context) =>
    summedTableReader(
      {
        format: 'swapon',
        mayHead: (text) => text.startsWith('NAME') || text.startsWith('Filename'),
        heading(fields) {
          if (fields.join(' ') === 'Filename Type Size Used Priority') return rowReader(fields, 1024);
          const isShow = fields[0] === 'NAME' && fields.includes('SIZE') && fields.includes('USED');
          return isShow ? rowReader(fields, 1) : null;
        },
      },
      context,
    ),
});

/** @param bareUnitBytes what a number without a unit counts */
function rowReader(names: readonly string[], bareUnitBytes: number): RowReader {
  const at = (name: string): number => names.findIndex((each) => each.toUpperCase() === name);
  const sizeAt = at('SIZE');
  const usedAt = at('USED');
  return (fields, text) => {
    if (!/^[/\w]/.test(text)) return 'foreign';
    const size = sizeOf(fields[sizeAt], bareUnitBytes);
    const used = sizeOf(fields[usedAt], bareUnitBytes);
    if (!size || !used || fields.length > names.length) return text.startsWith('/') ? 'misfit' : 'foreign';
    return {
      metrics: { swapTotalBytes: size.bytes, swapUsedBytes: used.bytes },
      quantumBytes: Math.max(size.quantumBytes, used.quantumBytes),
    };
  };
}

function sizeOf(text: string | undefined, bareUnitBytes: number): Quantity | null {
  if (text === undefined) return null;
  const count = parseUint(text, 0, text.length);
  if (count === -1) return parseQuantity(text);
  return count > Number.MAX_SAFE_INTEGER / bareUnitBytes
    ? null
    : { bytes: count * bareUnitBytes, quantumBytes: bareUnitBytes };
}
