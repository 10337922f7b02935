import type { ChartPoint } from '../../engine/model/chart.ts';
import { perCell } from './steps.ts';
import type { TimeWindow } from './window.ts';

const eighths = ' ▁▂▃▄▅▆▇█';

export interface BlockPlot {
  readonly cells: number;
  readonly rows: number;
  readonly most: number;
  readonly ascii: boolean;
}

/** The same curve as columns of blocks, or of `#` with a finer last row; a cell without a sample stays empty. */
export function plotBlocks(points: readonly ChartPoint[], window: TimeWindow, plot: BlockPlot): string[] {
  const { cells, rows, most, ascii } = plot;
  const values = perCell(points, window, cells);
  return Array.from({ length: rows }, (_, row) =>
    values
      .map((value) =>
        value === null ? ' ' : cellOf((value / most) * rows - (rows - 1 - row), value, ascii, row === rows - 1),
      )
      .join(''),
  );
}

/** What one cell shows of a column that fills `filled` of it (below 0: nothing, above 1: all). */
function cellOf(filled: number, value: number, ascii: boolean, lowest: boolean): string {
  if (filled <= 0) return lowest && value >= 0 ? (ascii ? '_' : '▁') : ' ';
  if (ascii) return filled >= 0.75 ? '#' : filled >= 0.4 ? '=' : filled > 0.1 ? '-' : lowest ? '_' : ' ';
  return eighths[Math.max(lowest ? 1 : 0, Math.min(8, Math.round(filled * 8)))] ?? '█';
}
