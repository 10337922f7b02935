import { expect, test } from 'vitest';
import { zoneOffsets } from '../../src/alignment/clocks/offset-search.ts';
import { offsetByValues } from '../../src/alignment/clocks/same-values.ts';

const second = 1_000_000;
const hour = 3600 * second;
const noonUs = 1_795_176_000 * second;

/** Free memory that falls, is freed and wobbles, as one machine had it. */
const memory = (atUs: number): number => {
  const seconds = (atUs - noonUs) / second;
  return 4e9 - (((seconds % 1300) + 1300) % 1300) * 2e6 + Math.sin(seconds / 97) * 3e7;
};
const read = (everySeconds: number, aheadUs: number, hours = 1, value = memory) =>
  Array.from({ length: Math.floor((hours * 3600) / everySeconds) }, (_, index) => {
    const atUs = noonUs - (hours / 2) * hour + index * everySeconds * second;
    return { atUs: atUs + aheadUs, value: value(atUs) };
  });

test.each([0, 2, -7, 5.75])('two tools that read one machine, clocks %f h apart', (hours) => {
  expect(offsetByValues(read(2, 0), read(10, hours * hour), zoneOffsets())).toBe(hours * hour);
});

test('memory that does not vary, few values, or another machine: nothing is found', () => {
  const flat = () => 4e9;
  expect(offsetByValues(read(2, 0, 1, flat), read(10, 0, 1, flat), zoneOffsets())).toBeNull();
  expect(offsetByValues(read(2, 0), read(10, 0).slice(0, 5), zoneOffsets())).toBeNull();
  const other = (atUs: number): number => 4e9 + Math.cos(atUs / second / 61) * 5e8;
  expect(offsetByValues(read(2, 0), read(10, 0, 1, other), zoneOffsets())).toBeNull();
});

test('memory that repeats with the quarters of the hour fits several zones, and settles none', () => {
  const cron = (atUs: number): number => 4e9 - ((((atUs - noonUs) / second) % 900) + 900) * 1e6;
  expect(offsetByValues(read(2, 0, 20, cron), read(10, 0, 20, cron), zoneOffsets())).toBeNull();
});
