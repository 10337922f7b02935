import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClockPair, wallClockAt } from '../../src/alignment/clocks/kernel-clock.ts';

const second = 1_000_000;
const noon = 1_795_176_000 * second;
const pairs = (fromSeconds: number, seconds: readonly number[], bootUs = noon): ClockPair[] =>
  seconds.map((at) => ({ wallUs: bootUs + at * second, monotonicUs: (fromSeconds + at) * second }));

test('a moment between two ticks, and one after the sampler died', () => {
  const ticks = pairs(100, [0, 10, 20]);
  expect(wallClockAt(ticks, 115 * second, null)).toMatchObject({ wallUs: noon + 15 * second, stepUs: 0 });
  const later = wallClockAt(ticks, 400 * second, null);
  expect(later?.wallUs).toBe(noon + 300 * second);
  expect(later?.errorUs).toBeGreaterThan(wallClockAt(ticks, 115 * second, null)?.errorUs ?? 0);
});

test('a wall clock that is set between two ticks: the error holds both answers', () => {
  const ticks = [...pairs(100, [0, 10]), ...pairs(120, [0, 10], noon + 20 * second + 3600 * second)];
  const found = wallClockAt(ticks, 115 * second, null);
  expect(found?.stepUs).toBe(3600 * second);
  expect(found?.errorUs).toBeGreaterThanOrEqual(1800 * second);
});

test('of several boots the one that is expected counts, and without an expectation none', () => {
  const ticks = [...pairs(100, [0, 100]), ...pairs(100, [0, 100], noon + 86_400 * second)];
  expect(wallClockAt(ticks, 150 * second, noon + 86_000 * second)?.wallUs).toBe(noon + 86_450 * second);
  expect(wallClockAt(ticks, 150 * second, null)).toBeNull();
  const apart = [...pairs(100, [0, 100]), ...pairs(5, [0, 10], noon + 86_400 * second)];
  expect(wallClockAt(apart, 150 * second, null)?.wallUs, 'only one boot reaches it').toBe(noon + 50 * second);
});

test('the answer is within its error, whatever the jitter of the ticks', () => {
  const ticks = fc.array(fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: -8, max: 8 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(ticks, fc.integer({ min: 0, max: 3_000_000 }), (gaps, atMs) => {
      let ms = 0;
      const jittered = gaps.map(([gap, jitter]): ClockPair => {
        ms += gap + 20;
        return { monotonicUs: ms * 1000, wallUs: noon + ms * 1000 + jitter * 1000 };
      });
      const found = wallClockAt(jittered, atMs * 1000, noon);
      if (found) expect(Math.abs(found.wallUs - (noon + atMs * 1000))).toBeLessThanOrEqual(found.errorUs);
    }),
  );
});
