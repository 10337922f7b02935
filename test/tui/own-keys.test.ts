import { describe, expect, it } from 'vitest';
import { hintLines, hintRows } from '../../src/tui/chrome/hint.ts';
import { parseKeyLines } from '../../src/tui/config/key-lines.ts';
import { bindingsAt, commandOf, keymap } from '../../src/tui/keymap/index.ts';
import { withOwnKeys } from '../../src/tui/keymap/own-keys.ts';
import { plainOf } from '../../src/tui/text/line.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { loaded, press, pressAll } from './fixture.ts';

const theme = createTheme({ colour: false, ascii: false });
const size = { columns: 120, rows: 40 };

describe('keys of a user', () => {
  it('are read from the section [keys] and from nowhere else', () => {
    const { byCommand, problems } = parseKeyLines(
      ['theme = "dark"', '[keys]', 'report = "w"  # for writing', 'down = ["j", "ctrl+n"]', '[other]', 'up = "x"'].join(
        '\n',
      ),
    );
    expect(problems).toEqual([]);
    expect([...byCommand]).toEqual([
      ['report', ['w']],
      ['down', ['j', 'ctrl+n']],
    ]);
  });

  it.each([
    ['nonsense = "x"', 'line 2: no command "nonsense"'],
    ['report = "hyper+x"', 'line 2: no key "hyper+x"'],
    ['report = w', 'line 2: a key is set as: report = "w"'],
    ['report = []', 'line 2: no key for report'],
  ])('%s is said to make no sense', (line, problem) => {
    expect(parseKeyLines(`[keys]\n${line}`).problems).toEqual([problem]);
  });

  it('take a key from every other command, also where that is nearer', () => {
    const own = withOwnKeys(keymap, new Map([['report', ['s']]]));
    expect(commandOf('s', ['incidents', 'everywhere'], own)).toBe('report');
    expect(commandOf('R', ['incidents', 'everywhere'], own)).toBeNull();
    // What has no key left is not offered in footer and help, and stays in the palette.
    expect(bindingsAt(['incidents'], own).map(({ command }) => command)).not.toContain('sort');
    expect(commandOf('j', ['everywhere'], own)).toBe('down');
  });

  // "←→ a sample" must not stay in the footer once one of the two keys does something else.
  it('take the footer text of two commands apart when one of them changes', () => {
    const footerKeysOf = (byCommand: Map<string, readonly string[]>) =>
      withOwnKeys(keymap, byCommand).find(({ command }) => command === 'left')?.footerKeys;
    expect(footerKeysOf(new Map([['report', ['W']]]))).toBeDefined();
    expect(footerKeysOf(new Map([['right', ['x']]]))).toBeUndefined();
    expect(footerKeysOf(new Map([['report', ['left']]]))).toBeUndefined();
  });

  it('stand in footer and help', () => {
    const mine = { ...loaded(size), keymap: withOwnKeys(keymap, new Map([['report', ['W']]])) };
    expect(pressAll(mine, 'W').effects[0]?.type).toBe('report');
    expect(pressAll(mine, 'R').effects).toEqual([]);
  });
});

describe('the hint for newcomers', () => {
  const first = { ...loaded(size), hint: true };

  it('goes with any key, which does what it always does', () => {
    expect(hintRows(first)).toBe(3);
    const { app, effects } = pressAll(first, 'down');
    expect(app.hint).toBe(false);
    expect(app.incidents.list.selected).toBe(1);
    expect(effects).toEqual([{ type: 'hinted' }]);
    expect(pressAll(app, 'down').effects).toEqual([]);
  });

  it('names the keys as they are', () => {
    const text = hintLines({ keymap: withOwnKeys(keymap, new Map([['search', ['S']]])) }, theme)
      .map(plainOf)
      .join('\n');
    expect(text).toContain('S searches');
    expect(text).toContain('? lists every key');
  });

  it('leaves a small terminal alone', () => {
    expect(hintRows({ ...first, size: { columns: 40, rows: 12 } })).toBe(0);
    expect(press(first, '?').hint).toBe(false);
  });
});
