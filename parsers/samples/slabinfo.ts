import { defineFormat } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseUint } from './text/numbers.ts';

/**
 * /proc/slabinfo: objects times their size for each cache, as scope `zone` named `slab NAME`. The cache that grows names the
 * size or the kind of what leaks. Empty caches give no sample.
 *
 * Source: mm/slab_common.c (`cache_show`).
 */
export const slabinfo = defineFormat({
  name: 'slabinfo',
  samples: [
    [
      'slabinfo - version: 2.1',
      '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>',
      'dentry              9177   9177    192   21    1 : tunables    0    0    0 : slabdata    437    437      0',
    ].join('\n'),
  ],
  open: ({ moments }) => ({
    byRow: true,
    close() {},
    read(line, text, sink) {
      if (text.startsWith('slabinfo - version:') || /^# ?name +<active_objs>/.test(text)) return 'claimed';
      const match = /^(\S+) +\d+ +(\d+) +(\d+) +\d+ +\d+ : tunables +\d+ +\d+ +\d+ : slabdata +\d+ +\d+ +\d+$/.exec(
        text,
      );
      if (!match) return 'foreign';
      const [, name = '', objects = '', size = ''] = match;
      const bytes = parseUint(objects, 0, objects.length) * parseUint(size, 0, size.length);
      if (bytes <= 0 || bytes > Number.MAX_SAFE_INTEGER) return 'claimed';
      const zone = `slab ${decodeUtf8(name)}`;
      const time = moments.date(`slabinfo ${name}`);
      sink.sample(
        toSample({
          format: 'slabinfo',
          span: spanOf(line),
          time,
          scope: 'zone',
          zone,
          metrics: { slabCacheBytes: bytes },
          quantumBytes: Number(size),
        }),
      );
      return 'claimed';
    },
  }),
});
