import type { Line } from '../model/line.ts';
import { type BelowHeading, belowHeading, belowRow } from './below/row.ts';
import { type BlockReader, defineFormat, isDamaged } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';

/**
 * `below dump system|process|cgroup` as a table: aligned (the default, `-O raw`), `-O csv` and `-O tsv`. Which columns there
 * are, and in which order, whoever dumps decides: they are known by their titles. Without `--raw` sizes carry a unit that
 * counts by 1024 (`23.5 GB`). In an aligned table a cell that fills its column may have lost its end: it is rejected.
 *
 * Source: below/dump/src/print.rs (`dump_raw`, `dump_csv`), below/render/src/default_configs.rs, below 0.8.
 */
export const below = defineFormat({
  name: 'below',
  samples: [
    [
      'Datetime            Total      Free       Available  OOM Kills  Hostname   Timestamp  ',
      '2026-11-20 09:35:43 23.5 GB    17.9 GB    22.7 GB    3          host1      1795167343 ',
      '2026-11-20 09:35:48 23.5 GB    17 GB      21.8 GB    4          host1      1795167348 ',
    ].join('\n'),
    [
      'Datetime,Pid,Comm,RSS,Cgroup,Timestamp,Cmdline,',
      '2026-11-20 09:35:43,812,java,1.5 GB,/system.slice/app.service,1795167343,java -jar a.jar --list a,b,',
    ].join('\n'),
    ['Name\tFull Path\tMem Total\tTimestamp\t', 'app.service\t/system.slice/app.service\t104857600\t1795167343\t'].join(
      '\n',
    ),
  ],
  open: readBelow,
});

interface Table {
  readonly text: string;
  readonly heading: BelowHeading;
  /** Index of each title among the fields. */
  readonly fields: ReadonlyMap<string, number>;
  /** Where the columns begin in an aligned table; null for separated ones. */
  readonly starts: readonly number[] | null;
  readonly separator: ',' | '\t' | null;
}

/** Columns in which a command may write separators of its own: what stands behind them is not where it seems to be. */
const freeText: ReadonlySet<string> = new Set(['Comm', 'Cmdline', 'Exe Path', 'Name', 'Full Path', 'Cgroup']);

function readBelow(): BlockReader {
  let table: Table | null = null;

  function readRow(line: Line, text: string, { heading, fields, starts, separator }: Table, sink: SampleSink): boolean {
    const cells = separator === null ? cutAt(text, starts ?? []) : separated(text, separator);
    if (cells.length < fields.size) {
      if (cells.length < 2) return false;
      sink.reject(line, 'row does not fit its heading');
      return true;
    }
    const certain = cells.length === fields.size ? fields.size : certainColumns(fields, cells);
    const row = belowRow(heading, (title) => {
      const index = fields.get(title);
      return index === undefined || index >= certain ? undefined : cells[index];
    });
    if (row === null) return true;
    if (typeof row === 'string') sink.reject(line, cells.length === fields.size ? row : 'row does not fit its heading');
    else if (starts && hasFullCell(heading, cells, fields, starts)) sink.reject(line, 'value may be cut by its column');
    else if (!isDamaged(line)) sink.sample(toSample({ format: 'below', span: spanOf(line), ...row }));
    return true;
  }

  return {
    byRow: true,
    longLines: true,
    close() {
      table = null;
    },
    read(line, latin1, sink) {
      const text = decodeUtf8(latin1);
      if (table !== null && text === table.text) return 'claimed';
      const next = tableOf(text);
      if (next) {
        table = next;
        return 'claimed';
      }
      return table && readRow(line, text, table, sink) ? 'claimed' : 'foreign';
    },
  };
}

/** A heading ends with its separator; in an aligned one, columns are two blanks apart or more. */
function tableOf(text: string): Table | null {
  if (!/(?:^|[,\t ])(?:Datetime|Timestamp)(?:[,\t ]|$)/.test(text) || /\d/.test(text.charAt(0))) return null;
  const separator = text.endsWith(',') ? ',' : text.endsWith('\t') ? '\t' : null;
  if (separator === null && !/\S {2,}\S/.test(text)) return null;
  const starts =
    separator === null ? [...text.matchAll(/(?<=^| {2}| {1}(?=\S))\S(?:\S| (?! ))*/g)].map(({ index }) => index) : null;
  const names = starts ? cutAt(text, starts).map((name) => name.trim()) : separated(text, separator ?? ',');
  const heading = belowHeading(names);
  return heading && { text, heading, separator, starts, fields: new Map(names.map((name, index) => [name, index])) };
}

function separated(text: string, separator: string): string[] {
  const cells = text.split(separator);
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

function cutAt(text: string, starts: readonly number[]): string[] {
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
}

/** A column is one blank wider than its cells. */
function hasFullCell(
  { metrics }: BelowHeading,
  cells: readonly string[],
  fields: ReadonlyMap<string, number>,
  starts: readonly number[],
): boolean {
  return metrics.some(([title]) => {
    const index = fields.get(title) ?? -1;
    const next = starts[index + 1];
    const width = next === undefined ? null : next - (starts[index] ?? 0) - 1;
    return width !== null && (cells[index] ?? '').trim().length >= width;
  });
}

/** Of a row with more cells than titles: an epoch in its place proves that nothing before it was moved. */
function certainColumns(fields: ReadonlyMap<string, number>, cells: readonly string[]): number {
  const epoch = fields.get('Timestamp');
  if (epoch !== undefined && /^1\d{9}$/.test(cells[epoch] ?? '')) return epoch + 1;
  return Math.min(...[...fields].filter(([title]) => freeText.has(title)).map(([, index]) => index));
}
