import { wrap } from '../../views/width.ts';
import { placesOf } from '../app/places.ts';
import type { App } from '../app/state.ts';
import { bindingsAt, type Place } from '../keymap/index.ts';
import { keyName } from '../keymap/key-name.ts';
import { type Line, line, piece } from '../text/line.ts';

const titles: Readonly<Record<Place, string>> = {
  everywhere: 'everywhere',
  incidents: 'incidents (1)',
  detail: 'detail (2)',
  chart: 'in the chart',
  log: 'in the log',
  timeline: 'timeline (3)',
  live: 'live (4)',
  files: 'files (5)',
  help: 'help',
  formula: 'proof',
  table: 'answer to a query',
};

function sectionLines({ keymap }: App, place: Place, columns: number, ascii: boolean): Line[] {
  const bindings = bindingsAt([place], keymap);
  if (bindings.length === 0) return [];
  const keyCells = columns < 60 ? 11 : 18;
  const rows = bindings.flatMap(({ keys, text, footerKeys, own }): Line[] => {
    const all = [...new Set(keys)].map((key) => keyName(key, ascii)).join(' ');
    const names = all.length > keyCells - 2 && footerKeys !== undefined ? footerKeys : all;
    return wrap(own ? `${text} (your key)` : text, Math.max(12, columns - keyCells - 2)).map((part, index) => [
      piece(`  ${(index === 0 ? names : '').padEnd(keyCells - 2)} `, 'key'),
      piece(part),
    ]);
  });
  return [line(titles[place], 'title'), ...rows, []];
}

/** The whole keymap, what counts on this screen first: made from the keymap, so that it cannot be wrong. */
export function helpLines(app: App, columns: number, ascii: boolean): Line[] {
  const here = placesOf({ ...app, overlay: null });
  const places: readonly Place[] = [
    'incidents',
    'detail',
    'chart',
    'log',
    'timeline',
    'live',
    'files',
    'formula',
    'table',
  ];
  const order = [...new Set([...here, ...places])];
  return order.flatMap((place) => sectionLines(app, place, columns, ascii));
}
