/** A value of a query's answer: an integer beyond 2^53 comes as bigint, a blob as bytes. */
export type Cell = number | bigint | string | Uint8Array | null;

/** One way to write rows as they come. Pure: each call gives the text to write next. */
export interface RowView {
  /** The value of `--format`, and the file name. */
  readonly name: string;
  writer(columns: readonly string[]): RowWriter;
}

interface RowWriter {
  row(cells: readonly Cell[]): string;
  end(): string;
}

/** A cell as text: blobs as hexadecimal, null as the given word. */
export function cellText(cell: Cell, absent: string): string {
  if (cell === null) return absent;
  if (cell instanceof Uint8Array) return Array.from(cell, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return String(cell);
}

/** A cell for JSON: what JSON has no number for becomes text. */
export function cellValue(cell: Cell): number | string | null {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  return cell === null ? null : cellText(cell, '');
}
