export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const width = 720;
const height = 260;
const margin = { left: 48, right: 12, top: 28, bottom: 34 } as const;

/** A line chart as SVG: x from 0, y from 0. */
export function plot(title: string, axes: { readonly x: string; readonly y: string }, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const mostX = Math.max(1, ...all.map(({ x }) => x));
  const mostY = niceAbove(Math.max(1, ...all.map(({ y }) => y)));
  const atX = (x: number): number => margin.left + (x / mostX) * (width - margin.left - margin.right);
  const atY = (y: number): number => height - margin.bottom - (y / mostY) * (height - margin.top - margin.bottom);
  const ticksY = [0, 0.25, 0.5, 0.75, 1].map((share) => share * mostY);
  const ticksX = [0, 0.25, 0.5, 0.75, 1].map((share) => share * mostX);
  const text = (x: number, y: number, words: string, anchor = 'middle'): string =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(margin.left, 16, title, 'start'),
    ...ticksY.map(
      (y) =>
        `<path d="M${margin.left} ${atY(y).toFixed(1)}H${width - margin.right}" stroke="#ddd"/>${text(margin.left - 6, atY(y) + 4, y.toFixed(0), 'end')}`,
    ),
    ...ticksX.map((x) => text(atX(x), height - margin.bottom + 16, x.toFixed(0))),
    text(width / 2, height - 4, axes.x),
    text(margin.left - 6, 16, axes.y, 'end'),
    ...lines.map(
      ({ colour, points }) =>
        `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.map(({ x, y }) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`).join(' ')}"/>`,
    ),
    ...lines.map(
      ({ name, colour }, index) =>
        `<g fill="${colour}">${text(width - margin.right, 16 + index * 14, name, 'end')}</g>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}
