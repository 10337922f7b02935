import { counted } from '../../views/quantities.ts';
import { cellsOf } from '../../views/width.ts';
import type { App } from '../app/state.ts';
import { fitLine, inRole, type Line, line, piece } from '../text/line.ts';
import type { Theme } from '../theme.ts';
import type { ListState } from '../widgets/list.ts';

export interface TableSettings {
  readonly width: number;
  readonly height: number;
  readonly list: ListState;
  /** First column shown. */
  readonly column: number;
}

const widestCell = 40;
/** Widths come from the first rows: the others are cut or filled. */
const rowsMeasured = 200;

/** The answer to a query as a table, one row the first title. */
export function tableLines(
  { answers }: App,
  { width, height, list, column }: TableSettings,
  theme: Theme,
): { lines: Line[]; note: string } {
  const answer = answers.sql;
  if (answer === undefined) return { lines: [line('asking', 'muted')], note: '' };
  if (answer.answer === null) return { lines: [line(answer.error ?? 'asking', 'warn')], note: '' };
  const { columns, rows, truncated, milliseconds } = answer.answer;
  const widths = columns.map((title, index) =>
    Math.min(
      widestCell,
      Math.max(cellsOf(title), ...rows.slice(0, rowsMeasured).map((cells) => cellsOf(cells[index] ?? ''))),
    ),
  );
  const draw = (cells: readonly string[]): Line =>
    cells
      .slice(column)
      .flatMap((text, index) => [...fitLine([piece(text)], widths[column + index] ?? 1, theme.ascii), piece('  ')]);
  const shown = rows.slice(list.top, list.top + height - 1).map((cells, index): Line => {
    const row: Line = [piece(list.top + index === list.selected ? `${theme.glyphs.cursor} ` : '  '), ...draw(cells)];
    return list.top + index === list.selected ? inRole(fitLine(row, width, theme.ascii), 'selected') : row;
  });
  const count = `${counted(rows.length, truncated ? 'first row' : 'row')}, ${milliseconds} ms`;
  const hidden = column > 0 ? `, from column ${column + 1} of ${columns.length}` : '';
  const empty = rows.length === 0 ? [line('  no rows', 'muted')] : [];
  return {
    lines: [[piece('  '), ...draw(columns).map(({ text }) => piece(text, 'title'))], ...shown, ...empty],
    note: count + hidden,
  };
}
