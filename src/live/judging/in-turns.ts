import { setImmediate as everybodysTurn } from 'node:timers/promises';
import type { Timeline } from '../../store/timeline.ts';

/** So long judging may work at a stretch: the kernel's ring is asked every 5 ms while memory is tight. */
const turnMs = 3;

/**
 * A timeline whose reader gives way, between two records or two pieces of samples, to the sources and the committer once its turn
 * is over: in a storm of reports judging works for seconds, in the thread that reads the kernel's ring.
 */
export function inTurns(timeline: Timeline): Timeline {
  let beganMs = performance.now();

  async function* gently<One>(all: AsyncIterable<One>): AsyncGenerator<One> {
    for await (const one of all) {
      yield one;
      if (performance.now() - beganMs < turnMs) continue;
      await everybodysTurn();
      beganMs = performance.now();
    }
  }

  return {
    ...timeline,
    records: (filter) => gently(timeline.records(filter)),
    samples: (filter) => gently(timeline.samples(filter)),
    series: (filter) => gently(timeline.series(filter)),
  };
}
