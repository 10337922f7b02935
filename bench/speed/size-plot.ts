/** What a log of one size cost. */
export interface SizeCost {
  readonly bytes: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

const width = 560;
const height = 360;
const margin = { left: 64, right: 24, top: 24, bottom: 48 };

const powers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const sizeText = (power: number): string => (power >= 9 ? `${10 ** (power - 9)} GB` : `${10 ** (power - 6)} MB`);

/**
 * CPU and wall seconds against size, both axes logarithmic: what costs the same for each byte is a line of slope one, which is
 * drawn through the last point for comparison.
 */
export function sizePlot(costs: readonly SizeCost[]): string {
  const seconds = costs.flatMap(({ cpuSeconds, wallSeconds }) => [cpuSeconds, wallSeconds]);
  const xPowers = powers(6, Math.ceil(Math.log10(Math.max(...costs.map(({ bytes }) => bytes))) - 0.05));
  const yPowers = powers(Math.floor(Math.log10(Math.min(...seconds))), Math.ceil(Math.log10(Math.max(...seconds))));
  const scale = (value: number, of: readonly number[], from: number, to: number): number =>
    from + ((Math.log10(value) - (of[0] as number)) / ((of.at(-1) as number) - (of[0] as number))) * (to - from);
  const x = (bytes: number): number => scale(bytes, xPowers, margin.left, width - margin.right);
  const y = (value: number): number => scale(value, yPowers, height - margin.bottom, margin.top);

  const line = (of: (cost: SizeCost) => number, attributes: string): string => {
    const points = costs.map((cost) => `${x(cost.bytes).toFixed(1)},${y(of(cost)).toFixed(1)}`);
    const dots = points.map((point) => {
      const [cx, cy] = point.split(',');
      return `<circle cx="${cx}" cy="${cy}" r="3" ${attributes} fill="currentColor"/>`;
    });
    return `<polyline points="${points.join(' ')}" fill="none" ${attributes}/>${dots.join('')}`;
  };
  const last = costs.at(-1) as SizeCost;
  const linearFrom = last.bytes * (10 ** (yPowers[0] as number) / last.cpuSeconds);
  const linear = `<line x1="${x(linearFrom).toFixed(1)}" y1="${y(10 ** (yPowers[0] as number)).toFixed(1)}" x2="${x(last.bytes).toFixed(1)}" y2="${y(last.cpuSeconds).toFixed(1)}" stroke="#999" stroke-dasharray="4 4"/>`;
  const grid = [
    ...xPowers.map((power) => {
      const at = x(10 ** power).toFixed(1);
      return `<line x1="${at}" y1="${margin.top}" x2="${at}" y2="${height - margin.bottom}" stroke="#ddd"/><text x="${at}" y="${height - margin.bottom + 18}" text-anchor="middle">${sizeText(power)}</text>`;
    }),
    ...yPowers.map((power) => {
      const at = y(10 ** power).toFixed(1);
      return `<line x1="${margin.left}" y1="${at}" x2="${width - margin.right}" y2="${at}" stroke="#ddd"/><text x="${margin.left - 8}" y="${at}" dy="4" text-anchor="end">${10 ** power} s</text>`;
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Seconds against size of the log, both axes logarithmic">
<rect width="${width}" height="${height}" fill="#fff"/>
${grid.join('\n')}
${linear}
<g color="#b35900">${line(({ wallSeconds }) => wallSeconds, 'stroke="#b35900"')}</g>
<g color="#1f5fa8">${line(({ cpuSeconds }) => cpuSeconds, 'stroke="#1f5fa8" stroke-width="2"')}</g>
<text x="${margin.left + 8}" y="${margin.top + 12}" fill="#1f5fa8">CPU seconds</text>
<text x="${margin.left + 8}" y="${margin.top + 28}" fill="#b35900">wall seconds</text>
<text x="${margin.left + 8}" y="${margin.top + 44}" fill="#777">dashed: the same for each byte</text>
<text x="${(margin.left + width - margin.right) / 2}" y="${height - 10}" text-anchor="middle">size of a syslog with 40 reports</text>
</svg>
`;
}
