import { formatSpan } from '../../../views/quantities.ts';
import type { ChartPoint, MetricUnit } from '../../engine/model/chart.ts';

export interface Told {
  readonly label: string;
  readonly unit: MetricUnit;
  readonly eventUs: number | null;
  /** A value in words. */
  readonly say: (value: number) => string;
}

/** Short spans as plain seconds: they stand in one row with much else. */
export const spanText = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : formatSpan(Math.round(seconds));

/** Steeper than this part of the largest value is a movement; less is flat. */
const flatShare = 0.05;

/** What the curve shows, in words: `available fell from 401 MiB to 8.1 MiB in 78 s (-5.04 MiB/s); then 404 MiB`. */
export function chartSentence(points: readonly ChartPoint[], { label, unit, eventUs, say }: Told): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return `${label}: no samples in this window`;
  const { run, from, to, recovered } = turnsOf(points, eventUs);
  if (from === undefined || to === undefined) return `${label}: one sample, ${say(first.value)}`;
  const largest = Math.max(...points.map(({ value }) => Math.abs(value)));
  const seconds = (to.atUs - from.atUs) / 1e6;
  const moved = to.value - from.value;
  const ending = recovered === null ? '' : `; then ${say(recovered.value)}`;
  if (seconds <= 0 || Math.abs(moved) <= flatShare * largest) {
    return `${label} stayed near ${say(to.value)} for ${spanText((run.at(-1)!.atUs - run[0]!.atUs) / 1e6)}${ending}`;
  }
  const rate = moved / seconds;
  const speed =
    unit === 'bytes'
      ? ` (${rate < 0 ? '-' : '+'}${say(Math.abs(rate) * (seconds >= 120 ? 60 : 1))}/${seconds >= 120 ? 'min' : 's'})`
      : '';
  return `${label} ${moved < 0 ? 'fell' : 'rose'} from ${say(from.value)} to ${say(to.value)} in ${spanText(seconds)}${speed}${ending}`;
}

/** The points that the sentence speaks of. */
export interface Turns {
  /** Points up to the event, or all where too few lie before it. */
  readonly run: readonly ChartPoint[];
  readonly from: ChartPoint | undefined;
  readonly to: ChartPoint | undefined;
  /** The last one after the event. */
  readonly recovered: ChartPoint | null;
}

export function turnsOf(points: readonly ChartPoint[], eventUs: number | null): Turns {
  const before = eventUs === null ? points : points.filter(({ atUs }) => atUs <= eventUs);
  const run = before.length >= 2 ? before : points;
  const [from, to] = movement(run);
  const recovered = run === before && eventUs !== null ? points.findLast(({ atUs }) => atUs > eventUs) : undefined;
  return { run, from, to, recovered: recovered ?? null };
}

/** The largest fall or rise that lasts until the end of the run: from its extreme to its last point. */
function movement(run: readonly ChartPoint[]): readonly [ChartPoint | undefined, ChartPoint | undefined] {
  const last = run.at(-1);
  if (last === undefined || run.length < 2) return [undefined, undefined];
  const highest = run.reduce((best, point) => (point.value >= best.value ? point : best));
  const lowest = run.reduce((best, point) => (point.value <= best.value ? point : best));
  return highest.value - last.value >= last.value - lowest.value ? [highest, last] : [lowest, last];
}
