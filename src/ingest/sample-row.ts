import type { RawSample, SampleScope } from '../../parsers/model/sample.ts';
import type { Span } from '../../parsers/model/span.ts';
import { rfc3339 } from './envelope.ts';
import type { SampleTime } from './sample-time.ts';

/** One measurement of memory at one time: `oomtrail/sample@1`. */
export interface SampleRow {
  readonly schema: 'oomtrail/sample@1';
  /** RFC 3339, UTC, microseconds; null where the text gives no wall clock. */
  readonly time: string | null;
  /** `inferred` where zone, year or date were not written beside the values. */
  readonly timeBasis: SampleTime['basis'];
  readonly monotonicSeconds: number | null;
  readonly host: string | null;
  readonly scope: SampleScope;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
  /** NUMA node or zone in scope `zone`, null in the others. */
  readonly zone: string | null;
  readonly format: string;
  /** Canonical names; sizes in bytes, percentages 0 to 100. An absent metric was not measured. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Size of the last digit of the sizes, null where there are none. */
  readonly quantumBytes: number | null;
  /** Unit that was assumed since the text states none, null where it does. */
  readonly unitAssumed: RawSample['unitAssumed'];
  readonly source: Span;
}

export function toSampleRow(sample: RawSample, { us, basis }: SampleTime): SampleRow {
  const { monotonicUs, host, scope, pid, comm, cgroup, zone, format, metrics, quantumBytes, unitAssumed, span } =
    sample;
  return {
    schema: 'oomtrail/sample@1',
    time: us === null ? null : rfc3339(us),
    timeBasis: basis,
    monotonicSeconds: monotonicUs === null ? null : monotonicUs / 1e6,
    host,
    scope,
    pid,
    comm,
    cgroup,
    zone,
    format,
    metrics,
    quantumBytes,
    unitAssumed,
    source: span,
  };
}
