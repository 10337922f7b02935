import type { Times } from './clocks.ts';
import { type Cluster, living } from './cluster.ts';

/** Finds clusters by key, all of them or those near in time, so that a storm of equal events stays affordable. */
export interface KeyIndex {
  add(cluster: Cluster, keys: readonly string[]): void;
  all(key: string, most?: number): Cluster[];
  /** Clusters near on a clock they share with `times`, and all that share none. */
  near(key: string, times: Times): Cluster[];
}

/** A bucket is as wide as the widest tolerance for keys without sizes; neighbours are looked at too. */
const bucketUs = 5_000_000;

const clocks = ['monotonicUs', 'wallUs', 'inferredUs'] as const;

export function createKeyIndex(): KeyIndex {
  const byKey = new Map<string, Set<Cluster>>();
  const byBucket = new Map<string, Set<Cluster>>();

  const put = (map: Map<string, Set<Cluster>>, name: string, cluster: Cluster): void => {
    const set = map.get(name);
    if (set) set.add(cluster);
    else map.set(name, new Set([cluster]));
  };
  const alive = (clusters: Iterable<Cluster>): Cluster[] => [...new Set([...clusters].map(living))];

  return {
    add(cluster, keys) {
      for (const key of keys) {
        put(byKey, key, cluster);
        for (const bucket of bucketsOf(cluster.times)) put(byBucket, `${key}\0${bucket}`, cluster);
        put(byBucket, `${key}\0${shapeOf(cluster.times)}`, cluster);
      }
    },
    all(key, most = Number.POSITIVE_INFINITY) {
      const found = byKey.get(key);
      if (!found) return [];
      return found.size <= most ? alive(found) : alive([...found].slice(0, most));
    },
    near(key, times) {
      const names = clocks.flatMap((clock) => {
        const us = times[clock];
        if (us === null) return [];
        const bucket = Math.floor(us / bucketUs);
        return [bucket - 1, bucket, bucket + 1].map((at) => `${clock}${at}`);
      });
      const strangers = shapes.filter((shape) => !sharesClock(shape, times));
      return alive([...names, ...strangers].flatMap((name) => [...(byBucket.get(`${key}\0${name}`) ?? [])]));
    },
  };
}

function bucketsOf(times: Times): string[] {
  return clocks.flatMap((clock) => {
    const us = times[clock];
    return us === null ? [] : `${clock}${Math.floor(us / bucketUs)}`;
  });
}

/** Which clocks are known, as three digits. */
const shapeOf = (times: Times): string => `shape${clocks.map((clock) => (times[clock] === null ? 0 : 1)).join('')}`;

const shapes = ['000', '001', '010', '011', '100', '101', '110', '111'].map((digits) => `shape${digits}`);

const sharesClock = (shape: string, times: Times): boolean =>
  clocks.some((clock, at) => times[clock] !== null && shape.at(at - 3) === '1');
