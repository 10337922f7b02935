import type { Dossier, Holder } from '../../engine/model/dossier.ts';
import { amount, change } from '../../text/amounts.ts';
import { type Column, fitColumns, rowLine, titleLine } from '../../text/columns.ts';
import { inRole, type Line, line, piece } from '../../text/line.ts';
import { spanText } from '../../widgets/chart/sentence.ts';
import type { RowsSettings } from './memory.ts';
import { detailRoles } from './theme.ts';

export interface HeldSettings extends RowsSettings {
  /** Shared pages counted in every process. */
  readonly shared: boolean;
  readonly byGrowth: boolean;
}

/** The holders in the order in which they are shown. */
export function sortedHolders(
  { holders }: Dossier,
  { shared, byGrowth }: { readonly shared: boolean; readonly byGrowth: boolean },
): readonly Holder[] {
  const held = ({ aloneBytes, rssBytes }: Holder): number => (shared ? rssBytes : (aloneBytes ?? rssBytes)) ?? 0;
  const grown = ({ grownBytes }: Holder): number => (byGrowth ? (grownBytes ?? Number.NEGATIVE_INFINITY) : 0);
  const more = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);
  return holders.toSorted((a, b) => more(grown(a), grown(b)) || more(held(a), held(b)));
}

/** The task table of the report: who held how much, and who grew. */
export function heldLines(dossier: Dossier, settings: HeldSettings): Line[] {
  const { width, height, list, focused, theme, amounts, shared } = settings;
  const { grownOverUs } = dossier;
  const holders = sortedHolders(dossier, settings);
  if (holders.length === 0) return [line('the report has no task table', 'muted')];
  const amountCells = Math.max(...holders.slice(0, 50).map(({ rssBytes }) => amount(rssBytes, amounts).length));
  const columns: readonly Column[] = [
    { title: 'program', align: 'left', rank: 0, cells: 18, least: 12 },
    { title: 'n', align: 'right', rank: 3, cells: 3 },
    { title: shared ? 'rss' : 'alone', align: 'right', rank: 0, cells: amountCells },
    {
      title: grownOverUs === null ? 'grew' : `grew ${spanText(grownOverUs / 1e6)}`,
      align: 'right',
      rank: 1,
      cells: amountCells + 1,
    },
    { title: 'swap', align: 'right', rank: 4, cells: amountCells },
    { title: 'adj', align: 'right', rank: 2, cells: 5 },
    { title: '', align: 'left', rank: 1, cells: 1 },
  ];
  const fitted = fitColumns(columns, width - 1);
  const rows = holders.slice(list.top, list.top + height).map((holder, index): Line => {
    const selected = list.top + index === list.selected;
    const row: Line = [
      piece(selected ? theme.glyphs.cursor : ' '),
      ...rowLine(fitted, cellsOfHolder(holder, settings), theme.ascii),
    ];
    return selected && focused ? inRole(row, 'selected') : row;
  });
  return [[piece(' '), ...titleLine(fitted, theme.ascii)], ...rows];
}

function cellsOfHolder(holder: Holder, { amounts, shared, theme }: HeldSettings) {
  const { comm, processes, rssBytes, aloneBytes, grownBytes, swapBytes, oomScoreAdj, killed } = holder;
  const growth = detailRoles.growth(grownBytes);
  const death = detailRoles.holder(killed);
  return [
    { text: comm, ...(death === undefined ? {} : { role: death }) },
    String(processes),
    amount(shared ? rssBytes : aloneBytes, amounts),
    { text: change(grownBytes, amounts), ...(growth === undefined ? {} : { role: growth }) },
    amount(swapBytes, amounts),
    oomScoreAdj === null ? '-' : String(oomScoreAdj),
    { text: killed ? theme.glyphs.kill : '', role: 'danger' as const },
  ];
}
