import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineDifference } from '../../src/corpus/difference.ts';
import { layOut } from '../../src/corpus/layout.ts';

it('keeps short things on a line and fills lines with short parts', () => {
  const row = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`column${index}`, index * 1000]));
  expect(layOut({ tasks: [row, { pid: 1 }], notes: [] })).toBe(`{
 "tasks": [
  {
   "column0": 0, "column1": 1000, "column2": 2000, "column3": 3000, "column4": 4000, "column5": 5000, "column6": 6000,
   "column7": 7000, "column8": 8000, "column9": 9000, "column10": 10000, "column11": 11000
  },
  {"pid":1}
 ],
 "notes": []
}`);
});

it('is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(JSON.parse(layOut(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 200 },
  );
});

it('shows what changed with two lines around, and nothing where nothing did', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const after = before.with(9, 'another');
  expect(lineDifference(before.join('\n'), before.join('\n'))).toBeNull();
  expect(lineDifference(before.join('\n'), after.join('\n'))?.split('\n')).toEqual([
    '  ...',
    '  line 7',
    '  line 8',
    '- line 9',
    '+ another',
    '  line 10',
    '  line 11',
  ]);
});

it('cuts a difference that nobody reads to its end', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n');
  const shown = lineDifference('', many) ?? '';
  expect(shown.split('\n')).toHaveLength(201);
  expect(shown).toMatch(/and \d+ more lines$/);
});
