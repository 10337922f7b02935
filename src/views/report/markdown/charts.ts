import { formatBytes } from '../../quantities.ts';
import type { Chart, ReportHead } from '../model.ts';
import { fenced, plain } from './escape.ts';
import { sentence } from './sentence.ts';

const levels = '▁▂▃▄▅▆▇█';
const cells = 50;

/** A chart in words, and each line as a row of blocks: enough to see the shape where pictures cannot be. */
export function chartLines(chart: Chart, head: ReportHead): string[] {
  const { title, unit, series, limit, sentence: said } = chart;
  const most = series.reduce(
    (top, { values }) => values.reduce<number>((inner, value) => Math.max(inner, value ?? 0), top),
    limit?.value ?? 0,
  );
  const name = (text: string): string => text.slice(0, 34).padEnd(34);
  const rows = series.map((line) => {
    const values = line.values.flatMap((value) => value ?? []);
    const show = (value: number | undefined): string =>
      value === undefined ? '–' : unit === 'bytes' ? formatBytes(value) : `${value} %`;
    const peak = values.reduce((top, value) => Math.max(top, value), 0);
    return `${name(line.name)} ${blocks(line, most, chart)}  ${show(values[0])} → ${show(values.at(-1))}, most ${show(peak)}`;
  });
  return [
    `**${plain(title)}.** ${sentence(said, head)}`,
    '',
    ...fenced([...rows, ...(limit === null ? [] : [`${name('full height')} ${limit.label}`])]),
  ];
}

/** Means over equal parts of the time shown, so that the rows of a chart stand below each other; what lies in a gap is empty. */
function blocks({ seconds, values }: Chart['series'][number], most: number, { fromSeconds, toSeconds }: Chart): string {
  const width = (toSeconds - fromSeconds) / cells || 1;
  return Array.from({ length: cells }, (_, cell) => {
    const from = fromSeconds + cell * width;
    const to = from + width + (cell === cells - 1 ? 1 : 0);
    const inside = values.flatMap((value, index) => {
      const at = seconds[index] ?? 0;
      return value !== null && at >= from && at < to ? [value] : [];
    });
    const held = inside.length > 0 ? inside : between({ seconds, values }, from);
    if (held.length === 0) return ' ';
    const mean = held.reduce((sum, value) => sum + value, 0) / held.length;
    return levels[Math.min(levels.length - 1, Math.floor((mean / (most || 1)) * levels.length))];
  }).join('');
}

/** The value before a moment that lies between two samples, nothing where a gap lies there. */
function between(
  { seconds, values }: Pick<Chart['series'][number], 'seconds' | 'values'>,
  at: number,
): readonly number[] {
  const next = seconds.findIndex((time) => time > at);
  const before = next > 0 ? values[next - 1] : null;
  return before == null || values[next] == null ? [] : [before];
}
