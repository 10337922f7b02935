import { describe, expect, it } from 'vitest';
import { bindingsAt, commandOf, keymap, type Place } from '../../src/tui/keymap/index.ts';
import { helpLines } from '../../src/tui/overlays/help.ts';
import { type InkKey, keysOf } from '../../src/tui/terminal/key-names.ts';
import { plainOf } from '../../src/tui/text/line.ts';
import { loaded, pressAll } from './fixture.ts';

const none = Object.fromEntries(
  'upArrow downArrow leftArrow rightArrow pageUp pageDown home end return escape tab backspace delete ctrl shift meta'
    .split(' ')
    .map((name) => [name, false]),
) as unknown as InkKey;

describe('keymap', () => {
  // Two commands on one key in one place: the second could never be reached.
  it('gives a key one meaning in a place', () => {
    const taken = new Map<string, string>();
    for (const { command, keys, places } of keymap) {
      for (const place of places) {
        for (const key of keys) {
          expect(taken.get(`${place} ${key}`), `${key} in ${place}`).toBeUndefined();
          taken.set(`${place} ${key}`, command);
        }
      }
    }
  });

  it('prefers the specific place', () => {
    expect(commandOf('n', ['timeline', 'everywhere'])).toBe('nextEvent');
    expect(commandOf('n', ['incidents', 'everywhere'])).toBe('searchNext');
    expect(commandOf('§', ['everywhere'])).toBeNull();
  });

  it('offers each command once, and none whose every key means something nearer', () => {
    for (const places of [
      ['incidents', 'everywhere'],
      ['chart', 'detail', 'everywhere'],
      ['timeline', 'everywhere'],
    ] as const) {
      const offered = bindingsAt(places);
      expect(new Set(offered.map(({ command }) => command)).size).toBe(offered.length);
      for (const { command, keys } of offered) expect(keys.map((key) => commandOf(key, places))).toContain(command);
    }
  });

  it('is all in the help', () => {
    const help = helpLines(loaded({ columns: 100, rows: 30 }), 200, true)
      .map(plainOf)
      .join('\n');
    for (const { text } of keymap) expect(help).toContain(text);
  });

  // A binding whose command nobody runs is a dead key in the footer.
  it('has a command behind every key', () => {
    const start = loaded({ columns: 120, rows: 40 });
    const reach: Partial<Record<Place, readonly string[]>> = {
      incidents: ['down'],
      detail: ['enter'],
      chart: ['enter', 'tab', 'tab', 'right'],
      log: ['enter', 'shift+tab', 'type:/line', 'enter'],
      timeline: ['3', 'right'],
      live: ['4'],
      files: ['5'],
    };
    const quiet = new Set([
      'up',
      'first',
      'pageUp',
      'halfUp',
      'last',
      'down',
      'pageDown',
      'halfDown',
      'back',
      'live',
      'files',
      'incidents',
      'nextMetric',
      'previousMetric',
      'pause',
    ]);
    const dead = keymap.flatMap(({ command, keys, places }) => {
      if (quiet.has(command)) return [];
      const works = places.some((place) => {
        const path = place === 'everywhere' ? ['down'] : reach[place];
        if (path === undefined) return true;
        const { app } = pressAll(start, ...path);
        return keys.some((key) => {
          const { app: after, effects } = pressAll(app, key);
          return effects.length > 0 || JSON.stringify(after) !== JSON.stringify({ ...app, message: null });
        });
      });
      return works ? [] : [command];
    });
    expect(dead).toEqual([]);
  });
});

describe('what terminals send', () => {
  it.each([
    ['j', none, ['j']],
    ['G', { ...none, shift: true }, ['G']],
    ['', { ...none, upArrow: true }, ['up']],
    ['', { ...none, leftArrow: true, shift: true }, ['shift+left']],
    ['', { ...none, tab: true, shift: true }, ['shift+tab']],
    ['d', { ...none, ctrl: true }, ['ctrl+d']],
    [' ', none, ['space']],
    ['jjj', none, ['j', 'j', 'j']],
    ['ab c\r', none, ['a', 'b', 'space', 'c', 'enter']],
    ['OP', none, ['f1']],
    [';', { ...none, meta: true }, ['escape', ';']],
    ['[<64;10;5M', none, ['up']],
    ['[<65;10;5M', none, ['down']],
    ['[<0;10;5M', none, []],
    ['', none, []],
    // Typed faster than the screen: Ctrl-W and a name came in one piece, and a control character stood in a file's name.
    ['\u0017ab\u007f\r', none, ['ctrl+w', 'a', 'b', 'backspace', 'enter']],
  ])('%j', (input, key, expected) => {
    expect(keysOf(input, key)).toEqual(expected);
  });
});
