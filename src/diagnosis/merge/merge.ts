import { type Bridge, bridgeBetween, distanceUs, hasClock, type Times, timesOf } from './clocks.ts';
import { addTo, type Cluster, canMeet, isCutAgainst, living, startCluster, swallow } from './cluster.ts';
import { foldEvents, type MergedEvent } from './event.ts';
import { hostNames } from './hosts.ts';
import { createKeyIndex } from './key-index.ts';
import { keysOf } from './keys.ts';
import { electOffset, exactWeight, type Vote } from './offsets.ts';
import { segmentOf } from './segment.ts';
import type { Sighting } from './sighting.ts';
import { createUnion } from './union.ts';

/** Pairs looked at for one key when offsets are voted on. */
const mostVoters = 50;

/**
 * Makes one event of all its sightings.
 *
 * Files are taken one after the other, those that know most about time first (journal, then syslog with kernel stamps,
 * kmsg, syslog, syslog without a zone). Each sighting joins the cluster it shares sizes or names with, if host, boot and
 * time allow it; the offset between two clocks that were never read together is voted by all pairs of the two files.
 */
export function mergeSightings(sightings: readonly Sighting[]): MergedEvent[] {
  const nameOf = hostNames(sightings.flatMap(({ host }) => host ?? []));
  const hostOf = ({ host }: Sighting): string | null => (host === null ? null : nameOf(host));
  const oneHost = new Set(sightings.flatMap((sighting) => hostOf(sighting) ?? [])).size <= 1;
  const boots = createUnion();
  const index = createKeyIndex();
  const clusters: Cluster[] = [];

  for (const segment of bySegment(sightings)) {
    const offsets = vote(segment);
    for (const sighting of segment) place(sighting, offsets);
  }
  return foldEvents(
    clusters.filter(({ into }) => into === null),
    boots,
    hostOf,
  );

  function vote(segment: readonly Sighting[]): (cluster: Cluster, bridge: Bridge) => number | null {
    const votes = new Map<string, Vote[]>();
    /** Boots grow together while this segment is placed: its votes stand for them as they are now. */
    const bootThen = new Map<string, string>();
    const bootOf = (cluster: Cluster): string => {
      const name = segmentOfCluster(cluster);
      const known = bootThen.get(name) ?? boots.find(name);
      bootThen.set(name, known);
      return known;
    };
    const ballotOf = (cluster: Cluster, bridge: Bridge): string => `${bridge}\0${bootOf(cluster)}`;
    for (const sighting of segment) {
      const times = timesOf(sighting);
      const { exact, loose } = keysOf(sighting.gist);
      for (const [keys, isExact] of [[exact, true] as const, [loose, false] as const]) {
        for (const cluster of keys.flatMap((key) => index.all(key, mostVoters))) {
          const bridge = bridgeBetween(times, cluster.times);
          if (!bridge || !canMeet(sighting, cluster, { host: hostOf(sighting), exact: isExact, oneHost })) continue;
          const name = ballotOf(cluster, bridge.bridge);
          const ballot = votes.get(name) ?? [];
          ballot.push({ ...bridge, weight: isExact ? exactWeight : 1 });
          votes.set(name, ballot);
        }
      }
    }
    const elected = new Map([...votes].map(([name, ballot]) => [name, electOffset(ballot)]));
    return (cluster, bridge) => elected.get(ballotOf(cluster, bridge)) ?? null;
  }

  function place(sighting: Sighting, offsetOf: (cluster: Cluster, bridge: Bridge) => number | null): void {
    const times = timesOf(sighting);
    const host = hostOf(sighting);
    const { exact, loose } = keysOf(sighting.gist);

    const distanceTo = (cluster: Cluster, isExact: boolean): number | null => {
      if (!canMeet(sighting, cluster, { host, exact: isExact, oneHost })) return null;
      const bridge = bridgeBetween(times, cluster.times);
      return distanceUs(times, cluster.times, {
        exact: isExact,
        cut: isExact && isCutAgainst(sighting, cluster),
        bridgeUs: bridge && offsetOf(cluster, bridge.bridge),
      });
    };

    const same = new Set(
      exact.flatMap((key) => index.all(key)).filter((cluster) => distanceTo(cluster, true) !== null),
    );
    if (same.size === 0) {
      const near = nearest(
        loose.flatMap((key) => candidates(key, times)),
        (cluster) => distanceTo(cluster, false),
      );
      if (near) same.add(near);
    }
    const [home = open(sighting, host), ...others] = same;
    if (same.size > 0) addTo(home, sighting, host);
    for (const other of others) {
      boots.join(segmentOfCluster(home), segmentOfCluster(other));
      swallow(home, other);
    }
    boots.join(segmentOfCluster(home), segmentOf(sighting));
    index.add(home, [...exact, ...loose]);
  }

  function open(sighting: Sighting, host: string | null): Cluster {
    const cluster = startCluster(sighting, host);
    clusters.push(cluster);
    return cluster;
  }

  function candidates(key: string, times: Times): Cluster[] {
    return hasClock(times) ? index.near(key, times) : index.all(key);
  }
}

const segmentOfCluster = (cluster: Cluster): string => segmentOf(living(cluster).sightings[0] as Sighting);

function nearest(clusters: readonly Cluster[], distanceTo: (cluster: Cluster) => number | null): Cluster | null {
  let best: { cluster: Cluster; distance: number } | null = null;
  for (const cluster of clusters) {
    const distance = distanceTo(cluster);
    if (distance !== null && (best === null || distance < best.distance)) best = { cluster, distance };
  }
  return best?.cluster ?? null;
}

/** Files boot by boot, in order of what their clocks can prove, each in the order of the file. */
function bySegment(sightings: readonly Sighting[]): Sighting[][] {
  const segments = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const name = segmentOf(sighting);
    const segment = segments.get(name);
    if (segment) segment.push(sighting);
    else segments.set(name, [sighting]);
  }
  return [...segments.values()]
    .map((segment) => segment.sort((a, b) => a.source.byteStart - b.source.byteStart))
    .map((segment) => ({ segment, authority: authority(segment[0] as Sighting) }))
    .sort(
      (a, b) =>
        a.authority - b.authority ||
        (segmentOf(a.segment[0] as Sighting) < segmentOf(b.segment[0] as Sighting) ? -1 : 1),
    )
    .map(({ segment }) => segment);
}

function authority({ bootId, monotonicUs, atUs, timeBasis }: Sighting): number {
  if (bootId !== null) return 0;
  if (monotonicUs !== null) return atUs === null ? 2 : 1;
  if (atUs === null) return 5;
  return timeBasis === 'inferred' ? 4 : 3;
}
