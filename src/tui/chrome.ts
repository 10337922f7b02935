import { counted, formatCount, formatSpan } from '../views/quantities.ts';
import { currentDossier } from './answers.ts';
import { parseFilter } from './filter/parse.ts';
import { type Binding, bindingsAt } from './keymap/index.ts';
import { keyName } from './keymap/key-name.ts';
import { completionsOf } from './overlays/palette.ts';
import { placesOf } from './places.ts';
import { clockUsOf, visibleRows } from './select.ts';
import type { App, Found, Prompt, ScreenName } from './state.ts';
import { cellsOfLine, fitLine, type Line, line, type Piece, piece, spread } from './text/line.ts';
import { shortMoment, tick, zoneOffset } from './text/moment.ts';
import type { Theme } from './theme.ts';
import { bar } from './widgets/bar.ts';

const screenTitles: Readonly<Record<ScreenName, string>> = {
  incidents: 'incidents',
  detail: 'detail',
  timeline: 'timeline',
  live: 'live',
  files: 'files',
};

/** Name, way to this screen, inputs; at the right how far the reading is. */
export function headerLine(app: App, theme: Theme): Line {
  const { columns } = app.size;
  const { title, screen, found } = app;
  const crumbs = screen === 'detail' ? detailCrumb(app) : `${screenTitles[screen]}  ${title}`;
  const left: Line = [piece(' oomtrail ', 'title'), piece(crumbs)];
  if (columns < 36 || (columns < 60 && screen === 'detail')) return fitLine(left, columns, theme.ascii);
  const right = app.live.shown === null ? progressText(found, columns, theme) : liveText(app, app.live.shown.atMs);
  return spread(left, [piece(` ${right} `, found.final ? 'muted' : 'accent')], columns, theme.ascii);
}

/** While something is watched: what was found, and the time of what is shown. */
function liveText({ found, size }: App, atMs: number): string {
  const count = counted(found.rows.length, 'incident');
  if (size.columns < 60) return tick(atMs * 1000, found.zone, 1);
  return `${count}  ${tick(atMs * 1000, found.zone, 1)} ${zoneOffset(atMs * 1000, found.zone)}`;
}

function detailCrumb(app: App): string {
  const incident = currentDossier(app)?.incident;
  if (incident === undefined) return 'detail';
  const rank = app.found.rows.find(({ id }) => id === incident.id)?.rank;
  const startUs = incident.start === null ? null : Date.parse(incident.start) * 1000 + clockUsOf(app);
  const when =
    startUs === null
      ? 'no wall clock'
      : `${shortMoment(startUs, app.found.zone)} ${zoneOffset(startUs, app.found.zone)}`;
  return `#${rank ?? '?'} ${incident.host ?? ''} ${when}`.replace(/\s+/g, ' ');
}

/** `reading 71 % 612 MB/s`, or what was found. */
export function progressText({ final, failed, progress, rows, files }: Found, columns: number, theme: Theme): string {
  if (failed !== null) return 'failed';
  if (final) return `${counted(rows.length, 'incident')}, ${counted(files.length, 'file')}`;
  if (progress === null) return 'starting';
  const { fileBytes, fileTotalBytes, bytes, seconds } = progress;
  const rate = seconds > 0.2 ? `${Math.round(bytes / 1e6 / seconds)} MB/s` : '';
  if (columns < 60) return `reading ${rate}`;
  const share = fileTotalBytes === null || fileTotalBytes < fileBytes ? null : fileBytes / Math.max(1, fileTotalBytes);
  const gauge = share === null ? '' : ` ${bar(share, 8, theme)}`;
  const soFar = rows.length === 0 ? '' : `${formatCount(rows.length)} so far, `;
  return `${soFar}reading${gauge} ${Math.round(bytes / 1e6)} MB ${rate} ${formatSpan(Math.round(seconds))}`;
}

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
  const all = bindingsAt(placesOf(app), app.keymap).filter(({ footer }) => footer !== undefined);
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
