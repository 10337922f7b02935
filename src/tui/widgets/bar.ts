import type { Theme } from '../theme.ts';

/** A gauge of so many cells for a share of 0 to 1. */
export function bar(share: number, cells: number, { glyphs }: Theme): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * cells);
  return glyphs.full.repeat(filled) + glyphs.empty.repeat(cells - filled);
}
