import { defineFormat } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { parseUint, words } from './text/numbers.ts';

/**
 * /sys/block/zramN/mm_stat: one line of numbers in bytes, read only where a label or the file's name says mm_stat. The RAM it
 * takes is in no counter of meminfo.
 *
 * Source: drivers/block/zram/zram_drv.c (`mm_stat_show`).
 */
export const zram = defineFormat({
  name: 'zram',
  samples: [
    [
      '==> /sys/block/zram0/mm_stat <==',
      '153272320 140403442 140980224        0 149352448        9        4    33773',
    ].join('\n'),
  ],
  readsFileName: true,
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      if (!/^ *\d+ +\d+ +\d+ +\d+ [\d ]+$/.test(text)) return 'foreign';
      const name = moments.label ?? line.path;
      if (!/mm_stat/.test(name)) return 'foreign';
      const values = words(text).map((value) => parseUint(value, 0, value.length));
      const [data = -1, , used = -1] = values;
      if (values.length < 7 || values.length > 10 || data < 0 || used < 0) return 'foreign';
      const device = /zram\d+/.exec(name)?.[0] ?? null;
      const time = moments.date(`zram ${device ?? ''}`);
      sink.sample(
        toSample({
          format: 'zram',
          span: spanOf(line),
          time,
          scope: device === null ? 'system' : 'zone',
          zone: device,
          metrics: { zramDataBytes: data, zramUsedBytes: used },
          quantumBytes: 1,
        }),
      );
      return 'claimed';
    },
  }),
});
