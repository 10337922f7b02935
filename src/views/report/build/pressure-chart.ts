import { systemSeries } from '../../../diagnosis/history.ts';
import { formatSpan } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Chart, Mark } from '../model.ts';
import { secondsOfSample } from './clock.ts';
import { say } from './reference.ts';
import { marksIn, seriesIn, windowOf } from './window.ts';

const metrics: readonly (readonly [metric: string, name: string])[] = [
  ['psiMemoryFullAvg10', 'memory, all tasks'],
  ['psiMemorySomeAvg10', 'memory, some tasks'],
  ['psiIoFullAvg10', 'I/O, all tasks'],
];
/** Percent; below it nobody felt anything. */
const worthShowing = 1;

/** How much of their time tasks waited for memory (/proc/pressure), where it was sampled and was more than a trace. */
export function pressureChart(dossier: Dossier, marks: readonly Mark[]): Chart | null {
  const { history } = dossier.exhibit;
  if (history === null) return null;
  const found = metrics.flatMap(([metric, name]) => {
    const series = systemSeries(history, metric);
    return series === null
      ? []
      : [
          {
            name,
            points: series.points.map(({ atUs, value, source }) => ({
              at: secondsOfSample(atUs, dossier),
              value,
              source,
            })),
          },
        ];
  });
  const window = windowOf(
    dossier,
    found.flatMap(({ points }) => points.map(({ at }) => at)),
  );
  if (window === null) return null;
  const inside = found.map(({ name, points }) => ({
    name,
    points: points.filter(({ at }) => at >= window.from && at <= window.to),
  }));
  const peak = inside
    .flatMap(({ name, points }) => points.map((point) => ({ name, ...point })))
    .reduce<{
      name: string;
      at: number;
      value: number;
      source: (typeof inside)[number]['points'][number]['source'];
    } | null>((best, point) => (best === null || point.value > best.value ? point : best), null);
  if (peak === null || peak.value < worthShowing) return null;
  const when = peak.at < 0 ? `${formatSpan(-peak.at)} before` : `${formatSpan(peak.at)} after`;
  return {
    id: 'pressure',
    title: 'Time lost to waiting (pressure stall information, 10 s average)',
    unit: 'percent',
    fromSeconds: window.from,
    toSeconds: window.to,
    series: inside.map(({ name, points }) =>
      seriesIn(
        { name },
        points.map(({ at, value }) => [at, value] as const),
        window,
      ),
    ),
    limit: null,
    marks: marksIn(marks, window),
    sentence: say(
      `At worst ${peak.value} % of the time was lost (${peak.name}), ${when} the first event.`,
      peak.source,
    ),
  };
}
