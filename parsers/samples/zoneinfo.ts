import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint } from './text/numbers.ts';

/**
 * /proc/zoneinfo: free pages and watermarks by zone, in pages, since the page size is not in it.
 *
 * Source: mm/vmstat.c (`zoneinfo_show_print`).
 */
export const zoneinfo = defineFormat({
  name: 'zoneinfo',
  samples: [
    [
      'Node 0, zone      DMA',
      '  pages free     3796',
      '        min      27',
      '        low      33',
      '        high     39',
      '        managed  3840',
    ].join('\n'),
  ],
  open: readZoneinfo,
});

const metricsByKey: Readonly<Record<string, string>> = {
  'pages free': 'zoneFreePages',
  min: 'zoneMinPages',
  low: 'zoneLowPages',
  high: 'zoneHighPages',
  managed: 'zoneManagedPages',
};
const row = /^ +([a-z][\w ]*?):? +(\d+)$/;

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly zone: string;
  readonly metrics: Metrics;
}

function readZoneinfo({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    const { first, last, time, zone, metrics } = held;
    sink.sample(toSample({ format: 'zoneinfo', span: spanOf(first, last), time, scope: 'zone', zone, metrics }));
  }

  return {
    close,
    read(line, text, sink) {
      const heading = /^Node (\d+), zone +(\w+) *$/.exec(text);
      if (heading) {
        close(sink);
        const zone = `node ${heading[1]} zone ${heading[2]}`;
        draft = { first: line, last: line, time: moments.date(`zoneinfo ${zone}`), zone, metrics: {} };
        return 'claimed';
      }
      if (!draft || text.charCodeAt(0) !== 0x20) return 'foreign';
      const match = row.exec(text);
      if (!match) {
        const isPart = /^ +(?:per-node stats|pagesets|protection: \(|vm stats threshold:|cpu: \d)/.test(text);
        return isPart ? 'claimed' : 'foreign';
      }
      const [, key = '', digits = ''] = match;
      const metric = text.includes(':') ? undefined : metricsByKey[key];
      const value = parseUint(digits, 0, digits.length);
      if (metric && value !== -1) {
        draft.metrics[metric] ??= value;
        draft.last = line;
      }
      return 'claimed';
    },
  };
}
