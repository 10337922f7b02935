/**
 * Lines as a file shows them, and all of them as one text: what hardly a file holds is looked for there, in a hundredth of
 * the time that a look at each line takes.
 */
export interface ShownLines {
  readonly lines: readonly string[];
  /** Those that are not blank. */
  readonly written: readonly string[];
  /** The lines with a newline between them. */
  readonly text: string;
}

export function shownLines(lines: readonly string[]): ShownLines {
  return { lines, written: lines.filter((text) => text.trim() !== ''), text: lines.join('\n') };
}

/** Whether fewer than one line in so many does not fit: told as soon as too many do not. */
export function fewMiss(oneIn: number, lines: readonly string[], fits: (text: string) => boolean): boolean {
  let misses = 0;
  for (const text of lines) {
    if (fits(text)) continue;
    misses += 1;
    if (misses * oneIn >= lines.length) return false;
  }
  return lines.length > 0;
}
