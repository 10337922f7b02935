import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthTable } from '../../../bench/diagnosis/benign.ts';
import { dayOverDay } from '../../../src/diagnosis/trend/daily.ts';
import { exhaustion } from '../../../src/diagnosis/trend/exhaustion.ts';
import { floorOf } from '../../../src/diagnosis/trend/floor.ts';
import { mannKendall } from '../../../src/diagnosis/trend/mann-kendall.ts';
import type { Point } from '../../../src/diagnosis/trend/point.ts';
import { describeRise } from '../../../src/diagnosis/trend/rise.ts';
import { theilSen } from '../../../src/diagnosis/trend/slope.ts';
import { steadyGrowth } from '../../../src/diagnosis/trend/steady-growth.ts';

const mb = 1_000_000;
const every = (seconds: number, count: number, value: (seconds: number) => number): Point[] =>
  Array.from({ length: count }, (_, index) => ({ atUs: index * seconds * 1_000_000, value: value(index * seconds) }));

describe('steady growth without a kill', () => {
  it('10 KB every 0.2 s is 180 MB an hour, not 1.8 GB', () => {
    const growth = steadyGrowth(
      every(60, 200, (seconds) => 50 * mb + Math.floor(seconds / 0.2) * 10_000),
      1024,
    );
    expect(growth?.perHour).toBeCloseTo(180 * mb, -6);
  });

  it.each([
    ['119 points', every(60, 119, (s) => s * 50_000)],
    ['less than two hours', every(20, 200, (s) => s * 50_000)],
    ['a plateau', every(60, 200, () => 500 * mb)],
    ['two quanta', every(60, 200, (s) => 500 * mb + Math.floor(s / 6000) * 1024)],
    ['a step', every(60, 200, (s) => (s < 6000 ? 300 : 600) * mb)],
    ['a warm-up', every(60, 200, (s) => 900 * mb * (1 - Math.exp(-s / 1500)))],
    ['nothing', []],
  ] as const)('no growth is named for %s', (_, points) => {
    expect(steadyGrowth(points, 1024)).toBeNull();
  });

  it('under two days a daily cycle is not excluded, and said', () => {
    const growth = steadyGrowth(
      every(60, 200, (s) => 100 * mb + s * 50_000),
      1024,
    );
    expect(growth?.confidence).toBeLessThan(0.75);
    expect(growth?.reservation).toMatch(/daily cycle/);
  });

  const day = 86_400;
  const daily = (s: number): number => 600 * mb - Math.cos((s / day) * 2 * Math.PI) * 250 * mb;

  it('three days of a daily cycle are no growth, and do not hide a leak of 20 MB/h', () => {
    expect(steadyGrowth(every(300, 864, daily), 1024)).toBeNull();
    const leak = steadyGrowth(
      every(300, 864, (s) => daily(s) + (s / 3600) * 20 * mb),
      1024,
    );
    expect(leak?.perHour).toBeCloseTo(20 * mb, -7);
    expect(leak?.confidence).toBeGreaterThanOrEqual(0.75);
  });

  it('days are compared hour by hour, and not before there are two', () => {
    expect(dayOverDay(every(3600, 40, daily))).toBeNull();
    expect(dayOverDay(every(3600, 72, daily))).toMatchObject({ gain: expect.closeTo(0, 0) });
    expect(dayOverDay(every(3600, 72, (s) => s))).toEqual({ higher: 1, gain: day });
  });

  it('no benign series is called a leak at 0.75 or more', () => {
    const rows = growthTable().filter((row) => row.includes('/60') && !row.includes('(a leak)'));
    expect(rows.length).toBe(24);
    for (const row of rows) expect(row).toMatch(/\| 0\/60 \|$/);
  });
});

describe('how long it lasts', () => {
  const noisy = every(60, 240, (s) => 100 * mb + (s / 3600) * 200 * mb + Math.sin(s * 1.7) * 5 * mb);

  it('is a range around the truth', () => {
    const range = exhaustion(noisy, 1000 * mb);
    expect(range?.soonestHours).toBeLessThanOrEqual(5);
    expect(range?.latestHours).toBeGreaterThanOrEqual(5);
  });

  it('is refused beyond five times what was watched, without headroom, and without growth', () => {
    expect(exhaustion(noisy, 100_000 * mb)).toBeNull();
    expect(exhaustion(noisy, 0)).toBeNull();
    expect(
      exhaustion(
        every(60, 240, (s) => Math.sin(s) * mb),
        1000 * mb,
      ),
    ).toBeNull();
  });
});

describe('the parts', () => {
  it('a slope is robust against a quarter of wild points', () => {
    const points = every(60, 100, (s) => s * 1000).map((point, index) =>
      index % 5 === 0 ? { ...point, value: 9e9 } : point,
    );
    expect(theilSen(points)?.perSecond).toBeCloseTo(1000, -2);
  });

  it('the floor of a saw is flat, that of a saw on a line rises', () => {
    const saw = (s: number): number => (s % 600) * 1000;
    const rise = (points: readonly Point[]): number => theilSen(floorOf(points, 20))?.perSecond ?? Number.NaN;
    expect(Math.abs(rise(every(10, 1200, saw)))).toBeLessThan(10);
    expect(rise(every(10, 1200, (s) => saw(s) + s * 100))).toBeCloseTo(100, -1);
  });

  it('a trend needs distinct values', () => {
    expect(mannKendall(every(60, 50, (s) => (s > 1500 ? 1 : 0)))?.tau ?? null).toBeNull();
  });

  it('a rise is free of scale: neither its unit nor its clock changes its shares', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 3, maxLength: 80 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 10 }),
        (values, size, clock) => {
          const points = values.map((value, index) => ({ atUs: index * 1_000_000, value }));
          const plain = describeRise(points);
          const other = describeRise(
            points.map(({ atUs, value }) => ({ atUs: atUs * 2 ** clock, value: value * 2 ** size })),
          );
          for (const share of ['risingPoints', 'risingShare', 'concentration', 'innerConcentration', 'tau'] as const)
            expect(other?.[share]).toBe(plain?.[share]);
          expect(other?.pace?.fastestToSlowest ?? 0).toBeCloseTo(plain?.pace?.fastestToSlowest ?? 0, 6);
        },
      ),
    ));
});
