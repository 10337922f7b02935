import type { App } from '../app/state.ts';
import { keymap as usual } from '../keymap/index.ts';
import { keyName } from '../keymap/key-name.ts';
import { type Line, piece } from '../text/line.ts';
import type { Theme } from '../theme.ts';

/** Rows of the hint for newcomers; a small terminal has none for it. */
export const hintRows = ({ hint, overlay, size }: Pick<App, 'hint' | 'overlay' | 'size'>): number =>
  hint && overlay === null && size.rows >= 16 && size.columns >= 60 ? 3 : 0;

/** What somebody must know who is here for the first time, with the keys as they are. */
export function hintLines({ keymap }: Pick<App, 'keymap'>, theme: Theme): readonly Line[] {
  const key = (command: string) => {
    const of =
      keymap.find((binding) => binding.command === command) ?? usual.find((binding) => binding.command === command);
    return piece(keyName(of?.keys[0] ?? '', theme.ascii), 'key');
  };
  return [
    [
      piece(' First time here? '),
      key('open'),
      piece(' opens an incident, '),
      key('nextPane'),
      piece(' goes round, '),
      key('proof'),
      piece(' proves a number.'),
    ],
    [
      piece(' '),
      key('filter'),
      piece(' filters, '),
      key('search'),
      piece(' searches, '),
      key('palette'),
      piece(' runs a command, '),
      key('report'),
      piece(' writes a report, '),
      key('back'),
      piece(' goes back.'),
    ],
    [piece(' 1-5 are the screens, '), key('help'), piece(' lists every key. Any key takes this hint away.')],
  ];
}
