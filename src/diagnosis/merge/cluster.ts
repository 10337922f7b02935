import { combine, type Times, timesOf } from './clocks.ts';
import { contradicts, keysOf, taskKey } from './keys.ts';
import type { Sighting } from './sighting.ts';

/** Sightings found to be one event, while merging: their indexes on the shelf. */
export interface Cluster {
  members: number[];
  times: Times;
  bootId: string | null;
  host: string | null;
  /** Set once another cluster has swallowed this one. */
  into: Cluster | null;
}

/** A cluster with its sightings taken from the shelf. */
export type SeenCluster = Pick<Cluster, 'times' | 'bootId'> & { readonly sightings: readonly Sighting[] };

export function startCluster(index: number, sighting: Sighting, host: string | null): Cluster {
  return { members: [index], times: timesOf(sighting), bootId: sighting.bootId, host, into: null };
}

export function addTo(cluster: Cluster, index: number, sighting: Sighting, host: string | null): void {
  cluster.members.push(index);
  cluster.times = combine(cluster.times, timesOf(sighting));
  cluster.bootId ??= sighting.bootId;
  cluster.host ??= host;
}

export function swallow(cluster: Cluster, other: Cluster): void {
  cluster.members.push(...other.members);
  cluster.times = combine(cluster.times, other.times);
  cluster.bootId ??= other.bootId;
  cluster.host ??= other.host;
  other.into = cluster;
  other.members = [];
}

export function living(cluster: Cluster): Cluster {
  let at = cluster;
  while (at.into !== null) at = at.into;
  return at;
}

export interface Meeting {
  readonly host: string | null;
  readonly exact: boolean;
  /** All input together names one host at most: a file without a host is then of that one. */
  readonly oneHost: boolean;
  /** Takes the members of a cluster from the shelf. */
  readonly membersOf: (cluster: Cluster) => readonly Sighting[];
}

/**
 * Whether this sighting may be of the same machine and boot as the cluster. Two hosts or boot ids never meet. A file that
 * names no host meets the files of its folder; beyond it only a copy, the same stamp to the millisecond with the same
 * sizes, or the same sizes where there is but one host.
 */
export function canMeet(sighting: Sighting, cluster: Cluster, { host, exact, oneHost, membersOf }: Meeting): boolean {
  if (sighting.bootId !== null && cluster.bootId !== null && sighting.bootId !== cluster.bootId) return false;
  if (host !== null && cluster.host !== null && host !== cluster.host) return false;
  const { path } = sighting.source;
  const members = membersOf(cluster);
  if (members.some((other) => other.source.path === path && other.bootIndex !== sighting.bootIndex)) return false;
  const said = members.map(({ gist }) => gist);
  if (contradicts(sighting.gist, said)) return false;
  const inFile = members.filter((other) => other.source.path === path);
  if (inFile.length > 0 && !mayRepeat(sighting, inFile, exact)) return false;
  if (host !== null && cluster.host !== null) return true;
  if (sighting.bootId !== null && sighting.bootId === cluster.bootId) return true;
  if (members.some((other) => other.directory === sighting.directory)) return true;
  if (exact && oneHost) return true;
  return members.some((other) => isCopy(sighting, other) || (exact && sameStamp(sighting, other)));
}

/** One file holds an event once, unless it was pasted together from copies or split a group kill over two records. */
function mayRepeat(sighting: Sighting, inFile: readonly Sighting[], exact: boolean): boolean {
  if (inFile.some((other) => isCopy(sighting, other))) return true;
  if (!exact || sighting.gist.kind !== 'oom-kill') return false;
  const named = new Set(
    inFile.flatMap(({ gist }) => (gist.kind === 'oom-kill' ? gist.victims.map((victim) => taskKey(victim)) : [])),
  );
  return sighting.gist.victims.every((victim) => !named.has(taskKey(victim)));
}

const isCopy = (a: Sighting, b: Sighting): boolean =>
  a.id === b.id && (a.monotonicUs !== null || keysOf(a.gist).exact.length > 0);

const sameStamp = (a: Sighting, b: Sighting): boolean =>
  a.monotonicUs !== null && b.monotonicUs !== null && Math.abs(a.monotonicUs - b.monotonicUs) <= 1000;

/** The head of the record is missing in one of them. */
export function isCutAgainst(sighting: Sighting, members: readonly Sighting[]): boolean {
  return [sighting, ...members].some(
    ({ gist, complete }) => !complete || (gist.kind === 'oom-kill' && gist.trigger === null),
  );
}
