import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClockGroups, type SampleClockGroup } from '../../src/alignment/clocks/clock-groups.ts';
import { createThinnedReader } from '../../src/alignment/points/thinned.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { all, batchOf, noonUs, sampleAt } from '../store/facts.ts';

const second = 1_000_000;

/** What is held of one period must never show in another: every answer is the one that the timeline itself gives. */
test('whatever was asked before, a period is read as the timeline reads it', async () => {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    await timeline.append(batchOf({ samples: samplesOfTwoHours() }));
    const group = await groupOf(timeline);
    const period = fc.record({ at: fc.integer({ min: -600, max: 7800 }), seconds: fc.integer({ min: 1, max: 2500 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(period, { minLength: 1, maxLength: 8 }), async (periods) => {
        const read = createThinnedReader(timeline);
        for (const { at, seconds } of periods) {
          const asked = { fromUs: noonUs + at * second, toUs: noonUs + (at + seconds) * second };
          for (const everyUs of [60 * second, 300 * second])
            expect(await read(group, asked, everyUs)).toEqual(await all(timeline.samples({ ...asked, everyUs })));
        }
      }),
      { numRuns: 60 },
    );
  } finally {
    await timeline.close();
  }
});

test('incidents an hour apart cost one reading of their weeks, whichever way they go', async () => {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    await timeline.append(batchOf({ samples: samplesOfTwoHours() }));
    const group = await groupOf(timeline);
    for (const direction of [1, -1]) {
      let points = 0;
      const counting: Timeline = {
        ...timeline,
        async *samples(filter) {
          for await (const piece of timeline.samples(filter)) {
            points += piece.points.length;
            yield piece;
          }
        },
      };
      const read = createThinnedReader(counting);
      let served = 0;
      for (let step = 0; step < 100; step += 1) {
        const fromUs = noonUs + direction * step * 10 * second;
        for (const piece of await read(group, { fromUs, toUs: fromUs + 3600 * second }, 60 * second))
          served += piece.points.length;
      }
      expect(points).toBeLessThan(served / 10);
    }
  } finally {
    await timeline.close();
  }
});

/** One series every 10 s, one at uneven times, one that ends after ten minutes. */
function samplesOfTwoHours() {
  return Array.from({ length: 720 }, (_, index) => index * 10).flatMap((at) => [
    sampleAt(at, at),
    ...(at % 170 < 30 ? [sampleAt(at + (at % 7), -at, { metric: 'swapBytes' })] : []),
    ...(at < 600 ? [sampleAt(at + 3, at, { pid: 7, comm: 'java' })] : []),
  ]);
}

async function groupOf(timeline: Timeline): Promise<SampleClockGroup> {
  const clocks = createClockGroups('');
  for await (const range of timeline.series()) clocks.add(range);
  return clocks.groups[0] as SampleClockGroup;
}
