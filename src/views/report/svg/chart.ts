import { el, type Markup, raw } from '../markup.ts';
import type { Chart } from '../model.ts';
import { legendLinePixels, legendOf, lineClass, markSigns } from './legend.ts';
import { fileChartCss } from './palette.ts';
import { linear, type Scale, timeTicks, valueTicks } from './scale.ts';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export const wide: ChartSize = { width: 760, height: 300 };
/** For a telephone: the same text size in half the width. */
export const narrow: ChartSize = { width: 360, height: 300 };

const margin = { left: 62, right: 14, bottom: 30 };

/** A chart as SVG: axes in real units, gaps as gaps, the limit and what happened as lines. The classes are coloured by the palette. */
export function chartSvg(chart: Chart, { width, height }: ChartSize, standalone = false): Markup {
  const legend = legendOf(chart, width);
  const top = 10 + legend.lines * legendLinePixels;
  const plot = {
    left: margin.left,
    right: width - margin.right,
    top,
    bottom: height + legend.lines * legendLinePixels - margin.bottom,
  };
  const full = height + legend.lines * legendLinePixels;
  const values = chart.series.flatMap((series) => series.values.flatMap((value) => value ?? []));
  const ticks = valueTicks(Math.max(chart.limit?.value ?? 0, ...bounded(values)), chart.unit);
  const x = linear([chart.fromSeconds, chart.toSeconds], [plot.left, plot.right]);
  const y = linear([0, ticks.at(-1)?.at ?? 1], [plot.bottom, plot.top]);
  const label = `${chart.title}. ${chart.sentence.text}`;
  return el(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${full}`,
      role: 'img',
      'aria-label': label,
      ...(standalone ? { xmlns: 'http://www.w3.org/2000/svg', width, height: full } : {}),
    },
    el('title', {}, label),
    standalone ? [el('style', {}, raw(fileChartCss)), el('rect', { class: 'ground', width, height: full })] : null,
    legend.markup,
    ticks.map(({ at, label: text }) => [
      el('line', { class: 'grid', x1: plot.left, x2: plot.right, y1: y(at), y2: y(at) }),
      el('text', { class: 'm', x: plot.left - 6, y: y(at) + 4, 'text-anchor': 'end' }, text),
    ]),
    timeTicks(chart.fromSeconds, chart.toSeconds, width / 105).map(({ at, label: text }) => [
      el('line', { class: 'axis', x1: x(at), x2: x(at), y1: plot.bottom, y2: plot.bottom + 4 }),
      el('text', { class: 'm', x: x(at), y: plot.bottom + 17, 'text-anchor': anchorAt(x(at), plot) }, text),
    ]),
    el('line', { class: 'axis', x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom }),
    marksOf(chart, x, plot),
    chart.series.map((series, index) => linesOf(series, lineClass(series, index), { x, y })),
    limitOf(chart, y, plot),
  );
}

function anchorAt(at: number, plot: { readonly left: number; readonly right: number }): string {
  return at > plot.right - 24 ? 'end' : at < plot.left + 20 ? 'start' : 'middle';
}

function bounded(values: readonly number[]): readonly number[] {
  return [values.reduce((most, value) => Math.max(most, value), 0)];
}

function linesOf(
  { seconds, values }: Chart['series'][number],
  line: string,
  { x, y }: { readonly x: Scale; readonly y: Scale },
): Markup[] {
  const runs: string[][] = [[]];
  for (const [point, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${x(seconds[point] ?? 0)} ${y(value)}`);
  }
  return (
    runs
      .filter((run) => run.length > 0)
      // A point alone between two gaps is a dot: a path of one point draws nothing.
      .map((run) => el('path', { class: line, d: run.length === 1 ? `M${run[0]}h2` : `M${run.join('L')}` }))
  );
}

function limitOf({ limit }: Chart, y: Scale, plot: { readonly left: number; readonly right: number }): Markup[] {
  if (limit === null) return [];
  const at = y(limit.value);
  return [
    el('line', { class: 'limit', x1: plot.left, x2: plot.right, y1: at, y2: at }),
    el('text', { class: 'm halo', x: plot.right - 4, y: at + 13, 'text-anchor': 'end' }, limit.label),
  ];
}

function marksOf({ marks }: Chart, x: Scale, plot: { readonly top: number; readonly bottom: number }): Markup[] {
  return marks.map(({ kind, seconds, text }) =>
    el(
      'g',
      {},
      el('title', {}, text),
      el('line', { class: `mark mark-${kind}`, x1: x(seconds), x2: x(seconds), y1: plot.top, y2: plot.bottom }),
      el(
        'text',
        { class: `g-${kind}`, x: x(seconds), y: plot.bottom - 4, 'text-anchor': 'middle' },
        markSigns[kind].sign,
      ),
    ),
  );
}
