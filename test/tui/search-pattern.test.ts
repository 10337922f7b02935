import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternTrouble, searchPattern } from '../../src/tui/app/search-pattern.ts';

/** Who mistypes an expression is told so, and does not believe that the log lacks what was meant. */
describe('a text that is no regular expression', () => {
  it.each([
    ['foo(', '"(" is not closed (character 4)'],
    ['a(b(c)', '"(" is not closed (character 2)'],
    ['[0-9', '"[" is not closed (character 1)'],
    ['a)', '")" closes nothing (character 2)'],
    ['*kill', 'nothing to repeat before "*" (character 1)'],
    ['(+)', 'nothing to repeat before "+" (character 2)'],
    ['kill\\', 'nothing follows "\\" (character 5)'],
    ['zone]', '"]" closes nothing (character 5)'],
    ['a{x}', '"{" is no count behind a character (character 2)'],
  ])('%j: %s', (text, trouble) => {
    expect(patternTrouble(text)).toBe(trouble);
  });

  it.each(['kill.*', '(?:a|b)+?', '[\\]a]{2,}', '', 'a\\(', '^kill$', '(?<pid>\\d+)'])('%j is one', (text) => {
    expect(patternTrouble(text)).toBeNull();
  });

  it('is always told of, and still looked for as it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (text) => {
        const trouble = patternTrouble(text);
        if (trouble === null) return;
        expect(trouble).not.toBe('');
        expect(searchPattern(text)?.test(text)).toBe(true);
      }),
    );
  });
});
