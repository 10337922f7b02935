import { expect, test } from 'vitest';
import { poolToOwners } from '../../../src/diagnosis/growth/components.ts';

// Amounts of the report's composition are whole bytes (schemas/report.json): two thirds of the swap in use are not, by themselves.
test('what a pool in no counter is taken to hold is whole bytes', () => {
  const parts = new Map([
    ['unaccounted', 300_000_000],
    ['anonymous', 100_000_000],
  ] as const);
  expect(poolToOwners(parts, 123_457, false)).toBe(82_716);
  expect(Object.fromEntries(parts)).toEqual({ unaccounted: 299_917_284, anonymous: 100_082_716 });
});
