import type { Incident } from '../diagnosis/analysis.ts';

/** An incident and its place in the list, 1 the worst. */
export interface Picked {
  readonly incident: Incident;
  readonly rank: number;
}

/** Later in time; incidents without a wall clock count as older than any with one. */
function isLater(one: Incident, other: Incident): boolean {
  if (one.start !== null && other.start !== null) return one.start > other.start;
  if (one.start !== null || other.start !== null) return one.start !== null;
  return (one.startMonotonicSeconds ?? 0) > (other.startMonotonicSeconds ?? 0);
}

/**
 * Finds an incident by `latest`, `worst`, its number in the list, or the beginning of its id.
 * Null where there is none; 'ambiguous' where several ids begin like that.
 */
export function pickIncident(incidents: readonly Incident[], reference: string): Picked | null | 'ambiguous' {
  const list = incidents.map((incident, index) => ({ incident, rank: index + 1 }));
  if (reference === 'worst') return list[0] ?? null;
  if (reference === 'latest') {
    return list.reduce<Picked | null>(
      (best, next) => (best === null || isLater(next.incident, best.incident) ? next : best),
      null,
    );
  }
  const byNumber = /^#?\d{1,6}$/.test(reference) ? list[Number(reference.replace('#', '')) - 1] : undefined;
  if (byNumber !== undefined) return byNumber;
  const byId = list.filter(({ incident }) => incident.id.startsWith(reference.toLowerCase()));
  return byId.length > 1 ? 'ambiguous' : (byId[0] ?? null);
}
