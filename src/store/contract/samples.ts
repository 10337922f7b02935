import type { Span } from '../../../parsers/model/span.ts';

/** One measurement with its time settled: epoch microseconds, whole. */
export interface SamplePoint {
  readonly atUs: number;
  readonly value: number;
}

/** Names what is measured. Every field counts for identity, but `directory` only where there is no host. */
export interface SampleSeries {
  readonly host: string | null;
  readonly directory: string;
  readonly scope: 'system' | 'process' | 'cgroup' | 'zone';
  readonly pid: number | null;
  readonly comm: string | null;
  readonly startedAt: string | null;
  readonly cgroup: string | null;
  /** NUMA node or zone, in scope `zone`. */
  readonly zone: string | null;
  readonly metric: string;
  readonly format: string;
  readonly quantumBytes: number | null;
  /** `monotonic`: points stand at microseconds since boot, below every wall-clock time. */
  readonly timeBasis: 'realtime' | 'monotonic' | 'inferred';
  /** The zone (IANA name) that was assumed where the samples state none: the points may be off by quarters of an hour. */
  readonly assumedZone?: string;
  /** The samples print a time of day only, and the day was assumed: the points may be off by whole days. */
  readonly assumedDate?: true;
  /** The samples print no time: theirs was counted from `--start`, or back from the time of their file. */
  readonly assumedStart?: true;
  /** Of samples with a time since boot only: which boot of their file, where it is not the first (`PATH#2`). */
  readonly boot?: string;
}

/** The line or block that a point was read from. */
export type SampleAddress = Omit<Span, 'lines'>;

/** One value on its way into the timeline. */
export interface StoredSample {
  readonly series: SampleSeries;
  readonly point: SamplePoint;
  readonly source: SampleAddress;
}

/** A point with the address that proves it. */
export interface SourcedPoint extends SamplePoint {
  readonly source: SampleAddress;
}

/** A run of points of one series in order of time. A long series comes in several, one after the other. */
export interface SamplePiece {
  readonly series: SampleSeries;
  readonly points: readonly SourcedPoint[];
}

/** The time that the points of a series cover. */
export interface SeriesRange {
  readonly series: SampleSeries;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Which series, and which of their points. Absent fields restrict nothing. */
export interface SampleFilter {
  /** Null: series without a host. */
  readonly host?: string | null;
  readonly directory?: string;
  readonly scopes?: readonly SampleSeries['scope'][];
  readonly metrics?: readonly string[];
  readonly pid?: number;
  readonly comm?: string;
  readonly cgroup?: string;
  /** Both inclusive. */
  readonly fromUs?: number;
  readonly toUs?: number;
  /**
   * At most about this many points per series (at least 2): the time asked for is cut into half as many parts, and of each the
   * smallest and the largest point stay. Both are points that were measured, never means.
   */
  readonly maxPoints?: number;
  /**
   * Only the first point of a series in each span of this many microseconds: of series that were measured together, the same
   * moments. Cheap however many points lie between.
   */
  readonly everyUs?: number;
}
