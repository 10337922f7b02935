import { formatBytes, formatShare } from '../../quantities.ts';
import { componentText } from '../build/names.ts';
import { el, type Markup, raw } from '../markup.ts';
import type { Composition } from '../model.ts';
import type { ChartSize } from './chart.ts';
import { flowed, type Legend, legendLinePixels, origin, textPixels } from './legend.ts';
import { fileChartCss } from './palette.ts';
import { linear } from './scale.ts';

const row = { height: 26, gap: 30 };
/** Parts below this share of the total are drawn but not named. */
const worthNaming = 0.005;

/** Where the memory was at a few times: one stacked bar each, all to the same scale. */
export function barsSvg(bars: readonly Composition[], { width }: Pick<ChartSize, 'width'>, standalone = false): Markup {
  const most = bars.reduce((total, bar) => Math.max(total, bar.totalBytes), 1);
  const x = linear([0, most], [8, width - 8]);
  const order = orderOf(bars);
  const legend = legendOf(order, width);
  const bottom = bars.length * (row.height + row.gap) + 8;
  const height = bottom + legend.lines * legendLinePixels + 6;
  const label = `Where the memory was: ${bars.map(wordsOf).join('. ')}.`;
  return el(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': label,
      ...(standalone ? { xmlns: 'http://www.w3.org/2000/svg', width, height } : {}),
    },
    el('title', {}, label),
    standalone ? [el('style', {}, raw(fileChartCss)), el('rect', { class: 'ground', width, height })] : null,
    bars.map((bar, index) => {
      const top = index * (row.height + row.gap) + 22;
      return [
        el('text', { class: 't', x: 8, y: top - 6 }, `${bar.label}: ${formatBytes(bar.totalBytes)}`),
        segmentsOf(bar, order).map(({ component, bytes, from }) =>
          el(
            'rect',
            {
              class: `c c-${component} edge`,
              x: x(from),
              y: top,
              width: Number((x(from + bytes) - x(from)).toFixed(1)),
              height: row.height,
            },
            el(
              'title',
              {},
              `${componentText(component)}: ${formatBytes(bytes)}, ${formatShare(bytes, bar.totalBytes)}`,
            ),
          ),
        ),
      ];
    }),
    el('g', { transform: `translate(0 ${bottom + 10})` }, legend.markup),
  );
}

function wordsOf({ label, totalBytes, parts }: Composition): string {
  const named = parts.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
  return `${label}, ${named.map(({ component, bytes }) => `${componentText(component)} ${formatBytes(bytes)}`).join(', ')} of ${formatBytes(totalBytes)}`;
}

/** Components in one order for all bars: the largest anywhere first, free memory last. */
export function orderOf(bars: readonly Composition[]): string[] {
  const most = new Map<string, number>();
  for (const { parts, totalBytes } of bars) {
    for (const { component, bytes } of parts)
      most.set(component, Math.max(most.get(component) ?? 0, bytes / totalBytes));
  }
  return [...most]
    .filter(([, share]) => share >= worthNaming)
    .sort(([a, shareA], [b, shareB]) => Number(a === 'free') - Number(b === 'free') || shareB - shareA)
    .map(([component]) => component);
}

function segmentsOf(
  { parts }: Composition,
  order: readonly string[],
): { component: string; bytes: number; from: number }[] {
  let from = 0;
  return order.flatMap((component) => {
    const bytes = parts.find((part) => part.component === component)?.bytes ?? 0;
    const segment = { component, bytes, from };
    from += bytes;
    return bytes > 0 ? [segment] : [];
  });
}

function legendOf(order: readonly string[], width: number): Legend {
  const { lines, places } = flowed(
    order.map((component) => 32 + textPixels(componentText(component))),
    width,
  );
  const markup = order.map((component, index) => {
    const { x, y } = places[index] ?? origin;
    return el(
      'g',
      {},
      el('rect', { class: `c c-${component}`, x, y: y - 9, width: 12, height: 12 }),
      el('text', { class: 't', x: x + 17, y: y + 1 }, componentText(component)),
    );
  });
  return { lines, markup };
}
