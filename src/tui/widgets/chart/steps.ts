import { cellAt, type TimeWindow } from './window.ts';

const blocks = ' ▁▂▃▄▅▆▇█';
const asciiLevels = ' _.-=+*#@';

/** A row of block signs, one per value: the height is the share of `most`. Null is a gap. */
export function sparkline(values: readonly (number | null)[], most: number, ascii: boolean): string {
  const levels = ascii ? asciiLevels : blocks;
  return values
    .map((value) => {
      if (value === null) return ascii ? ' ' : '·';
      const share = most <= 0 ? 0 : Math.max(0, Math.min(1, value / most));
      return levels[Math.max(1, Math.round(share * (levels.length - 1)))] ?? ' ';
    })
    .join('');
}

/** Values spread over a number of cells, the smallest of each cell; null where a cell has none. */
export function perCell(
  points: readonly { readonly atUs: number; readonly value: number }[],
  window: TimeWindow,
  cells: number,
): (number | null)[] {
  const held = new Array<number | null>(cells).fill(null);
  for (const { atUs, value } of points) {
    const cell = cellAt(atUs, window, cells);
    if (cell === null) continue;
    const before = held[cell] ?? null;
    held[cell] = before === null ? value : Math.min(before, value);
  }
  return held;
}
