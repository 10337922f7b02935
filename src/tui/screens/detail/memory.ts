import type { Accounting } from '../../../diagnosis/analysis.ts';
import { formatShare } from '../../../views/quantities.ts';
import type { Dossier } from '../../engine/model/dossier.ts';
import { type AmountSettings, amount } from '../../text/amounts.ts';
import { type Column, fitColumns, rowLine } from '../../text/columns.ts';
import { inRole, type Line, line, piece } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import type { ListState } from '../../widgets/list.ts';

export interface Part {
  readonly component: string;
  readonly bytes: number;
}

/** Components of the accounting, biggest first, what no counter explains at the end. */
export function partsOf(accounting: Accounting | null): readonly Part[] {
  if (accounting === null) return [];
  const parts = accounting.parts.filter(({ bytes }) => bytes !== 0).toSorted((a, b) => b.bytes - a.bytes);
  return [...parts, { component: 'unaccounted', bytes: accounting.unaccountedBytes }];
}

/** How a pane of rows is drawn. */
export interface RowsSettings {
  readonly width: number;
  readonly height: number;
  readonly list: ListState;
  readonly focused: boolean;
  readonly theme: Theme;
  readonly amounts: AmountSettings;
}

/** Signs of the stacked bar: neighbours differ without a colour. */
const fills = ['█', '▓', '▒', '░'] as const;
const asciiFills = ['#', '=', '+', '-', '.', ':'] as const;

/** Where the memory was: one bar of all parts, then a row each. */
export function memoryLines({ incident }: Dossier, settings: RowsSettings): Line[] {
  const { accounting, accountingRefused } = incident;
  if (accounting === null) return [line(`no accounting: ${accountingRefused ?? 'the report does not say'}`, 'muted')];
  const { width, height, list, focused, theme, amounts } = settings;
  const parts = partsOf(accounting);
  const amountCells = Math.max(...parts.map(({ bytes }) => amount(bytes, amounts).length));
  const columns: readonly Column[] = [
    {
      title: '',
      align: 'left',
      rank: 0,
      cells: Math.max(...parts.map(({ component }) => component.length)),
      least: 10,
    },
    { title: '', align: 'right', rank: 0, cells: amountCells },
    { title: '', align: 'right', rank: 1, cells: 5 },
  ];
  const fitted = fitColumns(columns, width - 3);
  const signs = theme.ascii ? asciiFills : fills;
  const rows = parts.slice(list.top, list.top + height).map(({ component, bytes }, index): Line => {
    const place = list.top + index;
    const selected = place === list.selected;
    const cells = [component, amount(bytes, amounts), formatShare(bytes, accounting.totalBytes)];
    const sign = signs[place % signs.length] ?? ' ';
    const row: Line = [
      piece(selected ? theme.glyphs.cursor : ' '),
      piece(`${sign} `, 'accent'),
      ...rowLine(fitted, cells, theme.ascii),
    ];
    return selected && focused ? inRole(row, 'selected') : row;
  });
  return [stackedBar(parts, accounting.totalBytes, { width, signs }), ...rows];
}

function stackedBar(
  parts: readonly Part[],
  totalBytes: number,
  { width, signs }: { width: number; signs: readonly string[] },
): Line {
  let bar = '';
  let sum = 0;
  for (const [place, { bytes }] of parts.entries()) {
    sum += Math.max(0, bytes);
    const until = Math.min(width, Math.round((sum / Math.max(1, totalBytes)) * width));
    bar += (signs[place % signs.length] ?? ' ').repeat(Math.max(0, until - bar.length));
  }
  return line(bar, 'accent');
}
