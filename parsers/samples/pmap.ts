import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { commOfCommandLine } from './text/comm.ts';
import { parseUint } from './text/numbers.ts';

/**
 * The total of `pmap` and `pmap -x`, in KiB; the mappings between are passed over. Source: procps src/pmap.c.
 */
export const pmap = defineFormat({
  name: 'pmap',
  samples: [
    [
      '812:   /usr/bin/java -jar app.jar',
      'Address           Kbytes     RSS   Dirty Mode  Mapping',
      '0000557a3c5e9000    1024     800       0 r-x-- java',
      '---------------- ------- ------- ------- ',
      'total kB          412044  126044  100000',
    ].join('\n'),
    ['812:   java', ' total           412044K'].join('\n'),
  ],
  open: readPmap,
});

function readPmap({ moments }: FormatContext): BlockReader {
  let process: { readonly first: Line; readonly pid: number; readonly comm: string | null } | null = null;

  return {
    close() {
      process = null;
    },
    read(line, text, sink) {
      const heading = /^(\d{1,7}): {2,3}(\S.*)$/.exec(text);
      if (heading) {
        process = { first: line, pid: Number(heading[1]), comm: commOfCommandLine(heading[2] ?? '') };
        return 'claimed';
      }
      if (!process) return 'foreign';
      if (/^(?:[0-9a-f]{8,16} |Address +Kbytes|-{8,} )/.test(text)) return 'claimed';
      const extended = /^total kB +(\d+) +(\d+) +\d+ *$/.exec(text);
      const plain = extended ? null : /^ total +(\d+)K$/.exec(text);
      const virtual = extended?.[1] ?? plain?.[1];
      if (virtual === undefined) return 'foreign';
      const metrics: Metrics = { virtualBytes: parseUint(virtual, 0, virtual.length) * 1024 };
      if (extended?.[2]) metrics.rssBytes = parseUint(extended[2], 0, extended[2].length) * 1024;
      const { first, pid, comm } = process;
      process = null;
      const time = moments.date(`pmap ${pid}`);
      sink.sample(
        toSample({
          format: 'pmap',
          span: spanOf(first, line),
          time,
          scope: 'process',
          pid,
          comm,
          metrics,
          quantumBytes: 1024,
        }),
      );
      return 'claimed';
    },
  };
}
