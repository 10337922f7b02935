import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricKind, metricNames } from '../../../parsers/samples/names/metric-names.ts';
import { growth, isCounter, ratesBetween } from '../../../parsers/samples/names/rates.ts';

const at = (seconds: number, metrics: Record<string, number>) => ({ atUs: seconds * 1_000_000, metrics });

test('counters become rates over the time between, pages become bytes with a page size', () => {
  const rates = ratesBetween(
    at(10, {
      swapInPagesTotal: 100,
      majorFaultsTotal: 5,
      psiMemoryFullUsTotal: 1_000_000,
      memFreeBytes: 9,
      oomKillCount: 1,
    }),
    at(14, {
      swapInPagesTotal: 300,
      majorFaultsTotal: 5,
      psiMemoryFullUsTotal: 3_000_000,
      memFreeBytes: 4,
      oomKillCount: 2,
    }),
    4096,
  );
  expect(rates?.metrics).toEqual({
    swapInPagesPerSecond: 50,
    swapInBytesPerSecond: 50 * 4096,
    majorFaultsPerSecond: 0,
    psiMemoryFullPercent: 50,
  });
});

test('a counter that fell is a reset: nothing is known of the time between', () => {
  const rates = ratesBetween(
    at(10, { swapInPagesTotal: 100, faultsTotal: 5 }),
    at(14, { swapInPagesTotal: 3, faultsTotal: 50 }),
  );
  expect(rates).toMatchObject({ metrics: {}, resets: ['swapInPagesTotal'] });
});

test('without time between there is no rate', () => {
  expect(ratesBetween(at(10, { faultsTotal: 1 }), at(10, { faultsTotal: 2 }))).toBeNull();
  expect(ratesBetween(at(10, { faultsTotal: 1 }), at(9, { faultsTotal: 2 }))).toBeNull();
});

test('a counter that one side lacks gives none', () => {
  expect(ratesBetween(at(1, {}), at(2, { faultsTotal: 2 }))?.metrics).toEqual({});
});

test('rates are never negative and never endless', () => {
  const metrics = fc.dictionary(
    fc.constantFrom('faultsTotal', 'swapInPagesTotal', 'psiIoSomeUsTotal', 'memFreeBytes'),
    fc.nat(),
  );
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), metrics, metrics, (from, to, before, after) => {
      for (const rate of Object.values(ratesBetween(at(from, before), at(to, after), 4096)?.metrics ?? {})) {
        expect(rate >= 0 && Number.isFinite(rate)).toBe(true);
      }
    }),
  );
});

test('growth is null over a reset', () => {
  expect([growth(1, 3), growth(3, 1)]).toEqual([2, null]);
});

test('every counter in the list is one by its name, and nothing else is', () => {
  for (const name of Object.keys(metricNames))
    expect([name, isCounter(name)]).toEqual([name, metricKind(name) === 'counter']);
});

test('every rate that is made has a name in the list', () => {
  const counters = Object.keys(metricNames).filter(isCounter);
  const zero = Object.fromEntries(counters.map((name) => [name, 0]));
  for (const name of Object.keys(ratesBetween(at(1, zero), at(2, zero), 4096)?.metrics ?? {}))
    expect(metricKind(name)).toMatch(/rate|percent/);
});
