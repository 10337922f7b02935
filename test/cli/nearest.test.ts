import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/cli/words/nearest.ts';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['since', 'since', 0],
    ['sinze', 'since', 1],
    ['snice', 'since', 1],
    ['isnce', 'since', 1],
    ['kitten', 'sitting', 3],
  ])('%j to %j takes %d', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });

  // A distance that is no metric would suggest different words for the same slip.
  test('is symmetric, zero only for equal words, and never more than the longer word', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right);
        expect(distance).toBe(editDistance(right, left));
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});

describe('nearest', () => {
  const commands = ['analyze', 'show', 'samples', 'extract', 'explain', 'version'];
  test.each([
    ['analize', 'analyze'],
    ['analyse', 'analyze'],
    ['ANALYZE', 'analyze'],
    ['sampels', 'samples'],
    ['ext', 'extract'],
    ['vesrion', 'version'],
    ['kernel', null],
    ['x', null],
    ['', null],
  ])('%j means %j', (typed, meant) => {
    expect(nearest(typed, commands)).toBe(meant);
  });
});
