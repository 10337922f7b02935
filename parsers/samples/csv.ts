import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import type { Stamp } from '../model/stamp.ts';
import type { CsvColumn } from './csv/columns.ts';
import { plainCsvRows } from './csv/row.ts';
import { type CsvTable, csvScope, csvTable, isBareSize } from './csv/table.ts';
import { type BlockReader, defineFormat, type FormatContext, isDamaged } from './define-format.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { type DateOrder, parseTimeField, shownOrder } from './moment/time-field.ts';
import { settleScope } from './names/column-names.ts';
import type { PrometheusEntity } from './prometheus/names.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { type BareUnit, createBareUnitEvidence } from './text/bare-unit.ts';
import type { Cell } from './text/cell.ts';
import { decodeUtf8 } from './text/decode.ts';
import { splitDelimited } from './text/delimited.ts';
import { procpsUnitBytes } from './text/procps-unit.ts';
import { coarser, optionUnitBytes } from './text/quantity.ts';

/**
 * Tables with a heading and a separator: comma, semicolon, tab, bar, or blanks below a heading that begins with the time.
 * Home-made logs, dstat, CloudWatch, collectd, and Grafana's export (columns that are Prometheus series).
 *
 * Columns are known by name ({@link csvColumns}); their unit is in the name, in the cell, given by `--unit`, or shown by
 * the values and then named as assumed. Without any of these a column of sizes is left out. A row that does not fit is
 * rejected, never shifted.
 */
export const csv = defineFormat({
  name: 'csv',
  samples: [
    ['timestamp,used_mb,free_mb', '2026-02-09 10:00:05,1234,567', '2026-02-09 10:00:10,1240,561'].join('\n'),
    ['time;available_bytes;mem_used_percent', '1763631305;2298032128;37,25'].join('\n'),
    ['"Time","node_memory_MemAvailable_bytes{instance=""h1:9100""}"', '2026-11-20 09:35:43,2298032128'].join('\n'),
  ],
  readsFileName: true,
  open: readCsv,
});

interface Row {
  readonly line: Line;
  readonly time: BlockTime;
  /** The text of a column; null: empty, or there is no such column. */
  text(column: number): string | null;
  /** Read once, in order, since each number may show the decimal mark; null where nothing is to be read. */
  readonly cells: readonly (Cell | null)[];
}

/** Rows that wait until the unit of bare sizes is known. */
const mostHeldRows = 16;

function readCsv({ options, moments }: FormatContext): BlockReader {
  const told = options.unit === null ? null : optionUnitBytes(options.unit);
  let table: CsvTable | null = null;
  let plainRow: ReturnType<typeof plainCsvRows> = null;
  let held: Row[] = [];
  let evidence = createBareUnitEvidence();
  let bareUnit: BareUnit | null | 'open' = 'open';
  let dateOrder: DateOrder | null = null;

  function start(next: CsvTable): void {
    table = next;
    plainRow = plainCsvRows(next);
    evidence = createBareUnitEvidence();
    bareUnit = next.needsUnit && told === null ? 'open' : null;
  }

  function timeOf(fields: readonly string[], columns: readonly CsvColumn[]): BlockTime | null {
    let date = '';
    let time = '';
    for (const [index, column] of columns.entries()) {
      if (column.kind === 'time' && time === '') time = (fields[index] ?? '').trim();
      else if (column.kind === 'date' && date === '') date = (fields[index] ?? '').trim();
    }
    if (time === '' && date === '') return moments.date('csv');
    const text = date === '' ? time : `${date} ${time}`.trim();
    dateOrder = shownOrder(text) ?? dateOrder;
    const field = parseTimeField(text, dateOrder);
    if (!field) return null;
    if ('timeOfDay' in field) return moments.clock('csv', field.timeOfDay);
    return written(field.stamp);
  }

  function readRow(line: Line, text: string, rows: CsvTable, sink: SampleSink): 'claimed' | 'foreign' {
    let fields = splitDelimited(text, rows.delimiter);
    const width = rows.columns.length;
    if (fields && rows.delimiter === 'blank' && fields.length === width + 1 && rows.columns[0]?.kind === 'time')
      fields = [`${fields[0]} ${fields[1]}`, ...fields.slice(2)];
    if (fields && fields.length === width + 1 && fields.at(-1)?.trim() === '') fields.pop();
    if (!fields || fields.length !== width) {
      const time = fields && parseTimeField((fields[0] ?? '').trim());
      if (fields && !time && (rows.delimiter === 'blank' || fields.length < 2)) return 'foreign';
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    const time = timeOf(fields, rows.columns);
    if (!time) {
      if (rows.delimiter === 'blank') return 'foreign';
      sink.reject(line, 'unreadable time');
      return 'claimed';
    }
    if (isDamaged(line)) return 'claimed';
    const all = fields;
    const row: Row = {
      line,
      time,
      text: (column) => named(all[column]),
      cells: readCells(line, fields, rows, sink),
    };
    if (bareUnit === 'open') {
      for (const [index, column] of rows.columns.entries()) {
        const cell = row.cells[index];
        if (isBareSize(column) && cell && cell.unit === null) evidence.add(cell.value);
      }
      held.push(row);
      if (held.length >= mostHeldRows) release(sink);
    } else emitRow(row, rows, sink);
    return 'claimed';
  }

  function release(sink: SampleSink): void {
    const rows = held;
    held = [];
    if (!table) return;
    if (bareUnit === 'open') bareUnit = evidence.guess();
    for (const row of rows) emitRow(row, table, sink);
  }

  /** Bytes in one unit of a size without one. */
  function unitFor(value: number): { bytes: number; assumed: RawSample['unitAssumed'] } | null {
    if (told !== null) return { bytes: told, assumed: null };
    if (bareUnit === null || bareUnit === 'open' || !evidence.fits(value, bareUnit)) return null;
    return { bytes: procpsUnitBytes[bareUnit], assumed: bareUnit };
  }

  function emitRow(row: Row, rows: CsvTable, sink: SampleSink): void {
    const groups: (Metrics | undefined)[] = [];
    let quantumBytes: number | null = null;
    let unitAssumed: RawSample['unitAssumed'] = null;
    let unknownUnit = false;
    for (const { index, column, group } of rows.metrics) {
      const cell = row.cells[index];
      if (!cell) continue;
      let value = cell.value;
      if (column.size && !cell.isPercent) {
        const bare = column.unit === null && cell.unit === null ? unitFor(value) : null;
        const unit = cell.unit ?? column.unit ?? bare?.bytes;
        if (unit === undefined) {
          unknownUnit = true;
          continue;
        }
        unitAssumed ??= bare?.assumed ?? (cell.unit === null ? column.assumed : null);
        const quantum = cell.decimals === 0 ? unit : Math.max(1, Math.round(unit / 10 ** cell.decimals));
        quantumBytes = coarser(quantumBytes, quantum);
        value = Math.round(value * unit);
      } else if (column.size !== cell.isPercent && column.size) continue;
      if (value < 0 || value > Number.MAX_SAFE_INTEGER || (column.percent && value > 100)) {
        sink.reject(row.line, 'impossible value');
        continue;
      }
      const metrics = groups[group] ?? {};
      groups[group] = metrics;
      metrics[column.metric] ??= value;
    }
    if (unknownUnit) sink.reject(row.line, 'unit unknown');
    for (let group = 0; group < rows.groups.length; group += 1) {
      const metrics = groups[group];
      if (metrics) emitSample(row, rows, metrics, rows.groups[group] ?? null, { quantumBytes, unitAssumed }, sink);
    }
  }

  function emitSample(
    row: Row,
    rows: CsvTable,
    metrics: Metrics,
    entity: PrometheusEntity | null,
    { quantumBytes, unitAssumed }: Pick<RawSample, 'quantumBytes' | 'unitAssumed'>,
    sink: SampleSink,
  ): void {
    const { first } = rows;
    const scope = entity?.scope ?? csvScope(rows, metrics);
    settleScope(metrics, scope);
    if (isEmpty(metrics)) return;
    const pid = Number(row.text(first.pid) ?? Number.NaN);
    sink.sample(
      toSample({
        format: 'csv',
        span: spanOf(row.line),
        time: row.time,
        scope,
        host: entity?.host ?? row.text(first.host),
        pid: Number.isInteger(pid) && pid > 0 ? pid : null,
        comm: entity?.comm ?? row.text(first.comm),
        cgroup: entity?.cgroup ?? row.text(first.cgroup),
        zone: entity?.zone ?? null,
        metrics,
        quantumBytes,
        unitAssumed,
      }),
    );
  }

  return {
    blank: 'part',
    byRow: true,
    longLines: true,
    close(sink) {
      release(sink);
      table = null;
      plainRow = null;
    },
    row(line, sink) {
      if (!table || !plainRow || bareUnit === 'open') return false;
      const plain = plainRow(line.text);
      if (!plain) return false;
      const text = (column: number): string | null => (column === -1 ? null : named(plain.text(column)));
      emitRow({ line, time: written(plain.stamp), text, cells: plain.cells }, table, sink);
      return true;
    },
    read(line, text, sink) {
      const mayHead = table === null || text === table.heading || !/\d/.test(text);
      const heading = mayHead ? csvTable(text, moments.label ?? line.path) : null;
      if (heading) {
        release(sink);
        start(heading);
        return 'claimed';
      }
      return table ? readRow(line, text, table, sink) : 'foreign';
    },
  };
}

const written = (stamp: Stamp): BlockTime => ({ ...noTime, stamp, stampBasis: 'written' });

function named(field: string | undefined): string | null {
  const text = (field ?? '').trim();
  return text === '' ? null : decodeUtf8(text);
}

function readCells(line: Line, fields: readonly string[], rows: CsvTable, sink: SampleSink): (Cell | null)[] {
  return rows.columns.map((column, index) => {
    if (column.kind !== 'metric') return null;
    const cell = rows.cells.read(fields[index] as string);
    if (typeof cell !== 'string') return cell;
    if (cell === 'ambiguous') sink.reject(line, 'decimal mark unknown');
    if (cell === 'unreadable') sink.reject(line, 'unreadable value');
    return null;
  });
}
