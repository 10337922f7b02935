import type { Line } from '../model/line.ts';
import type { Stamp } from '../model/stamp.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { noTime } from './moment/moments.ts';
import { completeSysstat, sysstatColumn } from './names/sysstat-columns.ts';
import { sadfStamp } from './sadf-d.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseDecimal } from './text/numbers.ts';

/**
 * `sadf -p`: one value a line, `host TAB interval TAB time TAB device TAB name TAB value`. Values of one moment that stand
 * together become one sample.
 *
 * Source: sysstat sadf_misc.c, rndr_stats.c (`PT_NOFLAG` of the "ppc" output).
 */
export const sadfP = defineFormat({
  name: 'sadf-p',
  samples: [
    [
      'vm\t1\t2026-11-20 09:39:45 UTC\t-\tkbmemfree\t16405212',
      'vm\t1\t2026-11-20 09:39:45 UTC\t-\tkbavail\t23772464',
      'vm\t-1\t2026-11-20 09:41:02 UTC\tLINUX-RESTART\t(2 CPU)',
    ].join('\n'),
  ],
  open: readSadfP,
});

interface Draft {
  readonly key: string;
  readonly first: Line;
  last: Line;
  readonly host: string;
  readonly stamp: Stamp;
  readonly metrics: Metrics;
  quantumBytes: number | null;
}

function readSadfP({ options }: FormatContext): BlockReader {
  let draft: Draft | null = null;
  let active = false;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || isEmpty(held.metrics)) return;
    completeSysstat(held.metrics, options.pageSizeBytes);
    sink.sample(
      toSample({
        format: 'sadf-p',
        span: spanOf(held.first, held.last),
        time: { ...noTime, stamp: held.stamp, stampBasis: 'written', host: held.host },
        metrics: held.metrics,
        quantumBytes: held.quantumBytes,
      }),
    );
  }

  return {
    blank: 'part',
    close,
    read(line, text, sink) {
      const fields = text.includes('\t') ? text.split('\t') : [];
      const [host, interval, time, device, name, value] = fields;
      if (!host || !interval || !time || device === undefined || !/^-?\d+$/.test(interval)) return 'foreign';
      if (interval === '-1') {
        if (!active) return 'foreign';
        close(sink);
        return 'claimed';
      }
      if (fields.length !== 6 || name === undefined || value === undefined) return 'foreign';
      const stamp = sadfStamp(time);
      if (!stamp) return 'foreign';
      active = true;
      const column = sysstatColumn(name);
      if (!column || (device !== '-' && device !== 'all')) return 'claimed';
      const key = `${host}\t${interval}\t${time}`;
      if (draft && (draft.key !== key || column.metric in draft.metrics)) close(sink);
      const number = parseDecimal(value, 'unknown') * column.scale;
      if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      draft ??= { key, first: line, last: line, host: decodeUtf8(host), stamp, metrics: {}, quantumBytes: null };
      draft.last = line;
      draft.metrics[column.metric] = column.isSize ? Math.round(number) : number;
      if (column.isSize) draft.quantumBytes = column.scale;
      return 'claimed';
    },
  };
}
