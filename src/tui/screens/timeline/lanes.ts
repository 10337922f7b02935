import { formatBytes } from '../../../views/quantities.ts';
import type { IncidentRow } from '../../engine/model/incident-row.ts';
import type { Lane } from '../../engine/model/lane.ts';
import { endOf } from '../../text/end-of.ts';
import { kindGlyph, kindRole } from '../../text/kinds.ts';
import { fitLine, type Line, line, type Piece, piece } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { sparkline } from '../../widgets/chart/steps.ts';
import type { TimeWindow } from '../../widgets/chart/window.ts';
import { cellAt } from '../../widgets/chart/window.ts';
import { timelineRoles } from './theme.ts';

/** Rows of one lane: its events, its memory, its pressure, a space. */
export const laneRows = 4;
/** Rows around the lanes: axis, line, sentence. */
export const frameRows = 4;
export const lanesThatFit = (rows: number): number => Math.max(1, Math.floor((rows - frameRows) / laneRows));

export interface LaneSettings {
  readonly window: TimeWindow;
  readonly cells: number;
  readonly nameCells: number;
  readonly noteCells: number;
  readonly cursorUs: number | null;
  /** Correction of this lane's clock by the user, microseconds. */
  readonly clockUs: number;
  readonly selected: boolean;
  readonly theme: Theme;
}

const clockText = (us: number): string => `clock ${us < 0 ? '-' : '+'}${Math.abs(us) / 1e6} s`;

const smallest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((least, value) => (value === null ? least : Math.min(least ?? value, value)), null);
const largest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);

/** A machine: what happened, what its memory did, how much it waited. Nothing measured is a row of dots. */
export function laneLines(
  lane: Lane | null,
  name: string,
  events: readonly IncidentRow[],
  settings: LaneSettings,
): Line[] {
  const { nameCells, noteCells, cells, theme, selected } = settings;
  const sign = selected ? `${theme.glyphs.cursor} ` : '  ';
  const short = name.includes('/') ? endOf(name, nameCells - 2, theme.ascii) : name;
  const title = fitLine([piece(sign + short, timelineRoles.lane(selected))], nameCells, theme.ascii);
  const inWindow = events.filter(
    ({ startUs }) => startUs !== null && startUs >= settings.window.fromUs && startUs <= settings.window.toUs,
  );
  const first = inWindow[0];
  const note =
    first === undefined ? '' : inWindow.length === 1 ? `#${first.rank} ${first.title}` : `${inWindow.length} incidents`;
  const row = (label: string, body: readonly Piece[], about: string): Line => [
    ...fitLine([piece(label, 'muted')], nameCells, theme.ascii),
    ...body,
    piece('  '),
    ...fitLine([piece(about, 'muted')], noteCells, theme.ascii),
  ];
  const head: Line = [
    ...title,
    ...eventRow(inWindow, settings),
    piece('  '),
    ...fitLine([piece(note)], noteCells, theme.ascii),
  ];
  const corrected = settings.clockUs === 0 ? [] : row('', [piece(' '.repeat(cells))], clockText(settings.clockUs));
  const measured = lane !== null && (largest(lane.available) !== null || largest(lane.pressure) !== null);
  if (lane === null || !measured) {
    return [
      head,
      row('', [piece(' '.repeat(cells))], lane === null || lane.fromUs === null ? 'no samples' : 'no samples here'),
      corrected,
      [],
    ];
  }
  const least = smallest(lane.available);
  const most = largest(lane.pressure);
  const whole = Math.max(lane.totalBytes ?? 0, largest(lane.available) ?? 0);
  return [
    head,
    row(
      nameCells < 14 ? '   avail' : '    available',
      cursorIn(sparkline(lane.available, whole, theme.ascii), settings),
      least === null ? '' : `min ${formatBytes(least)}`,
    ),
    row(
      nameCells < 14 ? '   PSI' : '    PSI',
      cursorIn(sparkline(lane.pressure, Math.max(10, most ?? 0), theme.ascii), settings),
      most === null ? 'not measured' : `max ${most.toFixed(1)} %`,
    ),
    corrected,
  ];
}

function eventRow(events: readonly IncidentRow[], { window, cells, theme, cursorUs }: LaneSettings): Piece[] {
  const row: Piece[] = Array.from({ length: cells }, () => piece(' '));
  const cursor = cursorUs === null ? null : cellAt(cursorUs, window, cells);
  for (const event of events) {
    const cell = event.startUs === null ? null : cellAt(event.startUs, window, cells);
    if (cell === null) continue;
    row[cell] = piece(kindGlyph(event, theme.glyphs), kindRole(event));
    // It went on: a line to its last record, until another one begins.
    const end = event.endUs === null ? cell : (cellAt(Math.min(event.endUs, window.toUs), window, cells) ?? cell);
    for (let at = cell + 1; at <= end && row[at]?.text === ' '; at++)
      row[at] = piece(theme.glyphs.horizontal, kindRole(event));
  }
  if (cursor !== null)
    row[cursor] = piece(row[cursor]?.text === ' ' ? theme.glyphs.vertical : (row[cursor]?.text ?? ' '), 'selected');
  return row;
}

function cursorIn(text: string, { cursorUs, window, cells }: LaneSettings): Piece[] {
  const cursor = cursorUs === null ? null : cellAt(cursorUs, window, cells);
  if (cursor === null) return [piece(text, 'accent')];
  const letters = [...text];
  return [
    piece(letters.slice(0, cursor).join(''), 'accent'),
    piece(letters[cursor] ?? ' ', 'selected'),
    piece(letters.slice(cursor + 1).join(''), 'accent'),
  ];
}

export const ruleLine = (columns: number, theme: Theme): Line => line(theme.glyphs.horizontal.repeat(columns), 'muted');
export const legend = ({ glyphs }: Theme): string =>
  `${glyphs.kill} kill  ${glyphs.alloc} alloc  ${glyphs.hung} hung  ${glyphs.other} other`;
