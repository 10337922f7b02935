import type { Incident } from '../../diagnosis/analysis.ts';
import type { Listed } from '../../diagnosis/shelf.ts';

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

/** A reference of digits is a number in the list; from this many digits on it can also begin an id. */
const leastDigitsOfId = 3;

/**
 * Finds an incident by `latest`, `worst`, its number in the list, or the beginning of its id.
 * Null where there is none: a number beyond the list is never taken for an id that happens to begin with it. 'ambiguous' where
 * several ids begin like that.
 */
export function pickIncident(incidents: Listed<Incident>, reference: string): Picked | null | 'ambiguous' {
  const ranked = (rank: number): Picked | null => {
    const incident = rank < 1 ? undefined : incidents.at(rank - 1);
    return incident === undefined ? null : { incident, rank };
  };
  if (reference === 'worst') return ranked(1);
  const byNumber = /^#?\d{1,6}$/.test(reference) ? ranked(Number(reference.replace('#', ''))) : null;
  if (byNumber !== null) return byNumber;
  if (/^#?\d+$/.test(reference) && reference.length < leastDigitsOfId) return null;
  // An unset shell variable: every id begins with it.
  if (reference === '') return null;
  let picked: Picked | null = null;
  let rank = 0;
  for (const incident of incidents) {
    rank += 1;
    if (reference === 'latest') {
      if (picked === null || isLater(incident, picked.incident)) picked = { incident, rank };
    } else if (incident.id.startsWith(reference.toLowerCase())) {
      if (picked !== null) return 'ambiguous';
      picked = { incident, rank };
    }
  }
  return picked;
}
