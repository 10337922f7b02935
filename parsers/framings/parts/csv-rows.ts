import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import { spanOf, spanOfLines } from './entry.ts';

/** A row of a table in text, its cells without quotes. */
export interface CsvRow {
  readonly span: Span;
  readonly cells: readonly string[];
}

/** Cuts lines into rows (RFC 4180): a quoted cell may hold delimiters, doubled quotes and line breaks. */
export interface CsvRows {
  /** A row has begun whose quotes are still open. */
  readonly holding: boolean;
  /** The row that ends with this line; null while it goes on. */
  take(line: Line, text: string): CsvRow | null;
  forget(): void;
}

/** A row that is longer has no end: a quote in it was none. */
const longestRow = 256 * 1024;

export function csvRows(delimiter: string): CsvRows {
  let first: Span | null = null;
  let held = '';

  return {
    get holding() {
      return first !== null;
    },
    take(line, text) {
      held = first === null ? text : `${held}\n${text}`;
      const from = first ?? spanOf(line);
      if (hasOpenQuote(held) && held.length < longestRow) {
        first = from;
        return null;
      }
      const cells = cellsOf(held, delimiter);
      first = null;
      held = '';
      return { span: spanOfLines(from, line), cells };
    },
    forget() {
      first = null;
      held = '';
    },
  };
}

function hasOpenQuote(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

export function cellsOf(row: string, delimiter: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= row.length; ) {
    const end = row.charAt(at) === '"' ? quoteEnd(row, at) : at;
    const next = row.indexOf(delimiter, end);
    const to = next < 0 ? row.length : next;
    const cell = row.slice(at, to);
    cells.push(end === at ? cell : cell.slice(1, end - at - 1).replaceAll('""', '"'));
    at = to + 1;
  }
  return cells;
}

/** Index behind the quote that closes the one at `at`. */
function quoteEnd(row: string, at: number): number {
  for (let to = at + 1; to < row.length; to += 1) {
    if (row.charAt(to) !== '"') continue;
    if (row.charAt(to + 1) !== '"') return to + 1;
    to += 1;
  }
  return row.length;
}
