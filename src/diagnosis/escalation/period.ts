import type { Incident } from '../analysis.ts';

/** All incidents of a period, for the rules that ask whether it came again. */
export interface Period {
  byId(id: string): Incident | undefined;
  /** Those of a host that began less than `windowMs` before or after `atMs`. */
  around(host: string | null, atMs: number, windowMs: number): readonly Incident[];
}

interface Begun {
  readonly atMs: number;
  readonly incident: Incident;
}

/** Made once for all incidents: each of them asks, and a storm has thousands. */
export function periodOf(incidents: readonly Incident[]): Period {
  const ids = new Map(incidents.map((incident) => [incident.id, incident]));
  const hosts = new Map<string | null, Begun[]>();
  for (const incident of incidents) {
    if (incident.start === null) continue;
    const begun = hosts.get(incident.host) ?? [];
    begun.push({ atMs: Date.parse(incident.start), incident });
    hosts.set(incident.host, begun);
  }
  for (const begun of hosts.values()) begun.sort((a, b) => a.atMs - b.atMs);
  return {
    byId: (id) => ids.get(id),
    around(host, atMs, windowMs) {
      const begun = hosts.get(host) ?? [];
      const from = firstAfter(begun, atMs - windowMs);
      const near: Incident[] = [];
      for (let at = from; at < begun.length && (begun[at] as Begun).atMs < atMs + windowMs; at += 1)
        near.push((begun[at] as Begun).incident);
      return near;
    },
  };
}

/** Index of the first that began later than this. */
function firstAfter(begun: readonly Begun[], ms: number): number {
  let [low, high] = [0, begun.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begun[middle] as Begun).atMs > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
