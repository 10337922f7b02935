/** A terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How much fits: `tiny` below 60x16, `small` an ssh session of 80x24, `medium` from 100x28, `large` from 120x36. */
export type SizeClass = 'tiny' | 'small' | 'medium' | 'large';

export function sizeClass({ columns, rows }: Size): SizeClass {
  if (columns < 60 || rows < 16) return 'tiny';
  if (columns >= 120 && rows >= 36) return 'large';
  return columns >= 100 && rows >= 28 ? 'medium' : 'small';
}

/** Rows for header, status line and footer; a tiny terminal has no status line of its own. */
export const chromeRows = (size: Size): number => (sizeClass(size) === 'tiny' ? 2 : 3);

/** What is left for the screen itself. */
export function bodySize(size: Size): Size {
  return { columns: size.columns, rows: Math.max(1, size.rows - chromeRows(size)) };
}
