import { type Binding, bindingsAt } from '../keymap/index.ts';
import { keyName } from '../keymap/key-name.ts';
import { placesOf } from '../places.ts';
import { groundsOf } from '../screens/detail/grounds/index.ts';
import type { App } from '../state.ts';
import { cellsOfLine, type Line, line, type Piece, piece, spread } from '../text/line.ts';
import type { Theme } from '../theme.ts';

const footerKeys = ({ keys, footerKeys: shown }: Binding, ascii: boolean): string => {
  const text = shown ?? keyName(keys[0] ?? '', ascii);
  return ascii ? text.replace('←', 'Left').replace('→', 'Right') : text;
};

/** Keys that count here, as many as fit; help and quit always. */
export function footerLine(app: App, theme: Theme): Line {
  const { columns } = app.size;
  if (app.overlay?.type === 'prompt') {
    return line(' Enter accept  Tab complete  Up Down choose  Esc cancel', 'muted');
  }
  const places = app.overlay?.type === 'formula' ? (groundsOf(app)?.origins.length ?? 0) : 2;
  const needed: Readonly<Record<string, number>> = { source: 1, origin: 2 };
  const all = bindingsAt(placesOf(app), app.keymap).filter(
    ({ footer, command }) => footer !== undefined && places >= (needed[command] ?? 0),
  );
  const last = all.filter(({ command }) => command === 'help' || command === 'quit');
  const ending = last.flatMap(({ keys, footer }) => [
    piece(` ${keyName(keys[0] ?? '', theme.ascii)}`, 'key'),
    piece(` ${footer} `),
  ]);
  const room = columns - cellsOfLine(ending);
  const shown: Piece[] = [];
  let used = 0;
  for (const binding of all) {
    if (last.includes(binding)) continue;
    const key = footerKeys(binding, theme.ascii);
    const cells = key.length + (binding.footer ?? '').length + 3;
    if (used + cells > room) continue;
    used += cells;
    shown.push(piece(` ${key}`, 'key'), piece(` ${binding.footer} `));
  }
  return spread(shown, ending, columns, theme.ascii);
}
