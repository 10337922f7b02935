import type { FileCoverage } from '../ingest/sink.ts';
import type { ReadingPlan } from './plan.ts';

/**
 * The zone in which the logs themselves show their times, as `+05:30`: the one offset that the files with records state.
 * Null where they state none or several. Epoch times state 0, which is no place: it does not count.
 */
export function logZone(coverage: readonly FileCoverage[]): string | null {
  const offsets = new Set<number>();
  for (const { records, offsetMinutes = null } of coverage) {
    if (records > 0 && offsetMinutes !== null && offsetMinutes !== 0) offsets.add(offsetMinutes);
  }
  const [minutes] = offsets;
  if (minutes === undefined || offsets.size > 1) return null;
  const clock = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return (minutes < 0 ? '-' : '+') + clock.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Times are shown in the zone the user named, else in the logs' own, else in this machine's. */
export function shownZone(
  { zone, machineZone }: Pick<ReadingPlan, 'zone' | 'machineZone'>,
  coverage: readonly FileCoverage[],
): string {
  return zone ?? logZone(coverage) ?? machineZone;
}
