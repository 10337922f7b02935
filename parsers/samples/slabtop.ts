import { defineFormat } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseUint } from './text/numbers.ts';

/**
 * `slabtop -o`: the slabs of each cache, as scope `zone` named `slab NAME`. Source: procps src/slabtop.c.
 */
export const slabtop = defineFormat({
  name: 'slabtop',
  samples: [
    [
      ' Active / Total Size (% used)       : 12345.67K / 23456.78K (52.6%)',
      '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   ',
      ' 12348  12000  97%    0.19K    588       21      2352K dentry                 ',
    ].join('\n'),
  ],
  open: ({ moments }) => {
    let isTable = false;
    return {
      byRow: true,
      blank: 'part',
      close() {
        isTable = false;
      },
      read(line, text, sink) {
        if (/^ ?(?:Active \/ Total|Minimum \/ Average)/.test(text)) return 'claimed';
        if (/^ *OBJS +ACTIVE +USE +OBJ SIZE +SLABS +OBJ\/SLAB +CACHE SIZE +NAME *$/.test(text)) {
          isTable = true;
          return 'claimed';
        }
        const match = isTable ? /^ *\d+ +\d+ +\d+% +[\d.]+K +\d+ +\d+ +(\d+)K +(\S+) *$/.exec(text) : null;
        if (!match) return 'foreign';
        const [, kib = '', name = ''] = match;
        const value = parseUint(kib, 0, kib.length);
        if (value <= 0) return 'claimed';
        const time = moments.date(`slabtop ${name}`);
        const zone = `slab ${decodeUtf8(name)}`;
        sink.sample(
          toSample({
            format: 'slabtop',
            span: spanOf(line),
            time,
            scope: 'zone',
            zone,
            metrics: { slabCacheBytes: value * 1024 },
            quantumBytes: 1024,
          }),
        );
        return 'claimed';
      },
    };
  },
});
