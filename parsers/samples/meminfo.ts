import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { hugePageCounts, meminfoMetrics } from './meminfo-keys.ts';
import type { BlockTime } from './moment/moments.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint } from './text/numbers.ts';

interface Draft {
  readonly first: Line;
  last: Line;
  readonly node: string | null;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  readonly hugePages: Metrics;
  hugePageBytes: number;
  readonly seen: Set<string>;
}

/**
 * /proc/meminfo, whole or filtered by grep, one snapshot or many, and /sys/devices/system/node/nodeN/meminfo.
 *
 * A snapshot ends at a marker, at a blank line, or where a key comes a second time. `HugePages_*` are counts of pages of
 * `Hugepagesize`; without that line they are left out. Inside a container the values are the host's.
 *
 * Source: fs/proc/meminfo.c (`show_val_kb`), drivers/base/node.c (`node_read_meminfo`).
 */
export const meminfo = defineFormat({
  name: 'meminfo',
  samples: [
    [
      'Fri Nov 20 09:35:43 UTC 2026',
      'MemTotal:       24684096 kB',
      'MemFree:        19200132 kB',
      'MemAvailable:   23880796 kB',
      'Active(anon):       1596 kB',
      'HugePages_Total:       0',
      'Hugepagesize:       2048 kB',
    ].join('\n'),
    ['Node 0 MemTotal:         224368 kB', 'Node 0 MemFree:          204836 kB', 'Node 0 FilePages:   4980 kB'].join(
      '\n',
    ),
    ['SwapTotal:       524284 kB', 'SwapFree:        524284 kB'].join('\n'),
  ],
  open: readMeminfo,
});

/** Any of these may open a snapshot: people grep for the lines they want. */
const openers = new Set([...Object.keys(meminfoMetrics), ...Object.keys(hugePageCounts), 'Hugepagesize']);

/** Keys that are passed over on nearly every machine, so that no pattern has to look at them. */
const passed = new Set(
  'VmallocTotal VmallocChunk NFS_Unstable MemUsed DirectMap4k DirectMap2M DirectMap1G HugePages_Surp'.split(' '),
);

function readMeminfo({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held) return;
    const { metrics } = held;
    for (const name in held.hugePages) {
      if (held.hugePageBytes > 0) metrics[name] ??= (held.hugePages[name] as number) * held.hugePageBytes;
      else if (held.hugePages[name] === 0) metrics[name] ??= 0;
    }
    if (isEmpty(metrics)) return;
    sink.sample(
      toSample({
        format: 'meminfo',
        span: spanOf(held.first, held.last),
        time: held.time,
        metrics,
        scope: held.node === null ? 'system' : 'zone',
        zone: held.node,
        quantumBytes: 1024,
      }),
    );
  }

  function draftFor(line: Line, node: string | null, key: string, sink: SampleSink): Draft {
    if (draft && draft.node === node && !draft.seen.has(key)) return draft;
    close(sink);
    draft = {
      first: line,
      last: line,
      node,
      time: moments.date(node ?? 'meminfo'),
      metrics: {},
      hugePages: {},
      hugePageBytes: 0,
      seen: new Set(),
    };
    return draft;
  }

  return {
    close,
    read(line, text, sink) {
      const nodeEnd = text.startsWith('Node ') ? text.indexOf(' ', 5) + 1 : 0;
      const colon = text.indexOf(':', nodeEnd);
      if (colon <= nodeEnd || colon - nodeEnd > 20) return 'foreign';
      const key = text.slice(nodeEnd, colon);
      const known = openers.has(key);
      if (!known && !(draft && (passed.has(key) || isKey(key)))) return 'foreign';
      const value = readValue(text, colon + 1);
      if (value === null) {
        if (!known || !draft) return 'foreign';
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const node = nodeEnd === 0 ? null : text.slice(0, nodeEnd - 1).toLowerCase();
      const held = draftFor(line, node, key, sink);
      held.last = line;
      held.seen.add(key);
      const metric = meminfoMetrics[key];
      if (metric && !value.kiB) sink.reject(line, 'unit missing');
      else if (metric) held.metrics[metric] = value.number * 1024;
      else if (value.kiB && key === 'Hugepagesize') held.hugePageBytes = value.number * 1024;
      else if (!value.kiB && hugePageCounts[key]) held.hugePages[hugePageCounts[key]] = value.number;
      return 'claimed';
    },
  };
}

/** `  24684096 kB` or `   0`; null for anything else, also for a number that lost its unit or its tail. */
function readValue(text: string, from: number): { number: number; kiB: boolean } | null {
  let start = from;
  while (text.charCodeAt(start) === 0x20 || text.charCodeAt(start) === 0x09) start += 1;
  if (start === from) return null;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end -= 1;
  const kiB = text.endsWith(' kB', end);
  const number = parseUint(text, start, kiB ? end - 3 : end);
  return number === -1 || number > Number.MAX_SAFE_INTEGER / 1024 ? null : { number, kiB };
}

function isKey(key: string): boolean {
  return /^[A-Z][A-Za-z0-9_]*(?:\([a-z]+\))?$/.test(key);
}
