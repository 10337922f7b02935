import { el, type Markup } from '../markup.ts';
import type { Chart, MarkKind } from '../model.ts';

export const legendLinePixels = 17;
const characterPixels = 6.1;
const leftEdge = 8;

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

export interface Legend {
  readonly lines: number;
  readonly markup: readonly Markup[];
}

/** Names of the series and the signs of the marks, in as many lines as they need. */
export function legendOf({ series, marks }: Chart, width: number): Legend {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  const entries = [
    ...series.map((one, index) => ({
      name: one.name.length > 44 ? `${one.name.slice(0, 43)}…` : one.name,
      drawn: lineClass(one, index),
      kind: null,
    })),
    ...kinds.map((kind) => ({ name: markSigns[kind].text, drawn: '', kind })),
  ];
  const { lines, places } = flowed(
    entries.map(({ name }) => 38 + textPixels(name)),
    width,
  );
  const markup = entries.map(({ name, drawn, kind }, index) => {
    const { x, y } = places[index] ?? origin;
    const baseline = y + 12;
    const sign =
      kind === null
        ? el('line', { class: drawn, x1: x, x2: x + 20, y1: baseline - 4, y2: baseline - 4 })
        : el('text', { class: `g-${kind}`, x: x + 8, y: baseline, 'text-anchor': 'middle' }, markSigns[kind].sign);
    return el('g', {}, sign, el('text', { class: 't', x: x + 25, y: baseline }, name));
  });
  return { lines, markup };
}

export const textPixels = (text: string): number => text.length * characterPixels;

interface Place {
  readonly x: number;
  readonly y: number;
}

export const origin: Place = { x: leftEdge, y: 0 };

/** Where entries of these widths stand: side by side, in as many lines as they need. */
export function flowed(widths: readonly number[], width: number): { readonly lines: number; readonly places: Place[] } {
  let x: number = leftEdge;
  let line = 0;
  const places = widths.map((entryWidth) => {
    if (x > leftEdge && x + entryWidth > width) {
      x = leftEdge;
      line += 1;
    }
    const place = { x, y: line * legendLinePixels };
    x += entryWidth;
    return place;
  });
  return { lines: line + 1, places };
}
