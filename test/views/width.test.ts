import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStyle } from '../../src/views/style.ts';
import { cellsOf, cutTo, padEnd, padStart, wrap } from '../../src/views/width.ts';

describe('cellsOf', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['über', 4],
    ['u\u0308ber', 4],
    ['日本', 4],
    ['🐧', 2],
    [createStyle(true).danger('abc'), 3],
  ])('%j takes %d', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });
});

describe('wrap', () => {
  test('breaks at spaces and cuts what is too long for a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('/system.slice/a', 6)).toEqual(['/syste', 'm.slic', 'e/a']);
    expect(wrap('', 5)).toEqual(['']);
  });

  test('loses nothing and keeps to the width', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'ß', '日', '-', '/'), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), fc.integer({ min: 2, max: 60 }), (words, cells) => {
        const lines = wrap(words.join(' '), cells);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

test('cutTo says that something was cut', () => {
  expect(cutTo('postgres', 8)).toBe('postgres');
  expect(cutTo('postgres', 5)).toBe('post…');
  expect(cutTo('postgres', 5, true)).toBe('post~');
  expect(cutTo('日本語', 4)).toBe('日…');
});

test('padding counts cells, not characters', () => {
  expect(padEnd('日', 4)).toBe('日  ');
  expect(padStart('日', 4)).toBe('  日');
  expect(padEnd('long', 2)).toBe('long');
});
