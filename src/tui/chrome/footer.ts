import { placesOf } from '../app/places.ts';
import type { App } from '../app/state.ts';
import { type Binding, bindingsAt } from '../keymap/index.ts';
import { keyName } from '../keymap/key-name.ts';
import { groundsOf } from '../screens/detail/grounds/index.ts';
import { cellsOfLine, type Line, line, type Piece, piece, spread } from '../text/line.ts';
import type { Theme } from '../theme.ts';

const footerKeys = ({ keys, footerKeys: shown }: Binding, ascii: boolean): string => {
  const text = shown ?? keyName(keys[0] ?? '', ascii);
  return ascii ? text.replace('←', 'Left').replace('→', 'Right') : text;
};

const ofIncidents = ['open', 'sort', 'mark', 'export', 'filter', 'search', 'report', 'copy', 'units', 'nextEvent'];
const none: ReadonlySet<string> = new Set();

/** Commands that would do nothing now: no key is offered for them. */
function idleCommands(app: App): ReadonlySet<string> {
  if (app.overlay?.type === 'formula') {
    const places = groundsOf(app)?.origins.length ?? 0;
    return new Set([...(places < 1 ? ['source'] : []), ...(places < 2 ? ['origin'] : [])]);
  }
  if (app.screen === 'live' && app.live.shown === null) return new Set([...ofIncidents, 'pause']);
  return app.found.rows.length === 0 && app.screen !== 'live' ? new Set(ofIncidents) : none;
}

/** Keys that count here, as many as fit; help and quit always. */
export function footerLine(app: App, theme: Theme): Line {
  const { columns } = app.size;
  if (app.overlay?.type === 'prompt') {
    return line(' Enter accept  Tab complete  Up Down choose  Esc cancel', 'muted');
  }
  const idle = idleCommands(app);
  const all = bindingsAt(placesOf(app), app.keymap).filter(
    ({ footer, command }) => footer !== undefined && !idle.has(command),
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
