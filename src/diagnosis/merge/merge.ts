import { inMemory } from '../shelf.ts';
import { type Bridge, bridgeBetween, distanceUs, hasClock, hasSameStamp, type Times, timesOf } from './clocks.ts';
import { addTo, type Cluster, canMeet, isCutAgainst, living, startCluster, swallow } from './cluster.ts';
import { type EventList, foldEvents, type MergedEvent } from './event.ts';
import { hostNames } from './hosts.ts';
import { createKeyIndex } from './key-index.ts';
import { keysOf } from './keys.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { electOffset, exactWeight, type Vote } from './offsets.ts';
import { partnersIn } from './partners.ts';
import type { Sighting } from './sighting.ts';
import { createUnion } from './union.ts';

/** Pairs looked at for one key when offsets are voted on. */
const mostVoters = 50;
/** Votes on one offset: more change nothing, and a storm of equal reports casts millions. */
const mostVotes = 50_000;

/** The same for a few sightings that are at hand. */
export function mergeSightings(sightings: readonly Sighting[]): MergedEvent[] {
  const ledger = createLedger(inMemory.open('sightings'));
  for (const sighting of sightings) ledger.add(sighting);
  return [...mergeLedger(ledger)];
}

/**
 * Makes one event of all its sightings.
 *
 * Files are taken one after the other, those that know most about time first (journal, then syslog with kernel stamps,
 * kmsg, syslog, syslog without a zone). Each sighting joins the cluster it shares sizes or names with, if host, boot and
 * time allow it; the offset between two clocks that were never read together is voted by all pairs of the two files.
 */
export function mergeLedger(ledger: Ledger): EventList {
  const { sightings, segments } = ledger;
  const nameOf = hostNames(segments.flatMap(({ host }) => host ?? []));
  const hostOf = ({ host }: { readonly host: string | null }): string | null => (host === null ? null : nameOf(host));
  const oneHost = new Set(segments.flatMap((segment) => hostOf(segment) ?? [])).size <= 1;
  const boots = createUnion();
  const index = createKeyIndex();
  const hasPartner = partnersIn(ledger);
  /** A sighting that is an event of its own is there by its index only. */
  const clusters: (Cluster | number)[] = [];
  const membersOf = (cluster: Cluster): Sighting[] => cluster.members.map((member) => sightings.at(member));

  for (const indexes of ledger.inOrder()) {
    const paired = indexes.filter(hasPartner);
    const offsets = paired.length === 0 ? null : ledger.sharedClock() === null ? vote(paired) : () => null;
    let next = 0;
    for (const at of indexes) {
      if (offsets !== null && paired[next] === at) {
        next += 1;
        place(at, offsets);
      } else {
        clusters.push(at);
      }
    }
  }
  return foldEvents(
    clusters.filter((cluster) => typeof cluster === 'number' || cluster.into === null),
    ledger,
    boots,
    hostOf,
  );

  function vote(segment: Int32Array): (cluster: Cluster, bridge: Bridge) => number | null {
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
    for (const at of segment) {
      const sighting = sightings.at(at);
      const times = timesOf(sighting);
      const host = hostOf(sighting);
      const { exact, loose } = keysOf(sighting.gist);
      for (const [keys, isExact] of [[exact, true] as const, [loose, false] as const]) {
        for (const cluster of keys.flatMap((key) => index.all(key, mostVoters))) {
          const bridge = bridgeBetween(times, cluster.times);
          if (!bridge || !canMeet(sighting, cluster, { host, exact: isExact, oneHost, membersOf })) continue;
          const name = ballotOf(cluster, bridge.bridge);
          const ballot = votes.get(name) ?? [];
          if (ballot.length < mostVotes) ballot.push({ ...bridge, weight: isExact ? exactWeight : 1 });
          votes.set(name, ballot);
        }
      }
    }
    const elected = new Map([...votes].map(([name, ballot]) => [name, electOffset(ballot)]));
    return (cluster, bridge) => elected.get(ballotOf(cluster, bridge)) ?? null;
  }

  function place(at: number, offsetOf: (cluster: Cluster, bridge: Bridge) => number | null): void {
    const sighting = sightings.at(at);
    const times = timesOf(sighting);
    const host = hostOf(sighting);
    const { exact, loose, stamped: invoked } = keysOf(sighting.gist);
    const stamped = times.monotonicUs === null ? [] : invoked;

    const distanceTo = (cluster: Cluster, isExact: boolean): number | null => {
      if (!canMeet(sighting, cluster, { host, exact: isExact, oneHost, membersOf })) return null;
      const bridge = bridgeBetween(times, cluster.times);
      return distanceUs(times, cluster.times, {
        exact: isExact,
        cut: isExact && isCutAgainst(sighting, membersOf(cluster)),
        bridgeUs: bridge && offsetOf(cluster, bridge.bridge),
      });
    };

    const same = new Set(
      exact.flatMap((key) => index.all(key)).filter((cluster) => distanceTo(cluster, true) !== null),
    );
    if (same.size === 0) {
      const near =
        nearest(
          loose.flatMap((key) => candidates(key, times)),
          (cluster) => distanceTo(cluster, false),
        ) ??
        nearest(
          stamped.flatMap((key) => candidates(key, times)),
          (cluster) => (hasSameStamp(times, cluster.times) ? distanceTo(cluster, false) : null),
        );
      if (near) same.add(near);
    }
    const [home = open(at, sighting, host), ...others] = same;
    if (same.size > 0) addTo(home, at, sighting, host);
    for (const other of others) {
      boots.join(segmentOfCluster(home), segmentOfCluster(other));
      swallow(home, other);
    }
    boots.join(segmentOfCluster(home), ledger.segmentOf(at).name);
    index.add(home, [...exact, ...loose, ...stamped]);
  }

  function open(at: number, sighting: Sighting, host: string | null): Cluster {
    const cluster = startCluster(at, sighting, host);
    clusters.push(cluster);
    return cluster;
  }

  function candidates(key: string, times: Times): Cluster[] {
    return hasClock(times) ? index.near(key, times) : index.all(key);
  }

  function segmentOfCluster(cluster: Cluster): string {
    return ledger.segmentOf(living(cluster).members[0] as number).name;
  }
}

function nearest(clusters: readonly Cluster[], distanceTo: (cluster: Cluster) => number | null): Cluster | null {
  let best: { cluster: Cluster; distance: number } | null = null;
  for (const cluster of clusters) {
    const distance = distanceTo(cluster);
    if (distance !== null && (best === null || distance < best.distance)) best = { cluster, distance };
  }
  return best?.cluster ?? null;
}
