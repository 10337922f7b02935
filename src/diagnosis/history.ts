import type { SampleScope } from '../../parsers/model/sample.ts';
import type { Point } from './trend/point.ts';

/** Where one measured value stands. */
export interface SampleAddress {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export interface MeasuredPoint extends Point {
  readonly source: SampleAddress;
}

/** One metric of one thing over time, in order of time, on the clock of the log. */
export interface MeasuredSeries {
  readonly metric: string;
  readonly format: string;
  readonly scope: SampleScope;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly startedAt: string | null;
  readonly cgroup: string | null;
  /** `node 1` or `node 0 zone DMA32` in scope `zone`. Absent or null in the others. */
  readonly zone?: string | null;
  /** Size of the last digit; a change below three quanta is no change. Null: unknown. */
  readonly quantumBytes: number | null;
  /** `inferred`: the samples' clock was settled by a guess (zone, date, counted intervals). */
  readonly timeBasis: 'realtime' | 'monotonic' | 'inferred';
  /** The sampler it comes from: series of one sampler go together, those of two may not be mixed. Absent: not known. */
  readonly sampler?: string;
  readonly points: readonly MeasuredPoint[];
}

/** What memory did around an incident, as far as samples tell. */
export interface MemoryHistory {
  readonly series: readonly MeasuredSeries[];
  /** The incident's first event on the samples' clock, epoch (or boot) microseconds. */
  readonly eventUs: number;
  /** How far the two clocks may be apart, microseconds. */
  readonly alignmentErrorUs: number;
  /** How log and samples were matched; absent where nobody looked. */
  readonly alignment?: {
    /** What was added to the samples' times to have the log's, microseconds. */
    readonly offsetUs: number;
    readonly basis: 'kernel-clock' | 'wall-clock' | 'events' | 'user';
    /** `settled`: proved; `stated`: both write their zone; `assumed`: a zone or day was assumed; `doubtful`: contradicted. */
    readonly trust: 'settled' | 'stated' | 'assumed' | 'doubtful';
    /** What a reader must know of the match; empty where nothing was corrected and nothing is in doubt. */
    readonly sentences: readonly string[];
  };
}

/** The best series of one system metric: the most points in the window before the event, then the finest quantum. */
export function systemSeries(history: MemoryHistory, metric: string): MeasuredSeries | null {
  const candidates = history.series.filter(
    (series) => series.scope === 'system' && series.metric === metric && before(series, history.eventUs).length > 0,
  );
  return candidates.reduce<MeasuredSeries | null>(
    (best, series) => (best === null || finer(series, best, history.eventUs) ? series : best),
    null,
  );
}

function finer(a: MeasuredSeries, b: MeasuredSeries, eventUs: number): boolean {
  const counts = [before(a, eventUs).length, before(b, eventUs).length] as const;
  if (counts[0] !== counts[1]) return counts[0] > counts[1];
  if (a.quantumBytes !== b.quantumBytes) return (a.quantumBytes ?? 0) < (b.quantumBytes ?? 0);
  return (a.sampler ?? a.format) < (b.sampler ?? b.format);
}

/** The points up to and at the event. */
export function before(series: MeasuredSeries, eventUs: number): readonly MeasuredPoint[] {
  const points = series.points;
  if ((points.at(-1)?.atUs ?? 0) <= eventUs) return points;
  return points.filter((point) => point.atUs <= eventUs);
}

/** The same history with every moment once in each series: a sample that was logged twice is one sample. */
export function withoutRepeats(history: MemoryHistory): MemoryHistory {
  const isRepeat = (points: readonly MeasuredPoint[], index: number): boolean =>
    index > 0 && points[index]?.atUs === points[index - 1]?.atUs;
  const repeats = ({ points }: MeasuredSeries): boolean => points.some((_, index) => isRepeat(points, index));
  if (!history.series.some(repeats)) return history;
  const series = history.series.map((one) =>
    repeats(one) ? { ...one, points: one.points.filter((_, index) => !isRepeat(one.points, index)) } : one,
  );
  return { ...history, series };
}
