import { clocks, farthestLooseUs, type Times } from './clocks.ts';
import { type Cluster, living } from './cluster.ts';

/** Finds clusters by key, all of them or those near in time, so that a storm of equal events stays affordable. */
export interface KeyIndex {
  add(cluster: Cluster, keys: readonly string[]): void;
  all(key: string, most?: number): Cluster[];
  /** At least the clusters near on a clock they share with `times`, and those that share none. */
  near(key: string, times: Times): Cluster[];
}

/** Nearly every key names a cluster or two, and is searched whole; from here on its clusters are also kept by time. */
const manyClusters = 32;

/** A bucket is as wide as the widest tolerance for keys without sizes; neighbours are looked at too. */
const bucketUs = farthestLooseUs;

interface Entry {
  readonly clusters: Set<Cluster>;
  buckets: Map<string, Set<Cluster>> | null;
}

export function createKeyIndex(): KeyIndex {
  const single = new Map<string, Cluster>();
  const several = new Map<string, Entry>();

  function addOne(key: string, cluster: Cluster): void {
    const entry = several.get(key);
    if (entry) {
      entry.clusters.add(cluster);
      if (entry.buckets) putInBuckets(entry.buckets, cluster);
      else if (entry.clusters.size > manyClusters) entry.buckets = bucketsOf(entry.clusters);
      return;
    }
    const known = single.get(key);
    if (known === undefined || known === cluster) {
      single.set(key, cluster);
      return;
    }
    single.delete(key);
    several.set(key, { clusters: new Set([known, cluster]), buckets: null });
  }

  function all(key: string, most = Number.POSITIVE_INFINITY): Cluster[] {
    const one = single.get(key);
    if (one) return [living(one)];
    const found = new Set<Cluster>();
    for (const cluster of several.get(key)?.clusters ?? []) {
      found.add(living(cluster));
      if (found.size >= most) break;
    }
    return [...found];
  }

  return {
    add(cluster, keys) {
      for (const key of keys) addOne(key, cluster);
    },
    all,
    near(key, times) {
      const buckets = several.get(key)?.buckets;
      if (!buckets) return all(key);
      const found = new Set<Cluster>();
      for (const name of [...bucketsAround(times), ...strangersTo(times)]) {
        for (const cluster of buckets.get(name) ?? []) found.add(living(cluster));
      }
      return [...found];
    },
  };
}

function bucketsOf(clusters: Iterable<Cluster>): Map<string, Set<Cluster>> {
  const buckets = new Map<string, Set<Cluster>>();
  for (const cluster of clusters) putInBuckets(buckets, cluster);
  return buckets;
}

function putInBuckets(buckets: Map<string, Set<Cluster>>, cluster: Cluster): void {
  const { times } = cluster;
  for (const clock of clocks) {
    const us = times[clock];
    if (us !== null) put(buckets, `${clock}${Math.floor(us / bucketUs)}`, cluster);
  }
  put(buckets, shapeOf(times), cluster);
}

function put(buckets: Map<string, Set<Cluster>>, name: string, cluster: Cluster): void {
  const bucket = buckets.get(name);
  if (bucket) bucket.add(cluster);
  else buckets.set(name, new Set([cluster]));
}

function bucketsAround(times: Times): string[] {
  return clocks.flatMap((clock) => {
    const us = times[clock];
    if (us === null) return [];
    const bucket = Math.floor(us / bucketUs);
    return [bucket - 1, bucket, bucket + 1].map((at) => `${clock}${at}`);
  });
}

/** Which clocks are known, as three digits. */
const shapeOf = (times: Times): string => clocks.map((clock) => (times[clock] === null ? 0 : 1)).join('');

const shapes = ['000', '001', '010', '011', '100', '101', '110', '111'];

/** Clusters that share no clock: only an offset between two clocks can tell whether they are near. */
const strangersTo = (times: Times): string[] =>
  shapes.filter((shape) => !clocks.some((clock, at) => times[clock] !== null && shape[at] === '1'));
