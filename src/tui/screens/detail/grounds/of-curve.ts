import type { ChartPoint, Metric } from '../../../engine/model/chart.ts';
import type { Times } from '../../../text/moment.ts';
import { spanText, turnsOf } from '../../../widgets/chart/sentence.ts';
import type { Grounds, Origin } from './grounds.ts';

export interface CurveQuestion {
  readonly metric: Metric;
  readonly points: readonly ChartPoint[];
  readonly eventUs: number | null;
  /** The sample under the cursor. */
  readonly cursor: ChartPoint | null;
  readonly say: (value: number) => string;
  readonly sentence: string;
  /** The line across the chart, and where the report states it. */
  readonly limit: Origin | null;
  /** How log and samples were brought onto one clock. */
  readonly clockNotes: readonly string[];
  readonly times: Times;
}

/** The curve: its sentence, the samples that this speaks of, and the one under the cursor first. */
export function groundsOfCurve(question: CurveQuestion): Grounds {
  const { metric, points, eventUs, cursor, say, sentence, limit, clockNotes, times } = question;
  const { from, to, recovered } = turnsOf(points, eventUs);
  const named = [
    ['under the cursor', cursor],
    ['begin', from],
    ['end', to],
    ['after the event', recovered],
  ] as const;
  const largest = points.reduce<ChartPoint | null>(
    (best, one) => (best === null || one.value > best.value ? one : best),
    null,
  );
  const shown = named.filter(
    (entry): entry is readonly [(typeof entry)[0], ChartPoint] => entry[1] !== null && entry[1] !== undefined,
  );
  const others =
    shown.some(([, { value }]) => value === largest?.value) || largest === null ? [] : [['largest', largest] as const];
  const first = points[0];
  const last = points.at(-1);
  const span =
    first === undefined || last === undefined
      ? 'no samples here'
      : `${points.length} points from ${times.moment(first.atUs)} to ${times.clock(last.atUs)}`;
  return {
    title: sentence,
    inputs: [
      ['metric', `${metric.metric} as ${metric.format} has it`],
      ['drawn', span],
      ...[...shown, ...others].map(
        ([name, { value, atUs }]) => [name, `${value} (${say(value)}) at ${times.clock(atUs)}`] as const,
      ),
      ...speed(from, to, say),
      ...(eventUs === null ? [] : [['event', `${times.moment(eventUs)}, by the samples' clock`] as const]),
      ...clockNotes.map((note) => ['clock', note] as const),
    ],
    origins: [
      ...[...shown, ...others].map(([name, point]) =>
        ofSample(`${name}: ${say(point.value)} at ${times.clock(point.atUs)}`, point, metric),
      ),
      ...(limit === null ? [] : [limit]),
    ],
  };
}

/** `MemAvailable` for `memAvailableBytes`: as /proc/meminfo prints it. */
const printedAs = (metric: string): string => metric.charAt(0).toUpperCase() + metric.slice(1).replace(/Bytes$/, '');

const ofSample = (what: string, { atUs, value, source }: ChartPoint, { label, metric }: Metric): Origin => ({
  what,
  address: source,
  shows: { claim: label, values: { [metric]: value, name: printedAs(metric) } },
  atUs,
  metric,
});

function speed(from: ChartPoint | undefined, to: ChartPoint | undefined, say: (value: number) => string) {
  if (from === undefined || to === undefined || to.atUs <= from.atUs) return [];
  const seconds = (to.atUs - from.atUs) / 1e6;
  const moved = to.value - from.value;
  const sign = moved < 0 ? '-' : '+';
  return [
    [
      'speed',
      `${sign}${say(Math.abs(moved))} in ${spanText(seconds)}: ${sign}${say(Math.abs(moved) / seconds)} a second`,
    ] as const,
  ];
}
