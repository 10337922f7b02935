import type { KernelRecord } from '../../../../parsers/model/record.ts';
import { formatSpan } from '../../quantities.ts';
import { formatTime, toCivil } from '../../times.ts';
import type { Dossier } from '../dossier.ts';

/** Seconds from an incident's first event to a record of it; null where no clock tells. */
export function secondsOf(
  record: Pick<KernelRecord, 'time' | 'monotonicSeconds'>,
  { incident }: Pick<Dossier, 'incident'>,
): number | null {
  if (record.monotonicSeconds !== null && incident.startMonotonicSeconds !== null) {
    return record.monotonicSeconds - incident.startMonotonicSeconds;
  }
  if (record.time === null || incident.start === null) return null;
  return (Date.parse(record.time) - Date.parse(incident.start)) / 1000;
}

/** Seconds from an incident's first event to a sample. */
export function secondsOfSample(atUs: number, { exhibit }: Pick<Dossier, 'exhibit'>): number {
  return exhibit.history === null ? 0 : (atUs - exhibit.history.eventUs) / 1_000_000;
}

/** `+12 s`, `−9 min 3 s`: a time relative to the first event. */
export function relative(seconds: number): string {
  if (Math.abs(seconds) < 0.05) return '0 s';
  return `${seconds < 0 ? '−' : '+'}${formatSpan(Math.abs(seconds))}`;
}

/** `23:25:45 (−21 s)`: by the wall clock of `zone` where the log has one. */
export function momentText(seconds: number, origin: string | null, zone: string): string {
  const at = origin === null ? Number.NaN : Date.parse(origin) + seconds * 1000;
  const civil = Number.isNaN(at) ? null : toCivil(new Date(at).toISOString(), zone);
  return civil === null ? relative(seconds) : `${civil.clock} (${relative(seconds)})`;
}

/** When an incident began, and what is known about that time. */
export function whenText({ start, startMonotonicSeconds, timeBasis }: Dossier['incident'], zone: string): string {
  if (start !== null) {
    return `${formatTime(start, zone)}${timeBasis === 'inferred' ? ' (zone or year inferred)' : ''}`;
  }
  if (startMonotonicSeconds === null) return 'time unknown';
  return `${startMonotonicSeconds.toFixed(3)} s after boot (no wall clock in the log)`;
}
