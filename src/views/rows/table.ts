import { cleanText } from '../sanitize.ts';
import { cellsOf, padEnd, padStart } from '../width.ts';
import { type Cell, cellText, type RowView } from './row-view.ts';

/** Rows that are held back to learn how wide the columns are; later ones use the same widths. */
const measuredRows = 1000;

/** For people: columns aligned, numbers to the right, `-` for null. */
export const table: RowView = {
  name: 'table',
  writer(columns) {
    let held: (readonly Cell[])[] | null = [];
    let widths = columns.map((title) => cellsOf(cleanText(title)));
    const texts = (cells: readonly Cell[]): string[] => cells.map((cell) => cleanText(cellText(cell, '-')));

    function draw(cells: readonly Cell[]): string {
      const drawn = texts(cells).map((text, column) => {
        const isNumber = typeof cells[column] === 'number' || typeof cells[column] === 'bigint';
        return (isNumber ? padStart : padEnd)(text, widths[column] ?? 0);
      });
      return `${drawn.join('  ').trimEnd()}\n`;
    }

    function release(): string {
      const rows = held ?? [];
      held = null;
      for (const cells of rows) {
        widths = texts(cells).map((text, column) => Math.max(widths[column] ?? 0, cellsOf(text)));
      }
      const rule = `${widths.map((width) => '-'.repeat(width)).join('  ')}\n`;
      return draw(columns) + rule + rows.map(draw).join('');
    }

    return {
      row(cells) {
        if (held === null) return draw(cells);
        held.push(cells);
        return held.length < measuredRows ? '' : release();
      },
      end: () => (held === null ? '' : release()),
    };
  },
};
