import { runCommand } from '../commands.ts';
import { filterFields } from '../filter/parse.ts';
import { inPlace } from '../in-place.ts';
import { keymap } from '../keymap.ts';
import { type SortColumn, sortColumns } from '../screens/incidents/sort.ts';
import { eventsInTime } from '../screens/timeline/frame.ts';
import { instantOf, selectedRow } from '../select.ts';
import type { App, Prompt } from '../state.ts';
import { goTo, type Step, said } from '../step.ts';
import { listStart } from '../widgets/list.ts';

/** What Tab can make of the text. */
export interface Completion {
  readonly text: string;
  readonly about: string;
}

const withValue: readonly Completion[] = [
  { text: 'filter ', about: 'filter the incidents: kind:oom host:db* conf:>0.7' },
  { text: 'goto ', about: 'timeline at a time: 14:02, 2026-06-07T14:02' },
  { text: 'sort ', about: `sort the incidents: ${sortColumns.join(' ')}` },
  { text: 'query ', about: 'ask the timeline in SQL' },
  { text: 'report ', about: 'write the report of this incident to a file' },
  { text: 'zone ', about: 'show times in another zone: UTC, Europe/Berlin' },
];

const plain: readonly Completion[] = keymap
  .filter(({ command }, index) => keymap.findIndex((other) => other.command === command) === index)
  .map(({ command, text }) => ({ text: command, about: text }));

const most = 8;

/** What the typed text can become, best first. */
export function completionsOf(app: App, { prompt, text }: Pick<Prompt, 'prompt' | 'text'>): readonly Completion[] {
  if (prompt === 'filter') return filterCompletions(app, text);
  if (prompt !== 'palette') return [];
  const typed = text.toLowerCase();
  if (typed.startsWith('sort '))
    return sortColumns.map((column) => ({ text: `sort ${column}`, about: '' })).filter(starts(typed));
  const all = [...withValue, ...plain];
  const first = all.filter(starts(typed));
  const others = all.filter((one) => !starts(typed)(one) && one.text.toLowerCase().includes(typed));
  return [...first, ...others].slice(0, most);
}

const starts =
  (typed: string) =>
  ({ text }: Completion): boolean =>
    text.toLowerCase().startsWith(typed);

/** Fields, and the values that the incidents have. */
function filterCompletions({ found }: App, text: string): readonly Completion[] {
  const [, before = '', word = ''] = /^(.*?)(\S*)$/.exec(text) ?? [];
  const bare = word.replace(/^!/, '');
  const [field, value] = bare.split(':');
  const sign = word.startsWith('!') ? '!' : '';
  if (value === undefined) {
    return filterFields
      .filter((name) => name !== 'text' && name.startsWith(bare))
      .map((name) => ({ text: `${before}${sign}${name}:`, about: '' }));
  }
  const values: Readonly<Record<string, (row: App['found']['rows'][number]) => readonly (string | null)[]>> = {
    kind: ({ kinds }) => kinds,
    host: ({ lane }) => [lane],
    killed: ({ victims }) => victims,
    cgroup: ({ cgroup }) => [cgroup],
    cause: ({ cause }) => [cause],
    culprit: ({ culprit }) => [culprit?.replace(/ \(\d+\)$/, '') ?? null],
  };
  const known = new Set(found.rows.flatMap((row) => values[field ?? '']?.(row) ?? []));
  return [...known]
    .filter((one): one is string => one?.startsWith(value) === true && !/\s/.test(one))
    .slice(0, most)
    .map((one) => ({ text: `${before}${sign}${field}:${one} `, about: '' }));
}

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
      if (value === '') return runCommand(app, 'report');
      return [
        said(app, `writing ${value}`, 'good'),
        [{ type: 'report', id: selectedRow(app)?.id ?? null, file: value }],
      ];
  }
  const command =
    keymap.find((binding) => binding.command === name)?.command ??
    completionsOf(app, { prompt: 'palette', text })[0]?.text;
  if (command === undefined) return [said(app, `no command "${name}": ":" and Tab list them`), []];
  return command.endsWith(' ') ? [said(app, `${command}needs a value`), []] : runCommand(app, command);
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
