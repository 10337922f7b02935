import type { Line } from '../model/line.ts';
import type { Stamp } from '../model/stamp.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { parseDateText } from './moment/date-text.ts';
import { epochStamp } from './moment/marker.ts';
import { noTime } from './moment/moments.ts';
import { completeSysstat, sysstatColumn } from './names/sysstat-columns.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseDecimal } from './text/numbers.ts';

/**
 * `sadf -d`: semicolon-separated, with a heading line for every activity and after each restart. Restarts and comments are
 * rows with interval -1. Numbers follow the locale (`2,16`); the separator is never a comma.
 *
 * Source: sysstat sadf_misc.c, rndr_stats.c.
 */
export const sadfD = defineFormat({
  name: 'sadf-d',
  samples: [
    [
      '# hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached',
      'vm;1;2026-11-20 09:39:45 UTC;16405212;23772464;533944;2.16;51952;7257964',
      'vm;-1;2026-11-20 09:41:02 UTC;LINUX-RESTART\t(2 CPU)',
    ].join('\n'),
  ],
  open: readSadfD,
});

function readSadfD({ options }: FormatContext): BlockReader {
  /** Names of the columns; empty for an activity without memory in it, whose rows may have any form. */
  let columns: readonly string[] | null = null;

  function readRow(line: Line, text: string, names: readonly string[], sink: SampleSink): 'claimed' | 'foreign' {
    const fields = text.split(';');
    const [host, interval, time] = fields;
    const stamp = time === undefined ? null : sadfStamp(time);
    if (!host || !interval || !stamp || !/^-?\d+$/.test(interval)) return 'foreign';
    if (interval === '-1' || names.length === 0) return 'claimed';
    if (fields.length !== names.length + 3) {
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    const metrics: Metrics = {};
    let quantumBytes: number | null = null;
    for (const [index, name] of names.entries()) {
      const column = sysstatColumn(name);
      if (!column) continue;
      const value = parseDecimal(fields[index + 3] as string, 'unknown') * column.scale;
      if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      metrics[column.metric] = column.isSize ? Math.round(value) : value;
      if (column.isSize) quantumBytes = column.scale;
    }
    if (isEmpty(metrics)) return 'claimed';
    completeSysstat(metrics, options.pageSizeBytes);
    const at = { ...noTime, stamp, stampBasis: 'written' as const, host: decodeUtf8(host) };
    sink.sample(toSample({ format: 'sadf-d', span: spanOf(line), time: at, metrics, quantumBytes }));
    return 'claimed';
  }

  return {
    byRow: true,
    longLines: true,
    close() {},
    read(line, text, sink) {
      if (text.startsWith('# hostname;interval;timestamp')) {
        const names = text.split(';').slice(3);
        columns = names.some((name) => sysstatColumn(name)) ? names : [];
        return 'claimed';
      }
      return columns ? readRow(line, text, columns, sink) : 'foreign';
    },
  };
}

/** `2026-11-20 09:39:45 UTC`, without a zone for local time (-T), or epoch seconds (-U). Null for anything else. */
export function sadfStamp(text: string): Stamp | null {
  return /^\d{9,10}$/.test(text) ? epochStamp(text, '') : parseDateText(text);
}
