import { cleanText } from '../sanitize.ts';
import { type Cell, cellText, type RowView } from './row-view.ts';

function field(cell: Cell): string {
  const text = cleanText(cellText(cell, ''));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\n`;

/** RFC 4180 with a line of names; null is empty. Control characters are escaped, so that a field is always one line. */
export const csv: RowView = {
  name: 'csv',
  writer(columns) {
    let head = line(columns);
    const withHead = (text: string): string => {
      const whole = head + text;
      head = '';
      return whole;
    };
    return { row: (cells) => withHead(line(cells)), end: () => withHead('') };
  },
};
