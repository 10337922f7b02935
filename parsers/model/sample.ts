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
  readonly monotonicUs: number | null;
  readonly host: string | null;
  readonly scope: SampleScope;
  readonly pid: number | null;
  readonly comm: string | null;
  /** Anything stable that tells two processes with one pid apart: START column, start time; null where none is printed. */
  readonly startedAt: string | null;
  readonly cgroup: string | null;
  readonly metrics: Readonly<Record<string, number>>;
  /** Size of the last digit of the memory values: 1024 for kB, 107374182 for `0.1Gi`. Null where it differs by metric. */
  readonly quantumBytes: number | null;
}
