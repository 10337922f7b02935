import { expect, test } from 'vitest';
import { inTurns } from '../../src/live/judging/in-turns.ts';
import type { Timeline, TimelineRecord } from '../../src/store/timeline.ts';

/** Judging a storm works for seconds in the thread that reads the kernel's ring: reading must go on meanwhile. */
test('timers go off while a reader that works between any two records is at it', async () => {
  const timeline = {
    async *records() {
      for (let count = 0; count < 20; count += 1) yield {} as TimelineRecord;
    },
  } as unknown as Timeline;
  let turns = 0;
  const ring = setInterval(() => {
    turns += 1;
  }, 1);
  let read = 0;
  for await (const _ of inTurns(timeline).records()) {
    read += 1;
    const untilMs = performance.now() + 5;
    while (performance.now() < untilMs);
  }
  clearInterval(ring);
  expect(read).toBe(20);
  expect(turns).toBeGreaterThan(10);
});
