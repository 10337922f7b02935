import type { ViewSettings } from '../view.ts';
import { cellsOf, cutTo, padEnd, padStart, wrap } from '../width.ts';

const indent = '  ';
const gap = '  ';
const labelCells = 14;
const margin = ' '.repeat(indent.length + labelCells);

/** Cells that are left for the text beside a label. */
export function textCells({ columns }: ViewSettings): number {
  return Math.max(24, columns - margin.length);
}

/** Puts a label before the first of some finished lines and aligns the others below it. */
export function block(label: string, lines: readonly string[], { style }: ViewSettings): string[] {
  return lines.map((line, index) =>
    index === 0 ? `${indent}${style.muted(padEnd(label, labelCells))}${line}` : `${margin}${line}`,
  );
}

/** A label and paragraphs wrapped beside it, each beginning on a line of its own. */
export function field(label: string, paragraphs: readonly string[], settings: ViewSettings): string[] {
  const lines = paragraphs.flatMap((text) => wrap(text, textCells(settings)));
  return block(label, lines, settings);
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where the width is too small, columns with the highest rank are dropped first. */
  readonly rank: number;
  /** The text of this column may be cut to this many cells before any column is dropped. */
  readonly least?: number;
}

/**
 * Lines of a table, titles first. Where it does not fit into `cells`, the last column is cut as far as it allows, then
 * columns are dropped by rank, and if two are left and do not fit, the last one is cut further.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  cells: number,
  ascii: boolean,
): string[] {
  const kept = columns.map((column, index) => ({
    ...column,
    index,
    cells: rows.reduce((most, row) => Math.max(most, cellsOf(row[index] ?? '')), cellsOf(column.title)),
  }));
  const needed = (): number => kept.reduce((sum, column) => sum + column.cells + gap.length, -gap.length);
  const cuttable = (): number => {
    const last = kept.at(-1);
    return last?.least === undefined ? 0 : Math.max(0, last.cells - last.least);
  };
  while (needed() - cuttable() > cells && kept.length > 2) {
    const dropped = kept.reduce((worst, column) => (column.rank > worst.rank ? column : worst));
    kept.splice(kept.indexOf(dropped), 1);
  }
  const last = kept.at(-1);
  if (last !== undefined && needed() > cells) last.cells = Math.max(4, last.cells - (needed() - cells));
  const draw = (row: readonly string[]): string =>
    kept
      .map((column) => {
        const text = cutTo(row[column.index] ?? '', column.cells, ascii);
        return (column.align === 'right' ? padStart : padEnd)(text, column.cells);
      })
      .join(gap)
      .trimEnd();
  return [columns.map(({ title }) => title), ...rows].map(draw);
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of at most `cells` for a share of 0 to 1. A trace that is more than nothing shows. */
export function bar(share: number, cells: number, ascii: boolean): string {
  const steps = Math.min(1, Math.max(0, share)) * cells;
  if (ascii) return '#'.repeat(Math.max(share > 0 ? 1 : 0, Math.round(steps)));
  const whole = Math.floor(steps);
  const drawn = '█'.repeat(whole) + (eighths[Math.floor((steps - whole) * 8)] ?? '');
  return drawn === '' && share > 0 ? '▏' : drawn;
}
