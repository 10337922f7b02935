import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, formatBytes, formatCount, formatShare, formatSpan } from '../../src/views/quantities.ts';

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [999, '999 B'],
  [1024, '1.00 KiB'],
  [83_730_432, '79.9 MiB'],
  [489_377_792, '467 MiB'],
  [1_048_575, '1.00 MiB'],
  [1_073_741_824, '1.00 GiB'],
  [-2_097_152, '-2.00 MiB'],
  [2 ** 53, '8.00 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

// Rounding may cost digits, never a unit: what is printed is within half a percent of the truth.
test('a size that is printed is the size', () => {
  const factors = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
      const [amount = '', unit = 'B'] = formatBytes(bytes).split(' ');
      const printed = Number(amount) * factors[unit as keyof typeof factors];
      expect(Math.abs(printed - bytes)).toBeLessThanOrEqual(bytes * 0.0051);
      expect(amount.length).toBeLessThanOrEqual(4);
    }),
  );
});

test.each([
  [0.04, '0 s'],
  [1.25, '1.3 s'],
  [41, '41 s'],
  [59.7, '1 min'],
  [192, '3 min 12 s'],
  [7500, '2 h 5 min'],
  [273_600, '3 d 4 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});

describe('shares and counts', () => {
  test('a trace is more than nothing', () => {
    expect(formatShare(0, 100)).toBe('0 %');
    expect(formatShare(1, 1000)).toBe('<1 %');
    expect(formatShare(93, 100)).toBe('93 %');
    expect(formatShare(1, 0)).toBe('');
  });

  test('plurals', () => {
    expect(counted(1, 'process', 'processes')).toBe('1 process');
    expect(counted(1200, 'process', 'processes')).toBe('1,200 processes');
  });
});

/** `toLocaleString` would load 7 MB of tables into a process that must stay small. */
test('numbers are grouped as en-US does it', () => {
  for (const count of [0, 7, 999, 1000, 12_345, 4_120_993, -1234, 1.5, 1234.25, 999_999.5])
    expect(formatCount(count)).toBe(count.toLocaleString('en-US'));
});
