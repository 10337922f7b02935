import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanDeep, cleanJson, cleanText } from '../../src/views/sanitize.ts';

describe('cleanText', () => {
  test.each([
    ['plain text, ümlauts, 日本語 and 🐧 stay', 'plain text, ümlauts, 日本語 and 🐧 stay'],
    ['\u001b[2J', '\\x1b[2J'],
    ['a\nb\tc', 'a\\x0ab\\x09c'],
    ['\u009b31m', '\\x9b31m'],
    ['\u007f', '\\x7f'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['\ud83d', '\\ud83d'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('is done once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });
});

describe('cleanDeep', () => {
  test('reaches every string, keys included, and nothing else', () => {
    expect(cleanDeep({ 'k\u0007': ['\u001b', 1, null, true, { deep: '\u0000' }] })).toEqual({
      'k\\x07': ['\\x1b', 1, null, true, { deep: '\\x00' }],
    });
  });
});

describe('cleanJson', () => {
  // A reader of the JSON must get the log's own bytes; a terminal that shows it must not obey them.
  test('changes the text and not the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const plain = JSON.stringify({ value, text }, null, 2);
        const clean = cleanJson(plain);
        expect(JSON.parse(clean)).toEqual(JSON.parse(plain));
        expect(clean).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
