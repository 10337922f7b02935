import type { Stamp } from '../model/stamp.ts';

/** The stamp of an epoch in microseconds, as the journal writes it: UTC, exact to the microsecond. */
export function epochStamp(us: number): Stamp {
  return { civilUs: us, offsetMinutes: 0, hasYear: true, precisionUs: 1 };
}
