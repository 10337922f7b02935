import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { hugePageCounts, meminfoMetrics } from './names/meminfo-keys.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { words } from './text/numbers.ts';
import { scaled } from './text/quantity.ts';

/**
 * `numastat -m`: meminfo by node, in MiB (which it calls MBs) with two decimals. Source: numactl numastat.c.
 */
export const numastat = defineFormat({
  name: 'numastat',
  samples: [
    [
      'Per-node system memory usage (in MBs):',
      '                          Node 0          Node 1           Total',
      '                 --------------- --------------- ---------------',
      'MemTotal                31948.21        32253.93        64202.14',
      'MemFree                  1000.00         2000.00         3000.00',
    ].join('\n'),
  ],
  open: readNumastat,
});

const mebibyte = 1024 ** 2;

interface Draft {
  readonly first: Line;
  last: Line;
  readonly nodes: readonly string[];
  readonly time: BlockTime;
  readonly metrics: readonly Metrics[];
}

function readNumastat({ moments }: FormatContext): BlockReader {
  let title: Line | null = null;
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    title = null;
    if (!held) return;
    for (const [index, metrics] of held.metrics.entries()) {
      if (isEmpty(metrics)) continue;
      sink.sample(
        toSample({
          format: 'numastat',
          span: spanOf(held.first, held.last),
          time: held.time,
          scope: 'zone',
          zone: held.nodes[index] ?? null,
          metrics,
          quantumBytes: Math.round(mebibyte / 100),
        }),
      );
    }
  }

  return {
    close,
    read(line, text, sink) {
      if (text.startsWith('Per-node system memory usage (in MBs):')) {
        close(sink);
        title = line;
        return 'claimed';
      }
      if (!title) return 'foreign';
      const nodes = /^ +(?:Node \d+ +)+Total$/.test(text.trimEnd()) ? (text.match(/Node \d+/g) ?? []) : null;
      if (nodes) {
        draft ??= {
          first: title,
          last: line,
          nodes: nodes.map((node) => node.toLowerCase()),
          time: moments.date('numastat'),
          metrics: nodes.map(() => ({})),
        };
        return 'claimed';
      }
      if (/^ +-[- ]+$/.test(text) || /^Token \S+ not in hash table\.$/.test(text)) return 'claimed';
      const [key = '', ...values] = words(text);
      const known = Object.hasOwn(meminfoMetrics, key) || Object.hasOwn(hugePageCounts, key);
      if (!draft || !(known || /^[A-Z][\w()]+$/.test(key)) || values.length !== draft.nodes.length + 1)
        return 'foreign';
      draft.last = line;
      // numastat turns counts of huge pages into MiB itself.
      const metric = hugePageCounts[key] ?? meminfoMetrics[key];
      if (!metric) return 'claimed';
      for (const [index, metrics] of draft.metrics.entries()) {
        const size = scaled(values[index] ?? '', mebibyte);
        if (size) metrics[metric] = size.bytes;
        else sink.reject(line, 'unreadable value');
      }
      return 'claimed';
    },
  };
}
