import type { App, Overlay } from '../app/state.ts';
import type { Step } from '../app/step.ts';
import { toOrigin } from '../screens/detail/sources.ts';
import { bodySize } from '../size.ts';
import { createTheme } from '../theme.ts';
import { type ListMove, scrollText } from '../widgets/list.ts';
import { formulaLines } from './formula.ts';

type Formula = Extract<Overlay, { type: 'formula' }>;

/** Only its measure counts here. */
const plainTheme = createTheme({ colour: false, ascii: true });

/** Up and down choose a place where there are several, else they scroll; pages always scroll. */
export function moveInFormula(app: App, overlay: Formula, move: ListMove): App {
  const { columns, rows } = bodySize(app.size);
  const height = Math.max(1, rows - 2);
  const { lines, places } = formulaLines(app, columns - 4, overlay.origin, plainTheme);
  const list = scrollText(overlay.list, move, { total: lines.length, height });
  if (places.length < 2 || (move !== 'up' && move !== 'down')) return { ...app, overlay: { ...overlay, list } };
  const origin = Math.max(0, Math.min(places.length - 1, overlay.origin + (move === 'down' ? 1 : -1)));
  const end = places[origin + 1] ?? lines.length;
  const begin = origin === 0 ? 0 : (places[origin] ?? 0);
  const top = Math.max(Math.min(overlay.list.top, begin), end - height);
  return { ...app, overlay: { ...overlay, origin, list: { selected: top, top: Math.max(0, top) } } };
}

/** Enter, or the digit of a place. */
export function leaveFormula(app: App, { origin }: Formula, key: string): Step {
  return [toOrigin(app, /^[1-9]$/.test(key) ? Number(key) - 1 : origin), []];
}
