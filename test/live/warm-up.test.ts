import { expect, test } from 'vitest';
import { warmUp } from '../../src/live/surviving/warm-up.ts';

/** Where the made-up report is not read as a kill, the code that the first real one needs was not touched. */
test('the report that is read before there is one comes to a kill', () => {
  expect(warmUp()).toBe(1);
});
