import type { Binding } from './binding.ts';

/** What the other screens have for themselves. */
export const screensKeys: readonly Binding[] = [
  {
    command: 'open',
    keys: ['enter'],
    text: 'open the selected incident',
    places: ['incidents', 'timeline', 'live'],
    footer: 'open',
  },
  { command: 'run', keys: ['enter', ';'], text: 'another query', places: ['table'], footer: 'query' },
  { command: 'sort', keys: ['s'], text: 'sort by the next column', places: ['incidents'], footer: 'sort' },
  { command: 'reverse', keys: ['r'], text: 'reverse the order', places: ['incidents'] },
  { command: 'mark', keys: ['space'], text: 'mark the incident for y and o', places: ['incidents'], footer: 'mark' },
  {
    command: 'export',
    keys: ['o'],
    text: 'write the marked incidents to a file: .md, .html, .json, .jsonl',
    places: ['incidents'],
    footer: 'export',
  },
  {
    command: 'nextEvent',
    keys: ['n', ']'],
    text: 'next incident on the timeline',
    places: ['timeline'],
    footer: 'next',
  },
  { command: 'previousEvent', keys: ['N', '['], text: 'previous incident on the timeline', places: ['timeline'] },
  {
    command: 'hideLane',
    keys: ['x'],
    text: 'hide this lane; all hidden ones come back after the last',
    places: ['timeline'],
  },
  { command: 'pause', keys: ['p'], text: 'stop and go on', places: ['live'], footer: 'pause' },
  { command: 'kernelOnly', keys: ['b'], text: 'lines of the kernel only, or of every source', places: ['live'] },
  { command: 'pageDown', keys: ['space'], text: 'a page down', places: ['log', 'files', 'help', 'table'] },
];
