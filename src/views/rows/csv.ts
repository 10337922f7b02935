import { cleanText } from '../sanitize.ts';
import { type Cell, cellText, type RowView } from './row-view.ts';

/** What a spreadsheet takes for a formula: anybody can name a process `=HYPERLINK(...)`. */
const formula = /^[=+@-]/;

function field(cell: Cell): string {
  const plain = cleanText(cellText(cell, ''));
  const text = typeof cell === 'string' && formula.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\n`;

/**
 * RFC 4180 with a line of names; null is empty. Control characters are escaped, so that a field is always one line, and a text
 * that a spreadsheet would run gets an apostrophe before it. Programs that want it exactly as it was take JSON.
 */
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
