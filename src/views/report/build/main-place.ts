import type { Dossier, Place } from '../dossier.ts';

/** The first line of the record that an incident is built on, in the log that reads best; else its first address. */
export function mainPlace({ raw, incident, exhibit }: Dossier): Place | null {
  return raw?.lines[0] ?? raw?.place ?? exhibit.report?.source ?? incident.sources[0] ?? null;
}
