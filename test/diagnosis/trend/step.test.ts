import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../../src/diagnosis/trend/point.ts';
import { stepOf } from '../../../src/diagnosis/trend/step.ts';

const mb = 1_000_000;
const series = (count: number, value: (share: number, index: number) => number): Point[] =>
  Array.from({ length: count }, (_, index) => ({ atUs: index * 10_000_000, value: value(index / count, index) }));

describe('a step', () => {
  it('is one rise between two flat levels, with noise on both', () => {
    const step = stepOf(series(60, (share, index) => (share < 0.5 ? 200 : 700) * mb + (index % 3) * 5 * mb));
    expect(step?.amount).toBeCloseTo(500 * mb, -7);
    expect(step).toMatchObject({ from: { atUs: 290_000_000 }, to: { atUs: 300_000_000 }, keptUs: 290_000_000 });
    expect(step?.explained).toBeGreaterThan(0.95);
  });

  // Two levels explain three quarters of a straight line: without the test for flatness each leak would be a step.
  it.each([
    ['a leak', series(60, (share) => share * 900 * mb)],
    ['a leak in stairs', series(60, (share) => Math.floor(share * 6) * 150 * mb)],
    ['a step that goes on as a leak', series(60, (share) => (share < 0.5 ? 200 : 500 + (share - 0.5) * 600) * mb)],
    ['a spike at the end', series(60, (share) => (share < 0.95 ? 200 : 900) * mb)],
    ['a spike that went away', series(60, (share) => (share > 0.4 && share < 0.6 ? 900 : 200) * mb)],
    ['a warm-up', series(60, (share) => 900 * mb * (1 - Math.exp(-share * 4)))],
    ['a fall', series(60, (share) => (share < 0.5 ? 900 : 200) * mb)],
    ['a rise over a third of the time', series(60, (share) => Math.min(1, Math.max(0, share * 3 - 1)) * 900 * mb)],
    ['a plateau', series(60, () => 200 * mb)],
    ['too few points', series(9, (share) => (share < 0.5 ? 200 : 700) * mb)],
    ['nothing', []],
  ] as const)('is not %s', (_, points) => {
    expect(stepOf(points)).toBeNull();
  });

  it('is found at any scale of size and time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        (sizes, times) => {
          const stretched = series(40, (share) => (share < 0.6 ? 1 : 4) * mb * sizes).map(({ atUs, value }) => ({
            atUs: atUs * times,
            value,
          }));
          expect(stepOf(stretched)?.to.atUs).toBe(240_000_000 * times);
        },
      ),
      { numRuns: 50 },
    );
  });
});
