import { cellsOf } from '../../views/width.ts';
import type { Role } from '../theme.ts';
import { endOf } from './end-of.ts';
import { fitLine, type Line, piece } from './line.ts';

/** A column of a table on the screen. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where the width is too small, columns with the highest rank are dropped first; 0 always stays. */
  readonly rank: number;
  /** Widest text there is. */
  readonly cells: number;
  /** The column may be cut to this many cells, and takes what the others leave. */
  readonly least?: number;
}

export interface FittedColumn extends Column {
  readonly index: number;
}

const gap = 2;

/** Chooses the columns that fit and gives each its width. */
export function fitColumns(columns: readonly Column[], cells: number): readonly FittedColumn[] {
  const kept = columns.map((column, index) => ({
    ...column,
    index,
    cells: Math.max(column.cells, cellsOf(column.title)),
  }));
  const needed = (least: boolean): number =>
    kept.reduce(
      (sum, column) => sum + (least ? Math.min(column.cells, column.least ?? column.cells) : column.cells) + gap,
      -gap,
    );
  while (needed(true) > cells && kept.some(({ rank }) => rank > 0)) {
    kept.splice(kept.indexOf(kept.reduce((worst, column) => (column.rank > worst.rank ? column : worst))), 1);
  }
  let over = needed(false) - cells;
  for (const column of kept.toSorted((a, b) => b.rank - a.rank)) {
    if (over <= 0 || column.least === undefined) continue;
    const cut = Math.min(over, Math.max(0, column.cells - column.least));
    column.cells -= cut;
    over -= cut;
  }
  return kept;
}

export interface CellText {
  readonly text: string;
  readonly role?: Role;
  /** Where it does not fit, its end is kept: of a path. */
  readonly keep?: 'end';
}

/** One row: cells in the order of the columns as they were declared. */
export function rowLine(columns: readonly FittedColumn[], cells: readonly (CellText | string)[], ascii: boolean): Line {
  return columns.flatMap(({ index, cells: width, align }, place) => {
    const cell = cells[index] ?? '';
    const {
      text: whole,
      role,
      keep,
    } = typeof cell === 'string' ? { text: cell, role: undefined, keep: undefined } : cell;
    const text = keep === 'end' ? endOf(whole, width, ascii) : whole;
    const room = ' '.repeat(Math.max(0, width - cellsOf(text)));
    const shown = fitLine([piece(align === 'right' ? room + text : text, role)], width, ascii);
    return place === 0 ? shown : [piece(' '.repeat(gap)), ...shown];
  });
}

export function titleLine(columns: readonly FittedColumn[], ascii: boolean): Line {
  const titles: CellText[] = [];
  for (const { index, title } of columns) titles[index] = { text: title, role: 'muted' };
  return rowLine(columns, titles, ascii);
}
