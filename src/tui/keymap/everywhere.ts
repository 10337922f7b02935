import type { Binding } from './binding.ts';

/** Keys of every screen that gives them no other meaning. */
export const everywhereKeys: readonly Binding[] = [
  {
    command: 'filter',
    keys: ['f'],
    text: 'filter incidents: kind: host: killed: cgroup: cause: conf:> since: and ! before any',
    places: ['everywhere'],
    footer: 'filter',
  },
  { command: 'search', keys: ['/'], text: 'search (regular expression)', places: ['everywhere'], footer: 'search' },
  { command: 'searchNext', keys: ['n'], text: 'next place found', places: ['everywhere'] },
  { command: 'searchPrevious', keys: ['N'], text: 'previous place found', places: ['everywhere'] },
  { command: 'palette', keys: [':'], text: 'any command by its name, with completion', places: ['everywhere'] },
  { command: 'sql', keys: [';'], text: 'ask the timeline in SQL', places: ['everywhere'] },
  {
    command: 'report',
    keys: ['R'],
    text: 'write the report of this incident',
    places: ['everywhere'],
    footer: 'report',
  },
  { command: 'units', keys: ['u'], text: 'units: automatic, MiB, kB, pages', places: ['everywhere'], footer: 'units' },
  {
    command: 'copy',
    keys: ['y', 'c'],
    text: 'copy the reference (file:line) to the clipboard, where the terminal allows it (OSC 52)',
    places: ['everywhere'],
    footer: 'copy',
  },
  { command: 'incidents', keys: ['1'], text: 'incidents', places: ['everywhere'] },
  { command: 'detail', keys: ['2'], text: 'the selected incident', places: ['everywhere'] },
  { command: 'timeline', keys: ['3'], text: 'timeline of all machines', places: ['everywhere'] },
  { command: 'live', keys: ['4'], text: 'live', places: ['everywhere'] },
  { command: 'files', keys: ['5'], text: 'files: what was read, what was not, and why', places: ['everywhere'] },
  { command: 'help', keys: ['?', 'f1'], text: 'this help', places: ['everywhere'], footer: 'help' },
  { command: 'mouse', keys: ['f2'], text: 'mouse wheel on and off', places: ['everywhere'] },
  { command: 'redraw', keys: ['ctrl+l'], text: 'draw the screen anew', places: ['everywhere'] },
  { command: 'back', keys: ['escape'], text: 'back one level, close, cancel a filter', places: ['everywhere'] },
  { command: 'quit', keys: ['q'], text: 'back; from the first screen: quit', places: ['everywhere'], footer: 'quit' },
  { command: 'suspend', keys: ['ctrl+z'], text: 'to the shell; fg comes back', places: ['everywhere'] },
  { command: 'interrupt', keys: ['ctrl+c'], text: 'quit at once', places: ['everywhere'] },
];
