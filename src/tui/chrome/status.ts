import { formatCount } from '../../views/quantities.ts';
import { visibleRows } from '../app/select.ts';
import type { App, Prompt } from '../app/state.ts';
import { parseFilter } from '../filter/parse.ts';
import { completionsOf } from '../overlays/palette.ts';
import { type Line, type Piece, piece, spread } from '../text/line.ts';
import type { Theme } from '../theme.ts';

/** The prompt where one is open, else what was said last, else the filter and the place in the list. */
export function statusLine(app: App, theme: Theme): Line {
  const { columns } = app.size;
  const { overlay, message, filter, screen, found } = app;
  if (overlay?.type === 'prompt') return promptLine(app, overlay, theme);
  if (message !== null) return [piece(' '), piece(message.text, message.tone)];
  const rows = visibleRows(app);
  const left: Piece[] = filter === '' ? [] : [piece(' filter: ', 'muted'), piece(filter, 'accent')];
  const problems = found.problems.length === 0 ? '' : `${formatCount(found.problems.length)} not read (5)  `;
  const place = screen === 'incidents' && rows.length > 0 ? `${app.incidents.list.selected + 1}/${rows.length}` : '';
  const of = filter === '' ? '' : ` of ${formatCount(found.rows.length)}`;
  const { column, reversed } = app.incidents.sort;
  const order =
    screen === 'incidents' && (column !== 'worst' || reversed) ? `by ${column}${reversed ? ', reversed' : ''}  ` : '';
  return spread(left, [piece(`${problems}${order}${place}${of} `, 'muted')], columns, theme.ascii);
}

const promptSigns: Readonly<Record<Prompt['prompt'], string>> = {
  filter: 'filter: ',
  search: '/',
  palette: ':',
  sql: 'sql; ',
};

function promptLine(app: App, prompt: Prompt, theme: Theme): Line {
  const letters = [...prompt.text];
  const sign = promptSigns[prompt.prompt];
  const room = Math.max(8, Math.floor(app.size.columns * 0.6) - sign.length);
  const from = Math.max(0, prompt.at - room + 1);
  const typed: Line = [
    piece(` ${sign}`, 'key'),
    piece(letters.slice(from, prompt.at).join('')),
    piece(letters[prompt.at] ?? ' ', 'selected'),
    piece(letters.slice(prompt.at + 1, from + room).join('')),
  ];
  return spread([...typed, piece('  '), ...hintPieces(app, prompt)], [], app.size.columns, theme.ascii);
}

/** Completions, or what is wrong with the filter. */
function hintPieces(app: App, prompt: Prompt): Piece[] {
  const problem = prompt.prompt === 'filter' ? parseFilter(prompt.text).problem : null;
  if (problem !== null) return [piece(problem, 'warn')];
  return completionsOf(app, prompt).flatMap(({ text, about }, index) => {
    const shown = text.trim().split(' ').at(-1) ?? text;
    const chosen = index === prompt.choice;
    return [piece(shown, chosen ? 'selected' : 'muted'), piece(chosen && about !== '' ? ` (${about}) ` : ' ', 'muted')];
  });
}
