import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { parseDecimal, words } from './text/numbers.ts';

/**
 * `jstat -gc PID [interval]`, also with -t: heap in use and taken, metaspace, in KiB. The process is in the command only.
 *
 * Source: jdk.jcmd jstat_options (`gc`).
 */
export const jstat = defineFormat({
  name: 'jstat',
  samples: [
    [
      ' S0C    S1C    S0U    S1U      EC       EU        OC         OU       MC     MU    CCSC   CCSU   YGC     YGCT    FGC    FGCT     GCT   ',
      '1024.0 1024.0  0.0   512.5   8192.0   4096.0   20480.0    10240.0   4864.0 4500.1 512.0  460.2      5    0.020   0      0.000    0.020',
    ].join('\n'),
  ],
  open: readJstat,
});

const used = ['S0U', 'S1U', 'EU', 'OU'];
const taken = ['S0C', 'S1C', 'EC', 'OC'];

function readJstat({ moments }: FormatContext): BlockReader {
  let names: readonly string[] | null = null;

  return {
    byRow: true,
    close() {
      names = null;
    },
    read(line, text, sink) {
      if (!names && !text.includes('S0C')) return 'foreign';
      const fields = words(text);
      if (fields.includes('S0C') && fields.includes('OU') && fields.includes('EU')) {
        names = fields;
        return 'claimed';
      }
      if (!names || !/^\s*[\d-]/.test(text)) return 'foreign';
      if (fields.length !== names.length) {
        sink.reject(line, 'row does not fit its heading');
        return 'claimed';
      }
      const value = (name: string): number => parseDecimal(fields[names?.indexOf(name) ?? -1] ?? '', 'unknown');
      const sum = (parts: readonly string[]): number => parts.reduce((total, name) => total + value(name), 0);
      const metrics: Metrics = {};
      for (const [metric, kib] of [
        ['heapUsedBytes', sum(used)],
        ['heapCommittedBytes', sum(taken)],
        ['nonHeapUsedBytes', value('MU')],
      ] as const) {
        if (kib >= 0) metrics[metric] = Math.round(kib * 1024);
      }
      if (metrics.heapUsedBytes === undefined) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const pid = /\bjstat\b.* (\d{1,7})\b/.exec(moments.label ?? '')?.[1];
      sink.sample(
        toSample({
          format: 'jstat',
          span: spanOf(line),
          time: moments.date('jstat'),
          scope: 'process',
          pid: pid === undefined ? null : Number(pid),
          metrics,
          quantumBytes: 103,
        }),
      );
      return 'claimed';
    },
  };
}
