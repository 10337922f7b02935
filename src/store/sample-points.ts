import type { RawSample } from '../../parsers/model/sample.ts';
import { type SampleTime, unrotated } from '../ingest/sample-time.ts';
import type { StoredSample } from './timeline.ts';

/** The metric in which a sampler that prints the kernel's clock leaves it (seconds) beside the wall clock. */
export const kernelClockMetric = 'monotonicSeconds';

/**
 * A sample as points on the timeline, one per metric; none where nothing is known of its time. Samples that print only the
 * kernel's clock stand at microseconds since boot.
 */
export function toPoints(sample: RawSample, directory: string, time: SampleTime): readonly StoredSample[] {
  const { host, scope, pid, comm, startedAt, cgroup, zone, format, quantumBytes, span, monotonicUs } = sample;
  const atUs = time.us ?? monotonicUs;
  if (atUs === null) return [];
  const { path, line, byteStart, byteEnd } = span;
  const { basis, assumedZone, assumedDate, assumedStart, boots } = time;
  const assumed = {
    ...(assumedZone && { assumedZone }),
    ...(assumedDate && { assumedDate }),
    ...(assumedStart && { assumedStart }),
    ...(boots && { boot: `${unrotated(path)}#${boots + 1}` }),
  };
  const kernelClock =
    scope === 'system' && time.us !== null && monotonicUs !== null ? { [kernelClockMetric]: monotonicUs / 1e6 } : {};
  return Object.entries({ ...sample.metrics, ...kernelClock }).map(([metric, value]) => ({
    series: {
      host,
      directory,
      scope,
      pid,
      comm,
      startedAt,
      cgroup,
      zone,
      metric,
      format,
      quantumBytes,
      timeBasis: basis ?? 'inferred',
      ...assumed,
    },
    point: { atUs: Math.round(atUs), value },
    source: { path, line, byteStart, byteEnd },
  }));
}
