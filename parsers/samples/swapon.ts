import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint, words } from './text/numbers.ts';
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
  open: readSwapon,
});

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly size: number;
  readonly used: number;
  readonly width: number;
  /** Bytes in one unit of a bare number. */
  readonly unit: number;
  total: number;
  inUse: number;
  quantumBytes: number;
  rows: number;
}

function readSwapon({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || held.rows === 0) return;
    sink.sample(
      toSample({
        format: 'swapon',
        span: spanOf(held.first, held.last),
        time: held.time,
        metrics: { swapTotalBytes: held.total, swapUsedBytes: held.inUse },
        quantumBytes: held.quantumBytes,
      }),
    );
  }

  return {
    sums: true,
    close,
    read(line, text, sink) {
      if (!draft && !text.startsWith('NAME') && !text.startsWith('Filename')) return 'foreign';
      const fields = words(text);
      const isShow = fields[0] === 'NAME' && fields.includes('SIZE') && fields.includes('USED');
      const isProc = fields.join(' ') === 'Filename Type Size Used Priority';
      if (isShow || isProc) {
        close(sink);
        const at = (name: string): number => fields.findIndex((field) => field.toUpperCase() === name);
        draft = {
          first: line,
          last: line,
          time: moments.date('swapon'),
          size: at('SIZE'),
          used: at('USED'),
          width: fields.length,
          unit: isProc ? 1024 : 1,
          total: 0,
          inUse: 0,
          quantumBytes: 1,
          rows: 0,
        };
        return 'claimed';
      }
      if (!draft || !/^[/\w]/.test(text)) return 'foreign';
      const size = sizeOf(fields[draft.size], draft.unit);
      const used = sizeOf(fields[draft.used], draft.unit);
      if (!size || !used || fields.length > draft.width) {
        if (!text.startsWith('/')) return 'foreign';
        sink.reject(line, 'row does not fit its heading');
        draft = null;
        return 'claimed';
      }
      draft.total += size.bytes;
      draft.inUse += used.bytes;
      draft.quantumBytes = Math.max(draft.quantumBytes, size.quantumBytes, used.quantumBytes);
      draft.rows += 1;
      draft.last = line;
      return 'claimed';
    },
  };
}

function sizeOf(text: string | undefined, unit: number): Quantity | null {
  if (text === undefined) return null;
  const whole = parseUint(text, 0, text.length);
  if (whole === -1) return parseQuantity(text);
  return whole > Number.MAX_SAFE_INTEGER / unit ? null : { bytes: whole * unit, quantumBytes: unit };
}
