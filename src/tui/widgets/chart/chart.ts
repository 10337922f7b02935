import { cellsOf } from '../../../views/width.ts';
import type { ChartPoint, MetricUnit } from '../../engine/model/chart.ts';
import { type Line, type Piece, piece } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { timeMarks, timeRow, type ValueAxis, valueAxis } from './axis.ts';
import { plotBlocks } from './blocks.ts';
import { createDots } from './braille.ts';
import { runsOf } from './runs.ts';
import { cellAt, type TimeWindow } from './window.ts';

export interface ChartMark {
  readonly atUs: number;
  readonly glyph: string;
}

export interface ChartSettings {
  readonly points: readonly ChartPoint[];
  readonly window: TimeWindow;
  readonly unit: MetricUnit;
  /** A line that is drawn across: the limit. */
  readonly limit: number | null;
  readonly marks: readonly ChartMark[];
  readonly cursorUs: number | null;
  readonly zone: string;
  /** Added to the times that are written below the curve, microseconds. */
  readonly clockUs?: number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** Terminals whose font has no braille. */
  readonly blocks?: boolean;
}

/** A curve over time with axes, marks of events and a cursor, in `height` rows. Gaps stay empty. */
export function chartLines(settings: ChartSettings): Line[] {
  const { points, unit, limit, width, height, window, zone, theme, clockUs = 0 } = settings;
  const plotRows = Math.max(1, height - 2);
  const most = points.reduce((largest, { value }) => Math.max(largest, value), 0);
  const axis = valueAxis(limit !== null && limit < most * 3 ? Math.max(most, limit) : most, unit, plotRows);
  const labelCells = Math.max(...axis.marks.map(({ text }) => cellsOf(text)));
  const cells = Math.max(4, width - labelCells - 2);
  const plot = plotted(settings, axis, { cells, rows: plotRows });
  const cursorCell = settings.cursorUs === null ? null : cellAt(settings.cursorUs, window, cells);
  const rows = plot.map((row, index) => {
    const label = axis.marks.findLast(({ value }) => rowAt(value, axis, plotRows) === index)?.text ?? '';
    const edge = theme.ascii ? '|' : label === '' ? '│' : '┤';
    const text = limit === null || rowAt(limit, axis, plotRows) !== index ? row : limitRow(row, theme);
    return [
      piece(`${' '.repeat(labelCells - cellsOf(label))}${label} `, 'muted'),
      piece(edge, 'muted'),
      ...withCursor(text, cursorCell),
    ];
  });
  const margin = ' '.repeat(labelCells + 2);
  const below = [piece(margin), ...markRow(settings, cells)];
  return [
    ...rows,
    below,
    [piece(margin + timeRow(timeMarks(shifted(window, clockUs), cells, zone), cells), 'muted')],
  ].slice(0, height);
}

const shifted = ({ fromUs, toUs }: TimeWindow, byUs: number): TimeWindow => ({
  fromUs: fromUs + byUs,
  toUs: toUs + byUs,
});

interface Plot {
  readonly cells: number;
  readonly rows: number;
}

const rowAt = (value: number, { most }: ValueAxis, rows: number): number =>
  Math.min(rows - 1, Math.max(0, Math.round((1 - value / most) * (rows - 1))));

function plotted({ points, window, theme, blocks }: ChartSettings, axis: ValueAxis, { cells, rows }: Plot): string[] {
  const spanUs = Math.max(1, window.toUs - window.fromUs);
  const runs = runsOf(points.filter(({ atUs }) => atUs >= window.fromUs && atUs <= window.toUs));
  if (theme.ascii || blocks === true)
    return plotBlocks(runs.flat(), window, { cells, rows, most: axis.most, ascii: theme.ascii });
  const dots = createDots(cells, rows);
  const x = (atUs: number): number => Math.round(((atUs - window.fromUs) / spanUs) * (cells * 2 - 1));
  const y = (value: number): number => Math.round((1 - Math.max(0, Math.min(1, value / axis.most))) * (rows * 4 - 1));
  for (const run of runs) {
    for (const [index, { atUs, value }] of run.entries()) {
      const before = run[index - 1];
      if (before === undefined) dots.set(x(atUs), y(value));
      else dots.line(x(before.atUs), y(before.value), x(atUs), y(value));
    }
  }
  return dots.rows();
}

/** The limit runs through cells that the curve leaves free. */
const limitRow = (row: string, theme: Theme): string => row.replaceAll(' ', theme.ascii ? '-' : '╌');

function withCursor(row: string, cell: number | null): Piece[] {
  if (cell === null) return [piece(row, 'accent')];
  const characters = [...row];
  return [
    piece(characters.slice(0, cell).join(''), 'accent'),
    piece(characters[cell] ?? ' ', 'selected'),
    piece(characters.slice(cell + 1).join(''), 'accent'),
  ];
}

/** Signs of events below the curve; several in one cell are one. */
function markRow({ marks, window, cursorUs }: ChartSettings, cells: number): Piece[] {
  const row = new Array<string>(cells).fill(' ');
  for (const { atUs, glyph } of marks) {
    const cell = cellAt(atUs, window, cells);
    if (cell !== null) row[cell] = glyph;
  }
  const cursor = cursorUs === null ? null : cellAt(cursorUs, window, cells);
  if (cursor !== null && row[cursor] === ' ') row[cursor] = '^';
  return [piece(row.join(''), 'danger')];
}
