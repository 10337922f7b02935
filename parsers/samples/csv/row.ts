import type { Stamp } from '../../model/stamp.ts';
import { mayBeMarker } from '../moment/marker.ts';
import { plainStamp } from '../moment/time-field.ts';
import type { Cell } from '../text/cell.ts';
import type { CsvTable } from './table.ts';

/** A row that was taken apart without splitting it. Used again for the next one. */
export interface PlainCsvRow {
  readonly stamp: Stamp;
  /** One for each column; null where there is no number to be read. */
  readonly cells: readonly (Cell | null)[];
  /** The text of a column. */
  text(column: number): string;
}

interface Scratch {
  value: number;
  decimals: number;
  readonly unit: null;
  readonly isPercent: false;
}

/**
 * Reads the rows that nearly all files consist of: a time that is an epoch or ISO 8601 in the first column, as many fields as the
 * heading has, no quotes, plain numbers or nothing in the columns of numbers. Null for any other row, and for one that may
 * be a marker: `2026-11-20 09:35:43,123` is a time.
 */
export function plainCsvRows(table: CsvTable): ((line: string) => PlainCsvRow | null) | null {
  const { columns, cells, delimiter, first } = table;
  if (delimiter === 'blank' || first.time !== 0 || first.date !== -1) return null;
  const width = columns.length;
  const ends: number[] = new Array(width).fill(0);
  const scratch = columns.map(({ kind }): Scratch | null =>
    kind === 'metric' ? { value: 0, decimals: 0, unit: null, isPercent: false } : null,
  );
  let line = '';
  const row = {
    stamp: null as Stamp | null,
    cells: new Array<Cell | null>(width).fill(null),
    text: (column: number): string => line.slice(column === 0 ? 0 : (ends[column - 1] as number) + 1, ends[column]),
  };

  /** Ends of the fields; false where there are more or fewer than columns. */
  function divide(): boolean {
    let at = 0;
    for (let column = 0; column < width - 1; column += 1) {
      at = line.indexOf(delimiter, at);
      if (at === -1) return false;
      ends[column] = at;
      at += 1;
    }
    ends[width - 1] = line.length;
    return line.indexOf(delimiter, at) === -1;
  }

  return (text) => {
    const code = text.charCodeAt(0);
    if (code < 0x30 || code > 0x39) return null;
    line = text;
    if (!divide() || text.includes('"') || text.includes('\x1b')) return null;
    row.stamp = plainStamp(row.text(0));
    if (!row.stamp || mayBeTime(text, ends[0] as number, width, delimiter)) return null;
    for (const { index } of table.metrics) {
      const from = (ends[index - 1] as number) + 1;
      const to = ends[index] as number;
      const cell = scratch[index] as Scratch;
      if (from === to) row.cells[index] = null;
      else if (cells.readPlain(text, from, to)) {
        cell.value = cells.value;
        cell.decimals = cells.decimals;
        row.cells[index] = cell;
      } else return null;
    }
    return row as PlainCsvRow;
  };
}

/**
 * Whether what follows a time may belong to it. Two commas without a blank never do, nor does any other separator; a single one
 * may begin the decimals of a second, which are three, six or nine.
 */
function mayBeTime(line: string, timeEnd: number, width: number, delimiter: string): boolean {
  if (delimiter !== ',') return delimiter === '|' && mayBeMarker(line);
  if (line.includes(' ', timeEnd) || line.charCodeAt(line.length - 1) === 0x2c) return mayBeMarker(line);
  return width === 2 && (line.length - timeEnd - 1) % 3 === 0 && mayBeMarker(line);
}
