import { namedMetric, type PlainColumn, plainColumn } from '../names/column-names.ts';
import { nameLength } from '../prometheus/line.ts';
import { isMemorySeries, type PrometheusEntity, prometheusMetric } from '../prometheus/names.ts';

/** What a column of a table holds. */
export type CsvColumn =
  | { readonly kind: PlainColumn | 'skip' }
  | {
      readonly kind: 'metric';
      readonly metric: string;
      readonly size: boolean;
      readonly percent: boolean;
      /** Bytes in one unit; null where cells or values must show it. */
      readonly unit: number | null;
      readonly assumed: 'MiB' | 'GiB' | null;
      /** Whom the column speaks of, where its name says so; null where the row does. */
      readonly entity: PrometheusEntity | null;
      /** Columns of one group make one sample. */
      readonly group: string;
    };

/**
 * The columns of a heading, null where it is none: a name is missing, it holds values (`key=value`, numbers), or nothing in
 * it is a metric with a time beside it (or two metrics without).
 *
 * `source` names the file: collectd writes `epoch,value` into one file per metric.
 */
export function csvColumns(names: readonly string[], source: string): CsvColumn[] | null {
  if (names.length < 2 || names.length > 2000 || names.some(isNone)) return null;
  const columns: CsvColumn[] = [];
  let metrics = 0;
  let hasTime = false;
  for (const name of names) {
    const column = columnOf(name.trim(), source);
    columns.push(column);
    if (column.kind === 'metric') metrics += 1;
    if (column.kind === 'time' || column.kind === 'date') hasTime = true;
  }
  const known = columns.filter((column) => column.kind !== 'skip').length;
  return metrics >= 1 && (hasTime || (metrics >= 2 && known === columns.length)) ? columns : null;
}

/** Told of all before one is looked up: most lines that can be split are no heading. */
function isNone(name: string): boolean {
  const text = name.trim();
  if (text === '') return false;
  const holdsValue = text.length > 80 || /[=[\]{}:;,](?=\S)|^[\d.+-]*$/.test(text.replace(/\[\w+\]$/, ''));
  return holdsValue && seriesColumn(text) === null;
}

function columnOf(text: string, source: string): CsvColumn {
  if (text === '') return { kind: 'skip' };
  const series = seriesColumn(text);
  if (series) return series;
  const plain = plainColumn(text);
  if (plain) return { kind: plain };
  const found = text === 'value' ? collectd(source) : namedMetric(text);
  if (!found) return { kind: 'skip' };
  return {
    kind: 'metric',
    metric: found.metric,
    size: found.kind === 'size',
    percent: found.kind === 'percent',
    unit: found.unit,
    assumed: found.assumed,
    entity: null,
    group: '',
  };
}

/** Labels included. */
const longestSeries = 2000;

/** `node_memory_MemFree_bytes{instance="h1:9100"}` and the same without labels. */
function seriesColumn(text: string): CsvColumn | null {
  const end = nameLength(text);
  const name = text.slice(0, end);
  if (text.length > longestSeries || !isMemorySeries(name) || !(text.length === end || text.charAt(end) === '{'))
    return null;
  const labels: Record<string, string> = {};
  for (const [, key = '', value = ''] of text.slice(end).matchAll(/([a-zA-Z_]\w*)="([^"]*)"/g)) labels[key] = value;
  const found = prometheusMetric(name, labels);
  if (!found || found.isPart) return null;
  const { scope, host, comm, cgroup, zone } = found.entity;
  return {
    kind: 'metric',
    metric: found.metric,
    size: found.isBytes,
    percent: false,
    unit: found.scale,
    assumed: null,
    entity: found.entity,
    group: [scope, host, comm, cgroup, zone].join('|'),
  };
}

const collectdTypes: Readonly<Record<string, string>> = {
  'memory-used': 'memUsedBytes',
  'memory-free': 'memFreeBytes',
  'memory-cached': 'cachedBytes',
  'memory-buffered': 'buffersBytes',
  'memory-slab_recl': 'slabReclaimableBytes',
  'memory-slab_unrecl': 'slabUnreclaimableBytes',
  'swap-used': 'swapUsedBytes',
  'swap-free': 'swapFreeBytes',
  ps_rss: 'rssBytes',
};

/** collectd's csv plugin: `.../memory/memory-used-2026-11-20`, bytes. */
function collectd(source: string): ReturnType<typeof namedMetric> {
  const name = source.slice(source.lastIndexOf('/') + 1).replace(/-\d{4}-\d\d-\d\d$/, '');
  const metric = collectdTypes[name];
  return metric === undefined ? null : { metric, kind: 'size', unit: 1, assumed: null };
}
