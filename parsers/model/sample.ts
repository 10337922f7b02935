import type { Span } from './span.ts';
import type { Stamp } from './stamp.ts';

/** What a sample speaks of. */
export type SampleScope = 'system' | 'process' | 'cgroup' | 'zone';

/**
 * One measurement as a sample format reads it, before the ingest settles its time (`oomtrail/sample@1` is made from it).
 *
 * `metrics` holds canonical names (docs/metrics.md), sizes in bytes, percentages 0..100, `...PerSecond` as rates and
 * `...Count`/`...Total` as ever-growing counters. An absent metric is absent, never 0.
 */
export interface RawSample {
  readonly span: Span;
  readonly format: string;
  readonly stamp: Stamp | null;
  /** How the stamp was come by: `written` beside the values, `derived` by counting intervals from one that was. */
  readonly stampBasis: 'written' | 'derived' | null;
  /**
   * Where the text states a time of day and no date (`top -`, `[10:00:05]`): microseconds since the midnight before the
   * first such time of the file, so that the second day starts at 86_400_000_000. Null where the text has a date or no time.
   */
  readonly sinceMidnightUs: number | null;
  readonly monotonicUs: number | null;
  readonly host: string | null;
  readonly scope: SampleScope;
  readonly pid: number | null;
  readonly comm: string | null;
  /** Anything stable that tells two processes with one pid apart: START column, start time; null where none is printed. */
  readonly startedAt: string | null;
  /** Path below the cgroup mount where the text has one, else a name such as `namespace/pod/container`. */
  readonly cgroup: string | null;
  /** Which NUMA node or zone in scope `zone`: `node 0`, `node 0 zone DMA32`; null in the other scopes. */
  readonly zone: string | null;
  readonly metrics: Readonly<Record<string, number>>;
  /**
   * Size of the last digit of the memory values: 1024 for kB, 107374182 for `0.1Gi`. The coarsest where metrics differ,
   * null where the sample holds no sizes.
   */
  readonly quantumBytes: number | null;
  /**
   * The unit the sizes were read in where the text states none (`free -m`, `vmstat -S M`): an assumption to be printed,
   * which `--unit` corrects. Null where the text or the format's definition says it.
   */
  readonly unitAssumed: 'B' | 'KiB' | 'MiB' | 'GiB' | '%' | null;
}
