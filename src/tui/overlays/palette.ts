import type { App, Prompt } from '../app/state.ts';
import { filterFields } from '../filter/parse.ts';
import { keymap } from '../keymap/index.ts';
import { sortColumns } from '../screens/incidents/sort.ts';
import { laneNames } from '../screens/timeline/frame.ts';

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
  { text: 'report ', about: 'write the report of this incident to a file: .md, .html, .json, .jsonl' },
  { text: 'export ', about: 'write the marked incidents to a file: .md, .html, .json, .jsonl' },
  { text: 'clock ', about: 'correct the clock of a machine on all screens: clock web-2 +3.2s' },
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
  if (typed.startsWith('clock '))
    return laneNames(app)
      .map((lane) => ({ text: `clock ${lane} `, about: '' }))
      .filter(starts(typed))
      .slice(0, most);
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
