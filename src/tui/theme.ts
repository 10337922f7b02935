import { sgrOfRole, type TextRole } from '../views/style.ts';

/** What a piece of the screen is: that of a text, or one that only screens have. */
export type Role = TextRole | 'selected' | 'marked' | 'focus' | 'key' | 'found';

const coloured: Readonly<Record<Role, string>> = {
  ...sgrOfRole,
  selected: '7',
  marked: '1;35',
  focus: '1;7',
  key: '1;36',
  found: '30;43',
};

/** The same without a colour: weight, underline and reverse video stay. */
const colourless: Readonly<Record<Role, string>> = {
  title: '1',
  danger: '1',
  warn: '4',
  good: '',
  muted: '2',
  accent: '',
  strong: '1',
  selected: '7',
  marked: '1',
  focus: '1;7',
  key: '1',
  found: '4;7',
};

export interface Theme {
  readonly ascii: boolean;
  paint(role: Role | undefined, text: string): string;
  readonly glyphs: Glyphs;
}

/** Signs that have an ASCII form. */
export interface Glyphs {
  readonly horizontal: string;
  readonly vertical: string;
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly cursor: string;
  readonly arrow: string;
  readonly ellipsis: string;
  readonly kill: string;
  readonly alloc: string;
  readonly hung: string;
  readonly other: string;
  readonly ok: string;
  readonly partly: string;
  readonly bad: string;
  readonly full: string;
  readonly empty: string;
  readonly up: string;
  readonly down: string;
}

const unicode: Glyphs = {
  horizontal: '─',
  vertical: '│',
  corners: ['┌', '┐', '└', '┘'],
  cursor: '▶',
  arrow: '→',
  ellipsis: '…',
  kill: '✖',
  alloc: '◆',
  hung: '■',
  other: '◇',
  ok: '✔',
  partly: '⚠',
  bad: '✘',
  full: '█',
  empty: '░',
  up: '↑',
  down: '↓',
};

const ascii: Glyphs = {
  horizontal: '-',
  vertical: '|',
  corners: ['+', '+', '+', '+'],
  cursor: '>',
  arrow: '->',
  ellipsis: '~',
  kill: 'X',
  alloc: '*',
  hung: '#',
  other: 'o',
  ok: 'ok',
  partly: '!',
  bad: 'x',
  full: '#',
  empty: '.',
  up: '^',
  down: 'v',
};

export interface ThemeSettings {
  readonly colour: boolean;
  readonly ascii: boolean;
}

export function createTheme({ colour, ascii: plain }: ThemeSettings): Theme {
  const parameters = colour ? coloured : colourless;
  return {
    ascii: plain,
    glyphs: plain ? ascii : unicode,
    paint(role, text) {
      const sgr = role === undefined ? '' : parameters[role];
      return sgr === '' || text === '' ? text : `\u001b[${sgr}m${text}\u001b[0m`;
    },
  };
}
