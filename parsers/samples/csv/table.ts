import type { SampleScope } from '../../model/sample.ts';
import { belowHeading } from '../below/row.ts';
import type { PrometheusEntity } from '../prometheus/names.ts';
import type { Metrics } from '../sample-draft.ts';
import { type CellReader, createCellReader } from '../text/cell.ts';
import { type Delimiter, delimiterOf, splitDelimited } from '../text/delimited.ts';
import { type CsvColumn, csvColumns } from './columns.ts';

export type MetricColumn = CsvColumn & { readonly kind: 'metric' };

/** A heading, with what follows from it for every row. */
export interface CsvTable {
  readonly heading: string;
  readonly delimiter: Delimiter;
  readonly columns: readonly CsvColumn[];
  readonly cells: CellReader;
  readonly needsUnit: boolean;
  readonly metrics: readonly CsvMetric[];
  /** Whom each group of columns speaks of; null where the row says it. */
  readonly groups: readonly (PrometheusEntity | null)[];
  /** Index of the first column of a kind, -1 where there is none. */
  readonly first: Readonly<Record<Exclude<CsvColumn['kind'], 'metric' | 'skip'>, number>>;
}

export interface CsvMetric {
  readonly index: number;
  readonly column: MetricColumn;
  readonly group: number;
}

/** The table that a line begins, null where it is no heading. `source` names the file, see {@link csvColumns}. */
export function csvTable(text: string, source: string): CsvTable | null {
  if (text.length > 20_000 || text.startsWith('# hostname;interval;timestamp')) return null;
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return null;
  const line = text.replace(/^#\s*/, '');
  const delimiter = delimiterOf(line) ?? (/^@?(?:time|ts|date)/i.test(line.trim()) ? 'blank' : null);
  const names = delimiter && splitDelimited(line, delimiter);
  if (names?.at(-1)?.trim() === '' && belowHeading(names)) return null;
  const columns = names && csvColumns(names, source);
  if (!columns || !delimiter) return null;
  const { metrics, groups } = grouped(columns);
  const firstOf = (kind: CsvColumn['kind']): number => columns.findIndex((column) => column.kind === kind);
  return {
    heading: text,
    delimiter,
    columns,
    cells: createCellReader(delimiter !== ',', delimiter === ';' ? 'ambiguous' : 'point'),
    needsUnit: columns.some(isBareSize),
    metrics,
    groups,
    first: {
      time: firstOf('time'),
      date: firstOf('date'),
      pid: firstOf('pid'),
      comm: firstOf('comm'),
      host: firstOf('host'),
      cgroup: firstOf('cgroup'),
    },
  };
}

/** Its unit is in no name: cells or values must show it. */
export const isBareSize = (column: CsvColumn): boolean =>
  column.kind === 'metric' && column.size && column.unit === null;

function grouped(columns: readonly CsvColumn[]): Pick<CsvTable, 'metrics' | 'groups'> {
  const numbers = new Map<string, number>();
  const groups: (PrometheusEntity | null)[] = [];
  const metrics: CsvMetric[] = [];
  for (const [index, column] of columns.entries()) {
    if (column.kind !== 'metric') continue;
    const group = numbers.get(column.group) ?? groups.push(column.entity) - 1;
    numbers.set(column.group, group);
    metrics.push({ index, column, group });
  }
  return { metrics, groups };
}

/** Whom a row speaks of, by the columns beside the numbers. */
export function csvScope({ first }: CsvTable, metrics: Metrics): SampleScope {
  if (first.pid !== -1 || (first.comm !== -1 && first.cgroup === -1)) return 'process';
  if (first.cgroup !== -1 || 'cgroupUsageBytes' in metrics) return 'cgroup';
  return 'rssBytes' in metrics && !('memTotalBytes' in metrics) && !('memFreeBytes' in metrics) ? 'process' : 'system';
}
