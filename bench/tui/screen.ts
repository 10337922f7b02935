/** What a terminal shows, as far as Ink and the first frame use one: enough to know when a text stands on it. */
export interface Screen {
  write(text: string): void;
  /** Rows without what follows their last character. */
  rows(): readonly string[];
}

const sequence = /^\u001b(?:\[([\d;?<>=]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()][A-Z0-9]|[A-Z=>78])/;

export function createScreen(columns: number, rowCount: number): Screen {
  const blank = (): string[] => new Array<string>(columns).fill(' ');
  let grid = Array.from({ length: rowCount }, blank);
  let row = 0;
  let column = 0;
  /** A sequence that a piece was cut in. */
  let rest = '';

  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most - 1, value));

  function lineFeed(): void {
    if (row < rowCount - 1) row += 1;
    else grid = [...grid.slice(1), blank()];
  }

  function erase(from: number, to: number): void {
    grid[row]?.fill(' ', from, to);
  }

  function obey(parameters: string, final: string): void {
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    const count = Math.max(1, first);
    if (final === 'A') row = clamp(row - count, rowCount);
    else if (final === 'B') row = clamp(row + count, rowCount);
    else if (final === 'C') column = clamp(column + count, columns);
    else if (final === 'D') column = clamp(column - count, columns);
    else if (final === 'E') [row, column] = [clamp(row + count, rowCount), 0];
    else if (final === 'G') column = clamp(first - 1, columns);
    else if (final === 'H') [row, column] = [clamp(first - 1, rowCount), clamp(second - 1, columns)];
    else if (final === 'K') erase(first === 0 ? column : 0, first === 1 ? column + 1 : columns);
    else if (final === 'J' && first === 2) grid = Array.from({ length: rowCount }, blank);
    else if (final === 'J') {
      erase(column, columns);
      for (const below of grid.slice(row + 1)) below.fill(' ');
    }
  }

  return {
    write(text) {
      let left = rest + text;
      rest = '';
      while (left !== '') {
        const character = String.fromCodePoint(left.codePointAt(0) ?? 32);
        if (character === '\u001b') {
          const [whole, parameters = '', final = ''] = sequence.exec(left) ?? [];
          if (whole === undefined) {
            rest = left;
            return;
          }
          if (!parameters.startsWith('?')) obey(parameters, final);
          left = left.slice(whole.length);
          continue;
        }
        if (character === '\r') column = 0;
        else if (character === '\n') lineFeed();
        else if (character >= ' ') {
          if (column >= columns) [column] = [0, lineFeed()];
          const cells = grid[row];
          if (cells !== undefined) cells[column] = character;
          column += 1;
        }
        left = left.slice(character.length);
      }
    },
    rows: () => grid.map((cells) => cells.join('').trimEnd()),
  };
}
