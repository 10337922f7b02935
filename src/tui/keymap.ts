/** Where a key counts. The screen asks the most specific place first. */
export type Place =
  | 'everywhere'
  | 'incidents'
  | 'detail'
  | 'chart'
  | 'log'
  | 'timeline'
  | 'live'
  | 'files'
  | 'help'
  | 'formula'
  | 'table';

export interface Binding {
  /** Also its name in the palette. */
  readonly command: string;
  readonly keys: readonly string[];
  /** For the help. */
  readonly text: string;
  readonly places: readonly Place[];
  /** Short text for the footer; the first ones that fit are shown. */
  readonly footer?: string;
}

const moving: readonly Place[] = ['everywhere'];

/** Every key there is. Lower case is safe, nothing destroys anything. The order is that of help and footer. */
export const keymap: readonly Binding[] = [
  {
    command: 'open',
    keys: ['enter'],
    text: 'open the selected incident',
    places: ['incidents', 'timeline'],
    footer: 'open',
  },
  {
    command: 'proof',
    keys: ['enter'],
    text: 'show the proof: formula and inputs, then the lines of the log',
    places: ['detail'],
    footer: 'proof',
  },
  {
    command: 'source',
    keys: ['enter'],
    text: 'go to the lines of the log it was read from',
    places: ['formula', 'chart'],
    footer: 'source',
  },
  {
    command: 'enlarge',
    keys: ['enter'],
    text: 'the log over the whole screen, and back',
    places: ['log'],
    footer: 'enlarge',
  },
  { command: 'run', keys: ['enter', ';'], text: 'another query', places: ['table'], footer: 'query' },

  { command: 'up', keys: ['up', 'k'], text: 'up', places: moving },
  { command: 'down', keys: ['down', 'j'], text: 'down', places: moving },
  { command: 'pageUp', keys: ['pageup', 'b', 'ctrl+b'], text: 'a page up', places: moving },
  { command: 'pageDown', keys: ['pagedown', 'ctrl+f'], text: 'a page down', places: moving },
  { command: 'halfUp', keys: ['ctrl+u'], text: 'half a page up', places: moving },
  { command: 'halfDown', keys: ['ctrl+d'], text: 'half a page down', places: moving },
  { command: 'first', keys: ['g', 'home'], text: 'to the first row', places: moving },
  { command: 'last', keys: ['G', 'end'], text: 'to the last row', places: moving },

  {
    command: 'left',
    keys: ['left', 'h'],
    text: 'cursor one sample back',
    places: ['detail', 'chart', 'timeline', 'table'],
    footer: 'cursor',
  },
  {
    command: 'right',
    keys: ['right', 'l'],
    text: 'cursor one sample on',
    places: ['detail', 'chart', 'timeline', 'table'],
  },
  {
    command: 'farLeft',
    keys: ['shift+left', 'H'],
    text: 'ten samples back',
    places: ['detail', 'chart', 'timeline', 'table'],
  },
  {
    command: 'farRight',
    keys: ['shift+right', 'L'],
    text: 'ten samples on',
    places: ['detail', 'chart', 'timeline', 'table'],
  },
  {
    command: 'zoomIn',
    keys: ['z', '+', '='],
    text: 'shorter time window',
    places: ['detail', 'chart', 'timeline'],
    footer: 'zoom',
  },
  { command: 'zoomOut', keys: ['Z', '-'], text: 'longer time window', places: ['detail', 'chart', 'timeline'] },
  { command: 'zoomAll', keys: ['0'], text: 'the whole time', places: ['detail', 'chart', 'timeline'] },
  {
    command: 'nextMetric',
    keys: ['m'],
    text: 'next metric in the chart',
    places: ['detail', 'chart'],
    footer: 'metric',
  },
  { command: 'previousMetric', keys: ['M'], text: 'previous metric', places: ['detail', 'chart'] },

  { command: 'nextPane', keys: ['tab'], text: 'next pane', places: ['detail'], footer: 'pane' },
  { command: 'previousPane', keys: ['shift+tab'], text: 'previous pane', places: ['detail'] },
  {
    command: 'view',
    keys: ['v'],
    text: 'verdict, evidence, log in turn',
    places: ['detail'],
    footer: 'verdict/evidence/log',
  },
  { command: 'previousIncident', keys: ['['], text: 'previous incident', places: ['detail'], footer: 'prev' },
  { command: 'nextIncident', keys: [']'], text: 'next incident', places: ['detail'], footer: 'next' },
  { command: 'nextEvidence', keys: ['e'], text: 'next line that is evidence', places: ['detail', 'log'] },
  { command: 'previousEvidence', keys: ['E'], text: 'previous line that is evidence', places: ['detail', 'log'] },
  {
    command: 'shared',
    keys: ['d'],
    text: 'memory held alone, or with shared pages counted in every process',
    places: ['detail'],
    footer: 'shared',
  },
  {
    command: 'message',
    keys: ['x'],
    text: 'journal entries: the message, or the entry as it stands in the file',
    places: ['detail', 'log'],
  },
  { command: 'wrap', keys: ['w'], text: 'wrap long lines of the log', places: ['detail', 'log'] },

  { command: 'mark', keys: ['space'], text: 'mark the incident for y', places: ['incidents'], footer: 'mark' },
  { command: 'pageDown', keys: ['space'], text: 'a page down', places: ['log', 'files', 'help', 'table'] },
  { command: 'sort', keys: ['s'], text: 'sort by the next column', places: ['incidents'], footer: 'sort' },
  { command: 'reverse', keys: ['r'], text: 'reverse the order', places: ['incidents'] },
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
  { command: 'units', keys: ['u'], text: 'units: automatic, MiB, kB, pages', places: ['everywhere'], footer: 'units' },
  {
    command: 'copy',
    keys: ['y', 'c'],
    text: 'copy the reference (file:line) to the clipboard, where the terminal allows it (OSC 52)',
    places: ['everywhere'],
    footer: 'copy',
  },
  {
    command: 'report',
    keys: ['R'],
    text: 'write the report of this incident',
    places: ['everywhere'],
    footer: 'report',
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

/** The command of a key at these places, the most specific first; null where the key means nothing. */
export function commandOf(key: string, places: readonly Place[]): string | null {
  for (const place of places) {
    const found = keymap.find((binding) => binding.places.includes(place) && binding.keys.includes(key));
    if (found !== undefined) return found.command;
  }
  return null;
}

/** Bindings that count at these places, specific ones first. */
export function bindingsAt(places: readonly Place[]): readonly Binding[] {
  const taken = new Set<string>();
  return places.flatMap((place) =>
    keymap.filter(({ places: here, keys, command }) => {
      if (!here.includes(place) || taken.has(command)) return false;
      const free = keys.some((key) => !taken.has(`key ${key}`));
      taken.add(command);
      for (const key of keys) taken.add(`key ${key}`);
      return free;
    }),
  );
}

const names: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  'shift+left': 'S-←',
  'shift+right': 'S-→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift+tab': 'S-Tab',
  home: 'Home',
  end: 'End',
  f1: 'F1',
  f2: 'F2',
};
const asciiNames: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  'shift+left': 'S-Left',
  'shift+right': 'S-Right',
};

/** How a key is written for people. */
export function keyName(key: string, ascii: boolean): string {
  const name = (ascii ? asciiNames[key] : undefined) ?? names[key];
  return name ?? key.replace(/^ctrl\+/, 'Ctrl-');
}
