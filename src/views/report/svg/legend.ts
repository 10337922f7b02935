import { el, type Markup } from '../markup.ts';
import type { Chart, MarkKind } from '../model.ts';

export const legendLinePixels = 17;
const characterPixels = 6.1;
const leftEdge: number = 8;

/** Kinds of marks that a legend names, with the sign that stands at the foot of their line. */
export const markSigns: Readonly<Record<MarkKind, { readonly sign: string; readonly text: string }>> = {
  kill: { sign: '▲', text: 'kill' },
  hang: { sign: '■', text: 'hung task' },
  failure: { sign: '◆', text: 'failed allocation' },
  warning: { sign: '◇', text: 'warning' },
  unit: { sign: '○', text: 'unit hit' },
  restart: { sign: '↻', text: 'started again' },
  memory: { sign: '·', text: 'memory' },
};

/** Its own dashes, and the colour of what it measures. */
export function lineClass({ component }: Chart['series'][number], index: number): string {
  return `line s${index % 8}${component === null ? '' : ` l-${component}`}`;
}

/** Names of the series and the signs of the marks, in as many lines as they need. */
export function legendOf(
  { series, marks }: Chart,
  width: number,
): { readonly lines: number; readonly markup: Markup[] } {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  const entries = [
    ...series.map((one, index) => ({
      name: one.name.length > 44 ? `${one.name.slice(0, 43)}…` : one.name,
      drawn: lineClass(one, index),
      kind: null,
    })),
    ...kinds.map((kind) => ({ name: markSigns[kind].text, drawn: '', kind })),
  ];
  let left = leftEdge;
  let line = 0;
  const markup = entries.map(({ name, drawn, kind }) => {
    const entryWidth = 26 + name.length * characterPixels + 12;
    if (left > leftEdge && left + entryWidth > width) {
      left = leftEdge;
      line += 1;
    }
    const at = { x: left, y: 12 + line * legendLinePixels };
    left += entryWidth;
    const sign =
      kind === null
        ? el('line', { class: drawn, x1: at.x, x2: at.x + 20, y1: at.y - 4, y2: at.y - 4 })
        : el('text', { class: `g-${kind}`, x: at.x + 8, y: at.y, 'text-anchor': 'middle' }, markSigns[kind].sign);
    return el('g', {}, sign, el('text', { class: 't', x: at.x + 25, y: at.y }, name));
  });
  return { lines: line + 1, markup };
}
