import { wrap } from '../../views/width.ts';
import type { App } from '../app/state.ts';
import { groundsOf, type Origin } from '../screens/detail/grounds/index.ts';
import { inRole, type Line, line, piece, spread } from '../text/line.ts';
import { reference } from '../text/names.ts';
import type { Theme } from '../theme.ts';

/** What stands behind the selected row, and for each place the row of `lines` at which it begins. */
export interface FormulaLines {
  readonly lines: readonly Line[];
  readonly places: readonly number[];
}

/** What stands behind the selected row: its inputs, then the places where they can be seen, `chosen` marked. */
export function formulaLines(app: App, columns: number, chosen: number, theme: Theme): FormulaLines {
  const grounds = groundsOf(app);
  if (grounds === null) return { lines: [line('nothing is selected', 'muted')], places: [] };
  const { title, inputs, origins } = grounds;
  const cells = Math.min(Math.floor(columns / 3), Math.max(8, ...inputs.map(([name]) => name.length)));
  const rows = inputs.flatMap(([name, text]) =>
    wrap(text, Math.max(12, columns - cells - 2)).map((part, index) => [
      ...spread([piece(index === 0 ? name : '', 'muted')], [], cells, theme.ascii),
      piece(`  ${part}`),
    ]),
  );
  const lines: Line[] = [...wrap(title, columns).map((part) => line(part, 'title')), [], ...rows, []];
  const places: number[] = [];
  for (const [index, origin] of origins.entries()) {
    places.push(lines.length);
    lines.push(...originLines(origin, { index, columns, chosen: index === chosen, theme }));
  }
  return { lines: [...lines, [], ...ending(origins.length)], places };
}

interface OriginRow {
  readonly index: number;
  readonly columns: number;
  readonly chosen: boolean;
  readonly theme: Theme;
}

function originLines({ what, address }: Origin, { index, columns, chosen, theme }: OriginRow): Line[] {
  const sign = chosen ? theme.glyphs.cursor : ' ';
  const where = `${reference(address)}  bytes ${address.byteStart}-${address.byteEnd}`;
  const rows = [
    ...wrap(what, Math.max(12, columns - 4)).map(
      (part, place) => `${place === 0 ? `${sign}${index + 1}` : '  '} ${part}`,
    ),
    ...wrap(where, Math.max(12, columns - 4)).map((part) => `     ${part}`),
  ];
  return rows.map((text) =>
    chosen ? inRole(spread([piece(text)], [], columns, theme.ascii), 'selected') : line(text),
  );
}

function ending(places: number): Line[] {
  if (places === 0) return [[piece('no line shows it; '), piece('Esc', 'key'), piece(' closes')]];
  const digits = places === 1 ? [] : [piece(' or '), piece(`1-${places}`, 'key')];
  return [[piece('Enter', 'key'), ...digits, piece(' goes to these lines, '), piece('Esc', 'key'), piece(' closes')]];
}
