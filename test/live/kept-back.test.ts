import { expect, test } from 'vitest';
import { createKeptBack } from '../../src/live/sampler/kept-back.ts';
import type { StoredSample } from '../../src/store/timeline.ts';

const sampleAt = (ms: number): StoredSample => ({ point: { atUs: ms * 1000, value: 1 } }) as StoredSample;

/** The minute before a kill is what its verdict is made of, and a calm machine must not fill its disk with it. */
test('what is measured while calm is at hand, in order, when it stops being calm', () => {
  const stored: number[] = [];
  const keptBack = createKeptBack(
    (samples) => stored.push(...samples.map(({ point }) => point.atUs / 1_000_000)),
    10_000,
  );
  for (let second = 0; second <= 44; second += 2) keptBack.measured([sampleAt(second * 1000)], second * 1000, false);
  expect(stored).toEqual([0, 10, 20, 30, 40]);
  keptBack.measured([sampleAt(46_000)], 46_000, true);
  expect(stored.slice(5)).toEqual([8, 12, 14, 16, 18, 22, 24, 26, 28, 32, 34, 36, 38, 42, 44, 46]);
  keptBack.release();
  expect(stored).toHaveLength(21);
});
