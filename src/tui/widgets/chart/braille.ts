/** A raster of dots, two by four in each cell, drawn with braille signs. */
export interface Dots {
  set(x: number, y: number): void;
  /** A line between two dots. */
  line(fromX: number, fromY: number, toX: number, toY: number): void;
  rows(): string[];
}

/** Bit of the dot at column 0..1, row 0..3 in U+2800..U+28FF. */
const bits: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

export function createDots(columns: number, rows: number): Dots {
  const cells = new Uint8Array(columns * rows);
  function set(x: number, y: number): void {
    const [column, row] = [x >> 1, y >> 2];
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const at = row * columns + column;
    cells[at] = (cells[at] ?? 0) | (bits[x & 1]?.[y & 3] ?? 0);
  }
  return {
    set,
    line(fromX, fromY, toX, toY) {
      const steps = Math.max(1, Math.abs(toX - fromX), Math.abs(toY - fromY));
      for (let step = 0; step <= steps; step++) {
        set(Math.round(fromX + ((toX - fromX) * step) / steps), Math.round(fromY + ((toY - fromY) * step) / steps));
      }
    },
    rows: () =>
      Array.from({ length: rows }, (_, row) =>
        Array.from(cells.subarray(row * columns, (row + 1) * columns), (cell) =>
          cell === 0 ? ' ' : String.fromCharCode(0x2800 + cell),
        ).join(''),
      ),
  };
}
