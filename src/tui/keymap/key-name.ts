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
