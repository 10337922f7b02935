import { type Decoration, decorations, type Undecorate } from './decorations.ts';
import { firstLineOf } from './first-line.ts';
import { type ShownLines, shownLines } from './shown-lines.ts';
import { unknownColumns } from './unknown-columns.ts';

/** The first lines of a file without what a tool put around them. */
export interface Undecorated {
  readonly head: ShownLines;
  /** Does the same to any line of the file; null for nearly every file: nothing. */
  readonly undo: Undecorate | null;
}

/** All that has to be undone in a file with these first lines, undone in them. */
export function undecorated(shown: readonly string[]): Undecorated {
  const found: Undecorate[] = [];
  let head = shownLines(shown);
  const take = (undo: Undecorate): void => {
    found.push(undo);
    head = shownLines(head.lines.map(undo));
  };
  for (const decoration of decorations) if (isShown(decoration, head)) take(decoration.undo);
  const columns = unknownColumns(head);
  if (columns !== null) take(columns);
  const first = firstLineOf(head);
  if (first !== null) take(first);
  return { head, undo: found.length === 0 ? null : (text) => found.reduce((bare, undo) => undo(bare), text) };
}

export function isShown({ signs, isShown }: Decoration, head: ShownLines): boolean {
  return (signs === null || signs.some((sign) => head.text.includes(sign))) && isShown(head);
}
