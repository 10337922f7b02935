import { expect, test } from 'vitest';
import type { MemoryNow } from '../../src/live/live-state.ts';
import { createEarlyWarning } from '../../src/live/warnings.ts';

const gib = 1024 ** 3;
const memory = (atSeconds: number, share: number, more: Partial<MemoryNow> = {}): MemoryNow => ({
  atMs: atSeconds * 1000,
  totalBytes: 16 * gib,
  availableBytes: 16 * gib * share,
  swapTotalBytes: 0,
  swapFreeBytes: 0,
  psiSomePercent: 0,
  psiFullPercent: 0,
  availableBytesPerSecond: null,
  exhaustionSeconds: null,
  tight: false,
  ...more,
});

test('a value that wavers around a line warns once', () => {
  const warning = createEarlyWarning();
  const told = [0.5, 0.19, 0.21, 0.19, 0.21, 0.22, 0.19].flatMap(
    (share, second) => warning.look(memory(second, share))?.level ?? [],
  );
  expect(told).toEqual(['low']);
});

test('it is over only after half a minute that was clearly better', () => {
  const warning = createEarlyWarning();
  warning.look(memory(0, 0.05));
  expect(warning.level).toBe('critical');
  expect(warning.look(memory(1, 0.6))).toBeNull();
  expect(warning.look(memory(20, 0.6))).toBeNull();
  expect(warning.look(memory(32, 0.6))?.level).toBe('clear');
});

test('a burst on a machine with most of its memory free is no warning', () => {
  const soon = { exhaustionSeconds: { least: 90, most: 300 } };
  expect(createEarlyWarning().look(memory(0, 0.8, soon))).toBeNull();
  expect(createEarlyWarning().look(memory(0, 0.3, soon))?.level).toBe('low');
});
