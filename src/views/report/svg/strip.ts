import { el, type Markup } from '../markup.ts';
import type { Mark, MarkKind } from '../model.ts';
import type { ChartSize } from './chart.ts';
import { markSigns } from './legend.ts';
import { linear, timeTicks } from './scale.ts';

/** Kinds that have a lane, from above. */
const lanes: readonly MarkKind[] = ['warning', 'failure', 'hang', 'kill', 'unit', 'restart'];
const laneHeight = 22;

/** What happened as signs on one axis of time, a lane for each kind that occurs. */
export function stripSvg(marks: readonly Mark[], { width }: Pick<ChartSize, 'width'>): Markup | null {
  const times = marks.map(({ seconds }) => seconds);
  const first = Math.min(...times);
  const last = Math.max(...times);
  if (marks.length < 2 || last - first < 0.01) return null;
  const used = lanes.filter((kind) => marks.some((mark) => mark.kind === kind));
  const plot = { left: 118, right: width - 26 };
  const x = linear([first, last], [plot.left, plot.right]);
  const bottom = used.length * laneHeight + 6;
  const label = `Timeline: ${used.map((kind) => `${marks.filter((mark) => mark.kind === kind).length} ${markSigns[kind].text}`).join(', ')}`;
  return el(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${bottom + 24}`, role: 'img', 'aria-label': label },
    el('title', {}, label),
    used.map((kind, lane) => {
      const { text: name, sign } = markSigns[kind];
      const y = lane * laneHeight + 16;
      return [
        el('text', { class: 'm', x: 4, y: y + 4 }, name),
        el('line', { class: 'grid', x1: plot.left, x2: plot.right, y1: y, y2: y }),
        marks
          .filter((mark) => mark.kind === kind)
          .map(({ seconds, text }) =>
            el(
              'text',
              { class: `g-${kind}`, x: x(seconds), y: y + 4, 'text-anchor': 'middle' },
              el('title', {}, text),
              sign,
            ),
          ),
      ];
    }),
    timeTicks(first, last, width / 120).map(({ at, label: text }) => [
      el('line', { class: 'axis', x1: x(at), x2: x(at), y1: bottom, y2: bottom + 4 }),
      el(
        'text',
        { class: 'm', x: x(at), y: bottom + 16, 'text-anchor': x(at) > plot.right - 20 ? 'end' : 'middle' },
        text,
      ),
    ]),
    el('line', { class: 'axis', x1: plot.left, x2: plot.right, y1: bottom, y2: bottom }),
  );
}
