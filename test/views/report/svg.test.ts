import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chart, Composition, Mark } from '../../../src/views/report/model.ts';
import { barsSvg } from '../../../src/views/report/svg/bars.ts';
import { chartSvg, narrow, wide } from '../../../src/views/report/svg/chart.ts';
import { flowed } from '../../../src/views/report/svg/legend.ts';
import { pageChartCss } from '../../../src/views/report/svg/palette.ts';
import { timeTicks, valueTicks } from '../../../src/views/report/svg/scale.ts';
import { stripSvg } from '../../../src/views/report/svg/strip.ts';

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

test('labels of the axes stand outside of the plot', () => {
  const { markup } = chartSvg(chart, wide);
  const ends = [...markup.matchAll(/<text class="m" x="([\d.]+)" y="[\d.]+" text-anchor="end">\d+ MiB/g)];
  expect(ends.length).toBeGreaterThan(2);
  for (const [, x] of ends) expect(Number(x)).toBeLessThan(62);
});

const composition = (label: string, parts: Record<string, number>): Composition => ({
  label,
  totalBytes: 1000,
  parts: Object.entries(parts).map(([component, bytes]) => ({ component, bytes })),
  refs: [],
});

test('the parts of a bar stand side by side, the largest of all bars first and what was free last', () => {
  const { markup } = barsSvg(
    [
      composition('before', { free: 600, slab: 100, anonymous: 300 }),
      composition('after', { free: 50, anonymous: 950 }),
    ],
    wide,
  );
  const parts = [...markup.matchAll(/<rect class="c c-(\w+) edge" x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)].map(
    ([, component, x, y, width]) => ({ component, x: Number(x), y: Number(y), width: Number(width) }),
  );
  expect(parts.map(({ component }) => component)).toEqual(['anonymous', 'slab', 'free', 'anonymous', 'free']);
  const full = wide.width - 16;
  for (const y of new Set(parts.map((part) => part.y))) {
    let at = 8;
    for (const part of parts.filter((one) => one.y === y)) {
      expect(part.x).toBeCloseTo(at, 0);
      at += part.width;
    }
    expect(at).toBeCloseTo(8 + full, 0);
  }
  expect(parts[0]?.width).toBeCloseTo(0.3 * full, 0);
});

test('each kind has a lane of its own on the strip, from the first mark to the last', () => {
  const mark = (kind: Mark['kind'], seconds: number): Mark => ({ kind, seconds, text: `${kind} ${seconds}`, refs: [] });
  const markup = stripSvg([mark('warning', -60), mark('kill', 0), mark('kill', 20)], wide)?.markup ?? '';
  const signs = [...markup.matchAll(/<text class="g-(\w+)" x="([\d.]+)" y="(\d+)"[^>]*><title>(\w+ -?\d+)/g)];
  expect(signs.map(([, kind, , , title]) => [kind, title])).toEqual([
    ['warning', 'warning -60'],
    ['kill', 'kill 0'],
    ['kill', 'kill 20'],
  ]);
  expect(signs.map(([, , x]) => Number(x))).toEqual([118, 580, wide.width - 26]);
  expect(new Set(signs.map(([, , , y]) => y)).size).toBe(2);
  expect(stripSvg([mark('kill', 0)], wide)).toBeNull();
});

test('a legend goes on in the next line where the width ends', () => {
  expect(flowed([100, 100, 100], 220)).toEqual({
    lines: 2,
    places: [
      { x: 8, y: 0 },
      { x: 108, y: 0 },
      { x: 8, y: 17 },
    ],
  });
  expect(flowed([500], 220)).toEqual({ lines: 1, places: [{ x: 8, y: 0 }] });
});

// Who sees no colours tells the lines apart by their dashes.
test('every series but the first is dashed in its own way', () => {
  const dashed = [...pageChartCss.matchAll(/\.chart \.s(\d)\{stroke-dasharray:([\d ]+)\}/g)];
  expect(dashed.map(([, series]) => series)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(new Set(dashed.map(([, , dash]) => dash)).size).toBe(7);
});

test('a tick stands at the end of the axis, too', () => {
  expect(timeTicks(-60, 60, 4).map(({ at }) => at)).toEqual([-60, -30, 0, 30, 60]);
});
