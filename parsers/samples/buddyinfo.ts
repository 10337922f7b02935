import { defineFormat } from './define-format.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { parseUint, words } from './text/numbers.ts';

/**
 * /proc/buddyinfo: free blocks of each order by zone. A high order at 0 with many pages free is fragmentation.
 *
 * Source: mm/vmstat.c (`frag_show_print`).
 */
export const buddyinfo = defineFormat({
  name: 'buddyinfo',
  samples: ['Node 0, zone    DMA32     27     21     19     14     13      9     10     12     10      7     54 '],
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      const match = /^Node +(\d+), zone +(\w+) +(\d[\d ]*)$/.exec(text);
      if (!match) return 'foreign';
      const counts = words(match[3] ?? '').map((count) => parseUint(count, 0, count.length));
      if (counts.length < 8 || counts.length > 16 || counts.includes(-1)) return 'foreign';
      const zone = `node ${match[1]} zone ${match[2]}`;
      const metrics: Metrics = { zoneFreePages: counts.reduce((pages, count, order) => pages + count * 2 ** order, 0) };
      for (const [order, count] of counts.entries()) metrics[`freeBlocksOrder${order}`] = count;
      const time = moments.date(`buddyinfo ${zone}`);
      sink.sample(toSample({ format: 'buddyinfo', span: spanOf(line), time, scope: 'zone', zone, metrics }));
      return 'claimed';
    },
  }),
});
