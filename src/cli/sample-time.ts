import type { RawSample } from '../../parsers/model/sample.ts';
import { type Clock, createClock } from '../ingest/clock.ts';
import type { Plan } from './plan.ts';

/** When a sample was taken; `us` is null where only the time since boot is known, or nothing. */
export interface SampleTime {
  readonly us: number | null;
  readonly basis: 'realtime' | 'monotonic' | 'inferred' | null;
}

/** Settles the times of samples, one clock a file, since a yearless file must be read in its order. */
export function createSampleClock({ zone, machineZone, year }: Plan, nowMs: number): (sample: RawSample) => SampleTime {
  let path: string | null = null;
  let clock: Clock | null = null;
  return (sample) => {
    const { stamp, stampBasis, monotonicUs, span } = sample;
    if (stamp === null) return { us: null, basis: monotonicUs === null ? null : 'monotonic' };
    if (clock === null || span.path !== path) {
      path = span.path;
      clock = createClock({ tz: zone, year, notBeforeUs: null, newestUs: nowMs * 1000, machineZone });
    }
    const { us, basis } = clock.settle(stamp);
    return { us, basis: stampBasis === 'derived' ? 'inferred' : basis };
  };
}
