const ownSequences = /\u001b\[[\d;]*m/g;
const marks = /\p{Mark}/gu;
/** East Asian wide and emoji: two cells in every usual terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/gu;

/** Terminal cells that a line takes; our own colour sequences take none. */
export function cellsOf(text: string): number {
  const bare = text.replace(ownSequences, '').replace(marks, '');
  return [...bare].length + (bare.match(wide)?.length ?? 0);
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - cellsOf(text))) + text;
}

/** Cuts a plain text (no colour inside) to a number of cells; the last one is `…` (`~` in ASCII) where something was cut. */
export function cutTo(text: string, cells: number, ascii = false): string {
  if (cellsOf(text) <= cells) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += cellsOf(character);
    if (used > cells - 1) break;
    cut += character;
  }
  return cut + (ascii ? '~' : '…');
}

/** Breaks a text at spaces into lines of at most `cells`; a word that is longer (a path, a cgroup) is cut into pieces. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const needed = cellsOf(word);
    if (used > 0 && used + 1 + needed <= cells) {
      line += ` ${word}`;
      used += 1 + needed;
      continue;
    }
    if (used > 0) lines.push(line);
    const pieces = needed > cells ? chop(word, cells) : [word];
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    used = cellsOf(line);
  }
  lines.push(line);
  return lines;
}

function chop(word: string, cells: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const needed = cellsOf(character);
    if (used + needed > cells) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += needed;
  }
  return [...pieces, piece];
}
