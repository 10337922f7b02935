/** The part of Ink's key that matters here. */
export interface InkKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  /** Alt, which a terminal sends as Escape before the key. */
  readonly meta: boolean;
}

const named: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/** F1 and F2 as terminals send them: Ink hands them on without their escape. */
const sequences: Readonly<Record<string, string>> = {
  '[11~': 'f1',
  OP: 'f1',
  '[[A': 'f1',
  '[12~': 'f2',
  OQ: 'f2',
  '[[B': 'f2',
};

/** Wheel events of the SGR mouse protocol, with or without their escape. */
const wheel = /^\u001b?\[<(64|65);\d+;\d+[Mm]$/;
const otherMouse = /^\u001b?\[<\d+;\d+;\d+[Mm]$/;

/**
 * What was typed, as the keymap writes keys: `j`, `G`, `ctrl+d`, `shift+tab`, `pageup`. A paste, or typing faster than the
 * screen, comes as several characters at once: each is a key.
 */
export function keysOf(input: string, key: InkKey): readonly string[] {
  // No key here needs Alt (`meta`): Escape was typed, and the next key quickly after it.
  const special = named.find(([property]) => key[property]);
  if (special !== undefined) {
    const [, name] = special;
    const shifted = key.shift && /^(left|right|tab)$/.test(name) ? `shift+${name}` : name;
    return key.meta && /^(enter|tab|backspace)$/.test(name) ? ['escape', shifted] : [shifted];
  }
  const sequence = sequences[input];
  if (sequence !== undefined) return [sequence];
  const turned = wheel.exec(input)?.[1];
  if (turned !== undefined) return [turned === '64' ? 'up' : 'down'];
  if (otherMouse.test(input) || input === '') return [];
  if (key.ctrl) return [`ctrl+${input.toLowerCase()}`];
  const before = key.meta ? ['escape'] : [];
  return [...before, ...[...input].map(keyOf)];
}

const characters: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'escape',
  '\u0008': 'backspace',
  '\u007f': 'backspace',
};

/** One character of several that came at once: what Ctrl makes of a letter is the letter's place in the alphabet. */
function keyOf(character: string): string {
  const name = characters[character];
  if (name !== undefined) return name;
  const code = character.charCodeAt(0);
  return code < 0x20 ? `ctrl+${String.fromCharCode(code + 0x60)}` : character;
}
