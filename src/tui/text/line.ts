import { cellsOf, cutTo } from '../../views/width.ts';
import type { Role, Theme } from '../theme.ts';

/** A run of text with one role. */
export interface Piece {
  readonly text: string;
  readonly role?: Role;
}

/** One row of the screen before it is painted: what tests read. */
export type Line = readonly Piece[];

export const piece = (text: string, role?: Role): Piece => (role === undefined ? { text } : { text, role });

/** A line of plain text, or of one role. */
export const line = (text: string, role?: Role): Line => [piece(text, role)];

export const plainOf = (one: Line): string => one.map(({ text }) => text).join('');

export const cellsOfLine = (one: Line): number => one.reduce((sum, { text }) => sum + cellsOf(text), 0);

/** Cuts or fills a line to exactly so many cells. */
export function fitLine(one: Line, cells: number, ascii = false): Line {
  const fitted: Piece[] = [];
  let left = cells;
  for (const { text, role } of one) {
    if (left <= 0) break;
    const needed = cellsOf(text);
    const shown = needed <= left ? text : cutTo(text, left, ascii);
    fitted.push(piece(shown, role));
    left -= Math.min(left, cellsOf(shown));
    if (needed > cellsOf(shown)) break;
  }
  if (left > 0) fitted.push(piece(' '.repeat(left)));
  return fitted;
}

/** Left and right part with space between; the left one is cut first. */
export function spread(left: Line, right: Line, cells: number, ascii = false): Line {
  const rightCells = cellsOfLine(right);
  if (rightCells >= cells) return fitLine(right, cells, ascii);
  return [...fitLine(left, cells - rightCells, ascii), ...right];
}

/** Gives a whole line one role: a selected row. */
export const inRole = (one: Line, role: Role): Line => [piece(plainOf(one), role)];

/** The line as the terminal gets it. */
export function paintLine(one: Line, theme: Theme): string {
  return one.map(({ text, role }) => theme.paint(role, text)).join('');
}

/** Marks what a search found inside a line. */
export function markFound(one: Line, pattern: RegExp | null): Line {
  if (pattern === null) return one;
  return one.flatMap(({ text, role }) => {
    const parts: Piece[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue;
      parts.push(piece(text.slice(from, match.index), role), piece(match[0], 'found'));
      from = match.index + match[0].length;
    }
    parts.push(piece(text.slice(from), role));
    return parts.filter(({ text: shown }) => shown !== '');
  });
}
