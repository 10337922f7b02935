import { cellsOf } from '../../views/width.ts';

/** The end of a text that is too long: a path is known by it. Begins with a whole name where one fits. */
export function endOf(text: string, cells: number, ascii: boolean): string {
  if (cellsOf(text) <= cells) return text;
  const letters = [...text];
  let from = letters.length;
  for (let used = 1; from > 0; from--) {
    used += cellsOf(letters[from - 1] ?? '');
    if (used > cells) break;
  }
  const end = letters.slice(from).join('');
  const name = end.indexOf('/');
  const whole = name > 0 && name < end.length - 8 ? end.slice(name) : end;
  return (ascii ? '~' : '…') + whole;
}
