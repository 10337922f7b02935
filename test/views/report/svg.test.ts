import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chart } from '../../../src/views/report/model.ts';
import { chartSvg, narrow, wide } from '../../../src/views/report/svg/chart.ts';
import { timeTicks, valueTicks } from '../../../src/views/report/svg/scale.ts';

const chart: Chart = {
  id: 'memory',
  title: 'Memory',
  unit: 'bytes',
  fromSeconds: -60,
  toSeconds: 20,
  series: [
    {
      name: 'available',
      component: 'available',
      seconds: [-60, -50, -45, -20, 0],
      values: [3e8, 2e8, null, 1e8, 5e7],
    },
  ],
  limit: { value: 4e8, label: 'RAM 381 MiB' },
  marks: [{ kind: 'kill', seconds: 0, text: 'x (pid 1) killed' }],
  sentence: { text: 'It fell.', refs: [] },
};

test('a gap in the samples is a gap in the line', () => {
  const paths = [...chartSvg(chart, wide).markup.matchAll(/<path class="line s0 l-available" d="([^"]*)"/g)];
  expect(paths).toHaveLength(2);
});

test('limit and kill are drawn and named', () => {
  const { markup } = chartSvg(chart, narrow);
  expect(markup).toContain('RAM 381 MiB');
  expect(markup).toContain('mark-kill');
  expect(markup).toContain('x (pid 1) killed');
});

test('a chart in a file of its own carries its style and says what it shows', () => {
  const { markup } = chartSvg(chart, wide, true);
  expect(markup).toMatch(/^<svg class="chart" viewBox="[\d ]+" role="img" aria-label="Memory. It fell." xmlns="/);
  expect(markup).toContain('<style>');
});

test('an axis reaches what it must show, at round numbers of one unit', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), (most) => {
      const ticks = valueTicks(most, 'bytes');
      expect(ticks[0]?.at).toBe(0);
      expect(ticks.at(-1)?.at).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
    }),
  );
  expect(valueTicks(456 * 2 ** 20, 'bytes').map(({ label }) => label)).toEqual([
    '0 MiB',
    '100 MiB',
    '200 MiB',
    '300 MiB',
    '400 MiB',
    '500 MiB',
  ]);
});

test('an axis of time counts from the event', () => {
  expect(timeTicks(-95, 20).map(({ label }) => label)).toEqual(['−1 min 30 s', '−1 min', '−30 s', 'event']);
});
