import { cleanJson } from '../sanitize.ts';
import { type Cell, cellValue, type RowView } from './row-view.ts';

export function rowJson(columns: readonly string[], cells: readonly Cell[]): string {
  const entries = columns.map((name, index) => [name, cellValue(cells[index] ?? null)]);
  return cleanJson(JSON.stringify(Object.fromEntries(entries)));
}

/** One object a line. */
export const jsonl: RowView = {
  name: 'jsonl',
  writer: (columns) => ({ row: (cells) => `${rowJson(columns, cells)}\n`, end: () => '' }),
};
