import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint } from './text/numbers.ts';

/**
 * `vmstat -s`: one number a line, sizes with their unit (`K`, with -S also `k`, `m`, `M`). `swap cache` is what vmstat calls
 * cache elsewhere.
 *
 * Source: procps src/vmstat.c (`sum_format`).
 */
export const vmstatS = defineFormat({
  name: 'vmstat-s',
  samples: [
    [
      '     24684092 K total memory',
      '      2451716 K used memory',
      '     18159368 K free memory',
      '        79492 K buffer memory',
      '      4403684 K swap cache',
      '            0 K total swap',
      '            0 K free swap',
      '      5485629 K paged in',
      '           12 pages swapped in',
      '   1795176041 boot time',
    ].join('\n'),
  ],
  open: readVmstatS,
});

const units: Readonly<Record<string, number>> = { K: 1024, k: 1000, M: 1024 ** 2, m: 1000 ** 2 };
const sizes: Readonly<Record<string, string>> = {
  'total memory': 'memTotalBytes',
  'free memory': 'memFreeBytes',
  'active memory': 'activeBytes',
  'inactive memory': 'inactiveBytes',
  'buffer memory': 'buffersBytes',
  'swap cache': 'cacheColumnBytes',
  'total swap': 'swapTotalBytes',
  'used swap': 'swapUsedBytes',
  'free swap': 'swapFreeBytes',
};
const counters: Readonly<Record<string, { readonly metric: string; readonly scale: number }>> = {
  'K paged in': { metric: 'pageInBytesTotal', scale: 1024 },
  'K paged out': { metric: 'pageOutBytesTotal', scale: 1024 },
  'pages paged in': { metric: 'pageInBytesTotal', scale: 1024 },
  'pages paged out': { metric: 'pageOutBytesTotal', scale: 1024 },
  'pages swapped in': { metric: 'swapInPagesTotal', scale: 1 },
  'pages swapped out': { metric: 'swapOutPagesTotal', scale: 1 },
};

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  readonly unit: number;
}

function readVmstatS({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held) return;
    const { first, last, time, metrics, unit } = held;
    sink.sample(toSample({ format: 'vmstat-s', span: spanOf(first, last), time, metrics, quantumBytes: unit }));
  }

  return {
    close,
    read(line, text, sink) {
      const match = /^ *(\d{1,16}) ([A-Za-z][\w -]+)$/.exec(text);
      if (!match) return 'foreign';
      const [, digits = '', what = ''] = match;
      const unit = what.charAt(1) === ' ' ? units[what.charAt(0)] : undefined;
      const value = parseUint(digits, 0, digits.length);
      if (unit !== undefined && what.endsWith(' total memory')) {
        close(sink);
        draft = { first: line, last: line, time: moments.date('vmstat-s'), metrics: {}, unit };
      }
      if (!draft || value === -1) return 'foreign';
      const size = unit === undefined ? undefined : sizes[what.slice(2)];
      const counter = counters[what];
      if (size && unit !== undefined && value <= Number.MAX_SAFE_INTEGER / unit) draft.metrics[size] = value * unit;
      else if (counter) draft.metrics[counter.metric] = value * counter.scale;
      draft.last = line;
      return 'claimed';
    },
  };
}
