import type { Incident } from '../analysis.ts';

/** All incidents of a period, for the rules that ask whether it came again. */
export interface Period {
  /** When an incident began, epoch milliseconds; null where no clock tells it, or there is no such incident. */
  beganMs(id: string): number | null;
  /** Those of a host that began less than `windowMs` before or after `atMs`. */
  around(host: string | null, atMs: number, windowMs: number): readonly Begun[];
}

/** What one incident is for the others. */
export interface Begun {
  readonly id: string;
  readonly atMs: number;
  readonly kills: number;
  readonly killed: Killed;
}

/** How many were killed of each name. */
export type Killed = readonly { readonly comm: string; readonly count: number }[];

/** Made once for all incidents: each of them asks, and a storm has thousands. */
export function periodOf(incidents: Iterable<Incident>): Period {
  const known = new Map<string, Begun>();
  const namesOf = createSharing();
  const hosts = new Map<string | null, Begun[]>();
  for (const incident of incidents) {
    const { id, host, start, kills } = incident;
    if (start === null) continue;
    const atMs = Date.parse(start);
    const one: Begun = { id, atMs, kills, killed: namesOf(killedIn(incident)) };
    known.set(id, one);
    const begun = hosts.get(host);
    if (begun) begun.push(one);
    else hosts.set(host, [one]);
  }
  for (const begun of hosts.values()) begun.sort((a, b) => a.atMs - b.atMs);
  return {
    beganMs: (id) => known.get(id)?.atMs ?? null,
    around(host, atMs, windowMs) {
      const begun = hosts.get(host) ?? [];
      const from = firstAfter(begun, atMs - windowMs);
      let to = from;
      while (to < begun.length && (begun[to] as Begun).atMs < atMs + windowMs) to += 1;
      return begun.slice(from, to);
    },
  };
}

export function killedIn({ victims, unlisted }: Incident): Killed {
  const counts = new Map<string, number>();
  for (const { comm } of victims) counts.set(comm, (counts.get(comm) ?? 0) + 1);
  for (const { comm, count } of unlisted?.victims ?? []) counts.set(comm, (counts.get(comm) ?? 0) + count);
  return [...counts].map(([comm, count]) => ({ comm, count }));
}

/** Of many incidents the same few programs are killed: equal lists are one. */
function createSharing(): (killed: Killed) => Killed {
  const lists = new Map<string, Killed>();
  return (killed) => {
    const key = JSON.stringify(killed);
    const list = lists.get(key) ?? killed;
    if (lists.size < mostShared) lists.set(key, list);
    return list;
  };
}

const mostShared = 1000;

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
