import { defineFormat } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseUint } from './text/numbers.ts';

/**
 * `vmstat -m`: objects times their size for each slab cache, as {@link slabinfo}. Source: procps src/vmstat.c (`slabformat`).
 */
export const vmstatM = defineFormat({
  name: 'vmstat-m',
  samples: [
    [
      'Cache                       Num  Total   Size  Pages',
      'AF_VSOCK                     36     36   1280     12',
    ].join('\n'),
  ],
  open: ({ moments }) => {
    let isTable = false;
    return {
      byRow: true,
      close() {
        isTable = false;
      },
      read(line, text, sink) {
        if (/^Cache +Num +Total +Size +Pages$/.test(text)) {
          isTable = true;
          return 'claimed';
        }
        const match = isTable ? /^(\S+) +\d+ +(\d+) +(\d+) +\d+$/.exec(text) : null;
        if (!match) return 'foreign';
        const [, name = '', objects = '', size = ''] = match;
        const bytes = parseUint(objects, 0, objects.length) * parseUint(size, 0, size.length);
        if (bytes <= 0 || bytes > Number.MAX_SAFE_INTEGER) return 'claimed';
        sink.sample(
          toSample({
            format: 'vmstat-m',
            span: spanOf(line),
            time: moments.date(`vmstat-m ${name}`),
            scope: 'zone',
            zone: `slab ${decodeUtf8(name)}`,
            metrics: { slabCacheBytes: bytes },
            quantumBytes: Number(size),
          }),
        );
        return 'claimed';
      },
    };
  },
});
