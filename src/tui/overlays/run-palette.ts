import { runCommand } from '../app/commands.ts';
import { markedIds } from '../app/hand-out.ts';
import { inPlace } from '../app/in-place.ts';
import { currentId, instantOf, selectedRow } from '../app/select.ts';
import type { App } from '../app/state.ts';
import { goTo, type Step, said } from '../app/step.ts';
import { keymap } from '../keymap/index.ts';
import { type SortColumn, sortColumns } from '../screens/incidents/sort.ts';
import { eventsInTime, laneNames } from '../screens/timeline/frame.ts';
import { listStart } from '../widgets/list.ts';
import { completionsOf } from './palette.ts';

/** Runs what was typed after `:`. */
export function runPalette(app: App, typed: string): Step {
  const text = typed.trim();
  const [name = '', ...rest] = text.split(/\s+/);
  const value = rest.join(' ');
  switch (name) {
    case '':
      return [app, []];
    case 'filter':
      return [inPlace({ ...goTo(app, 'incidents'), filter: value }, selectedRow(app)?.id ?? null), []];
    case 'goto':
      return [jump(app, value), []];
    case 'sort':
      return [sorted(app, value), []];
    case 'query':
      return value === '' ? runCommand(app, 'sql') : askSql({ ...app, queries: [...app.queries, value] }, value);
    case 'zone':
      return [zoned(app, value), []];
    case 'report':
      return value === '' ? runCommand(app, 'report') : written(app, currentIds(app), value);
    case 'export':
      return value === '' ? runCommand(app, 'export') : written(app, markedIds(app), value);
    case 'clock':
      return [clockSet(app, rest), []];
  }
  const command =
    keymap.find((binding) => binding.command === name)?.command ??
    completionsOf(app, { prompt: 'palette', text })[0]?.text;
  if (command === undefined) return [said(app, `no command "${name}": ":" and Tab list them`), []];
  return command.endsWith(' ') ? [said(app, `${command}needs a value`), []] : runCommand(app, command);
}

/** The incident that the screen is about, as a list. */
function currentIds(app: App): readonly string[] {
  const id = currentId(app);
  return id === null ? [] : [id];
}

function written(app: App, ids: readonly string[], file: string): Step {
  if (ids.length === 0) return [said(app, 'there is no incident to write'), []];
  return [said(app, `writing ${file}`, 'good'), [{ type: 'report', ids, file }]];
}

/** Asks, and opens the table in which the answer will stand. */
export function askSql(app: App, text: string): Step {
  const { sql: _, ...answers } = app.answers;
  return [{ ...app, answers, overlay: { type: 'table', list: listStart, column: 0 } }, [{ type: 'sql', text }]];
}

function jump(app: App, value: string): App {
  const near = eventsInTime(app).at(-1)?.startUs ?? null;
  const atUs = instantOf(value, app.found.zone, near);
  if (atUs === null) return said(app, `"${value}" is no time: 14:02, 2026-06-07 or 2026-06-07T14:02`);
  return {
    ...goTo(app, 'timeline'),
    timeline: { ...app.timeline, cursorUs: atUs, window: { fromUs: atUs - 1_800e6, toUs: atUs + 1_800e6 } },
  };
}

function sorted(app: App, value: string): App {
  const column = sortColumns.find((one): one is SortColumn => one.startsWith(value));
  if (column === undefined || value === '') return said(app, `sort by ${sortColumns.join(', ')}`);
  return {
    ...goTo(app, 'incidents'),
    incidents: { ...app.incidents, sort: { column, reversed: false }, list: { selected: 0, top: 0 } },
  };
}

function zoned(app: App, value: string): App {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return said({ ...app, found: { ...app.found, zone: value } }, `times are shown in ${value}`, 'good');
  } catch {
    return said(app, `"${value}" is no time zone: UTC, Europe/Berlin, +05:30`);
  }
}

const spanUs: Readonly<Record<string, number>> = { ms: 1e3, s: 1e6, m: 60e6, min: 60e6, h: 3600e6 };

/** `clock web-2 +3.2s` moves all that this machine's log and samples say; `clock web-2 0` moves it back. */
function clockSet(app: App, words: readonly string[]): App {
  const typed = words.at(-1) ?? '';
  const lane = words.slice(0, -1).join(' ');
  const [, sign, count = '', unit = 's'] = /^([+-]?)(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(typed) ?? [];
  if (!laneNames({ ...app, timeline: { ...app.timeline, hidden: [] } }).includes(lane) || count === '')
    return said(app, 'clock HOST +3.2s, -2m or 0: the host as the timeline names it, and what is added to its times');
  const { [lane]: _, ...others } = app.clocks;
  const byUs = Number(count) * (spanUs[unit] ?? 1e6) * (sign === '-' ? -1 : 1);
  const next = { ...app, clocks: byUs === 0 ? others : { ...others, [lane]: byUs } };
  return said(
    next,
    byUs === 0
      ? `the clock of ${lane} as its log has it`
      : `${lane}: clock ${sign}${count} ${unit} on all screens; files and reports say what the log says`,
    'good',
  );
}
