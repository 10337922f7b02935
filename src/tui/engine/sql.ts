import type { Cell, Timeline } from '../../store/timeline.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { SqlTable } from './model/sql-table.ts';
import type { Ask } from './protocol.ts';

function cellText(cell: Cell): string {
  if (cell === null) return '-';
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  return cleanText(String(cell));
}

/** A user's SQL over the timeline, read-only; at most `limit` rows. */
export async function runSql({ text, limit }: Ask<'sql'>, timeline: Timeline): Promise<SqlTable> {
  const fromMs = performance.now();
  const { columns, rows, truncated } = await timeline.query(text, { limit });
  const shown: string[][] = [];
  for await (const cells of rows) shown.push(cells.map(cellText));
  const milliseconds = Math.round(performance.now() - fromMs);
  return { columns: columns.map(cleanText), rows: shown, truncated: truncated(), milliseconds };
}
