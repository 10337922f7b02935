import type { Line } from '../model/line.ts';
import type { Stamp } from '../model/stamp.ts';
import { defineFormat, type FormatContext } from './define-format.ts';
import { jsonDocumentReader } from './json/document.ts';
import { parseDateText } from './moment/date-text.ts';
import { noTime } from './moment/moments.ts';
import { zoneOffsetMinutes } from './moment/zone-abbreviations.ts';
import { completeSysstat, sysstatColumn } from './names/sysstat-columns.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';

/**
 * `sadf -j`: one document; each element of `sysstat.hosts[].statistics[]` is one moment. Names are those of sar without
 * `kb` and `/s`; sizes are KiB. Times are UTC where the timestamp says `"utc": 1` or `"tz": "UTC"`.
 *
 * Source: sysstat json_stats.c.
 */
export const sadfJ = defineFormat({
  name: 'sadf-j',
  samples: [
    [
      '{"sysstat": {',
      '\t"hosts": [',
      '\t\t{',
      '\t\t\t"nodename": "vm", "sysname": "Linux", "release": "6.18.44",',
      '\t\t\t"statistics": [',
      '\t\t\t\t{',
      '\t\t\t\t\t"timestamp": {"date": "2026-11-20", "time": "09:39:45", "utc": 1, "interval": 1},',
      '\t\t\t\t\t"memory": {"memfree": 16405212, "avail": 23772464, "memused": 533944, "swpfree": 0, "swpused": 0}',
      '\t\t\t\t}',
      '\t\t\t]',
      '\t\t}',
      '\t]',
      '}}',
    ].join('\n'),
  ],
  open: ({ options }: FormatContext) => {
    let host: string | null = null;
    return jsonDocumentReader({
      opens: (head) => /^\s*\{\s*"sysstat"\s*:/.test(head),
      wants: (place) => place === 'sysstat.hosts[].statistics[]' || place === 'sysstat.hosts[].nodename',
      piece(place, value, first, last, sink) {
        if (place === 'sysstat.hosts[].nodename') host = String(value);
        else emit(value, host, options.pageSizeBytes, first, last, sink);
      },
      end() {
        host = null;
      },
    });
  },
});

/** Objects of a moment, and how their keys are spelled in sar. */
const groups: Readonly<Record<string, (key: string) => string>> = {
  memory: (key) => ({ inactive: 'kbinact', shared: 'kbshmem' })[key] ?? `kb${key}`,
  hugepages: (key) => `kb${key}`,
  paging: (key) => `${key}/s`,
  'swap-pages': (key) => `${key}/s`,
  queue: (key) => key,
};

const psiKey = /^(some|full)_avg(10|60|300)?$/;

function emit(
  value: unknown,
  host: string | null,
  pageSizeBytes: number | null,
  first: Line,
  last: Line,
  sink: SampleSink,
): void {
  if (!isObject(value)) return;
  const stamp = isObject(value.timestamp) ? stampOf(value.timestamp) : null;
  if (!stamp) return;
  const metrics: Metrics = {};
  for (const group in groups) {
    const members = value[group];
    if (isObject(members)) addAll(metrics, members, groups[group] as (key: string) => string);
  }
  if (isObject(value.psi)) {
    for (const resource of ['mem', 'io', 'cpu']) {
      const members = value.psi[`psi-${resource}`];
      if (isObject(members)) addAll(metrics, members, (key) => psiColumn(key, resource));
    }
  }
  if (isEmpty(metrics)) return;
  completeSysstat(metrics, pageSizeBytes);
  const time = { ...noTime, stamp, stampBasis: 'written' as const, host };
  sink.sample(toSample({ format: 'sadf-j', span: spanOf(first, last), time, metrics, quantumBytes: 1024 }));
}

function addAll(metrics: Metrics, members: Readonly<Record<string, unknown>>, columnOf: (key: string) => string): void {
  for (const key in members) {
    const value = members[key];
    const column = sysstatColumn(columnOf(key));
    if (!column || typeof value !== 'number' || !(value >= 0) || value * column.scale > Number.MAX_SAFE_INTEGER)
      continue;
    metrics[column.metric] = value * column.scale;
  }
}

function psiColumn(key: string, resource: string): string {
  const match = psiKey.exec(key);
  if (!match) return '';
  const average = match[2] === undefined ? '' : `-${match[2]}`;
  return `%${match[1] === 'some' ? 's' : 'f'}${resource}${average}`;
}

function stampOf({ date, time, utc, tz }: Readonly<Record<string, unknown>>): Stamp | null {
  if (typeof date !== 'string' || typeof time !== 'string') return null;
  const stamp = parseDateText(`${date} ${time}`);
  if (!stamp) return null;
  const offsetMinutes = utc === 1 ? 0 : typeof tz === 'string' ? zoneOffsetMinutes(tz) : null;
  return { ...stamp, offsetMinutes };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
