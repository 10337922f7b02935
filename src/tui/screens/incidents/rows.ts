import { cellsOf } from '../../../views/width.ts';
import type { App } from '../../app/state.ts';
import type { IncidentRow } from '../../engine/model/incident-row.ts';
import { type Column, type FittedColumn, fitColumns, rowLine, titleLine } from '../../text/columns.ts';
import { kindRole, kindWord } from '../../text/kinds.ts';
import { inRole, type Line, line, markFound, piece } from '../../text/line.ts';
import { datedMoment, shortMoment, zoneOffset } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import { incidentRoles } from './theme.ts';

const widest = (rows: readonly IncidentRow[], text: (row: IncidentRow) => string, most: number): number =>
  rows.reduce((cells, row) => (cells >= most ? cells : Math.max(cells, Math.min(most, cellsOf(text(row))))), 1);

const whoText = ({ victims, culprit, kills }: IncidentRow, arrow: string): string => {
  const more = kills > victims.length && victims.length > 1 ? ' …' : '';
  const died = victims.length === 0 ? (kills > 0 ? '?' : 'none') : victims.slice(0, 2).join(', ') + more;
  return culprit === null ? died : `${died} ${arrow} ${culprit}`;
};

function whenText({ startUs, monotonicSeconds }: IncidentRow, zone: string, years: boolean): string {
  if (startUs !== null) return years ? datedMoment(startUs, zone) : shortMoment(startUs, zone);
  return monotonicSeconds === null ? '-' : `boot +${monotonicSeconds.toFixed(0)} s`;
}

/** `OOM host (cut)`: of a report of which a part is missing. */
const kindText = (row: IncidentRow): string => kindWord(row) + (row.whole ? '' : ' (cut)');

interface Widths {
  readonly host: number;
  readonly kind: number;
  readonly who: number;
  readonly cause: number;
  readonly newestUs: number | null;
  /** They lie in several years. */
  readonly years: boolean;
}

/** Widths, measured once for each list: not again for every key. */
const measured = new WeakMap<readonly IncidentRow[], Widths>();

function widthsOf(rows: readonly IncidentRow[], arrow: string): Widths {
  const known = measured.get(rows);
  if (known !== undefined) return known;
  const widths: Widths = {
    host: widest(rows, ({ lane }) => lane, 24),
    kind: widest(rows, kindText, 18),
    who: widest(rows, (row) => whoText(row, arrow), 44),
    cause: widest(rows, ({ cause }) => cause ?? '', 24),
    newestUs: rows.find(({ startUs }) => startUs !== null)?.startUs ?? null,
    years:
      new Set(rows.flatMap(({ startUs }) => (startUs === null ? [] : [new Date(startUs / 1000).getUTCFullYear()])))
        .size > 1,
  };
  measured.set(rows, widths);
  return widths;
}

/** Columns of the list for these incidents. Widths come from all of them, so that nothing jumps while scrolling. */
export function incidentColumns(
  rows: readonly IncidentRow[],
  cells: number,
  { zone, arrow }: { readonly zone: string; readonly arrow: string },
): readonly FittedColumn[] {
  const { host, kind, who, cause, newestUs, years } = widthsOf(rows, arrow);
  const offset = newestUs === null ? '' : ` (${zoneOffset(newestUs, zone)})`;
  const columns: Column[] = [
    { title: '#', align: 'right', rank: 0, cells: String(rows.length).length },
    { title: `when${offset}`, align: 'left', rank: 3, cells: years ? 19 : 14 },
    { title: 'host', align: 'left', rank: 4, cells: host, least: 8 },
    { title: 'kind', align: 'left', rank: 1, cells: kind },
    { title: 'kills', align: 'right', rank: 5, cells: 5 },
    { title: `victim ${arrow} culprit`, align: 'left', rank: 0, cells: who, least: 18 },
    { title: 'cause', align: 'left', rank: 1, cells: cause, least: 13 },
    { title: 'conf', align: 'right', rank: 2, cells: 4 },
  ];
  return fitColumns(columns, cells);
}

function incidentCells(row: IncidentRow, { zone, years, theme }: { zone: string; years: boolean; theme: Theme }) {
  const { rank, lane, kills, cause, confidence } = row;
  return [
    String(rank),
    { text: whenText(row, zone, years), role: 'muted' as const },
    lane.includes('/') ? { text: lane, keep: 'end' as const } : lane,
    { text: kindText(row), role: kindRole(row) },
    { text: String(kills), ...roleOf(incidentRoles.kills(kills)) },
    whoText(row, theme.glyphs.arrow),
    { text: cause ?? 'unknown', ...roleOf(incidentRoles.cause(row)) },
    { text: confidence === null ? '-' : confidence.toFixed(2), ...roleOf(incidentRoles.confidence(row)) },
  ];
}

const roleOf = <R>(role: R | undefined): { role?: R } => (role === undefined ? {} : { role });

/** Titles and the rows on the screen: selected in reverse video with a sign before it, marked with `*`. */
export function incidentLines(
  { incidents, found }: App,
  rows: readonly IncidentRow[],
  { width, height, theme, pattern }: { width: number; height: number; theme: Theme; pattern: RegExp | null },
): Line[] {
  const columns = incidentColumns(rows, width - 3, { zone: found.zone, arrow: theme.glyphs.arrow });
  const { list, marked } = incidents;
  const { years } = widthsOf(rows, theme.glyphs.arrow);
  const shown = rows.slice(list.top, list.top + height - 1);
  return [
    [piece('   '), ...titleLine(columns, theme.ascii)],
    ...shown.map((row, index) => {
      const selected = list.top + index === list.selected;
      const sign = `${selected ? theme.glyphs.cursor : ' '}${marked.includes(row.id) ? '*' : ' '} `;
      const text = rowLine(columns, incidentCells(row, { zone: found.zone, years, theme }), theme.ascii);
      const whole: Line = [piece(sign, 'accent'), ...markFound(text, pattern)];
      return selected ? inRole(whole, 'selected') : whole;
    }),
    ...(rows.length === 0 ? [line('   no incident fits the filter', 'muted')] : []),
  ];
}
