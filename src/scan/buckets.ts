import { type Bucket, createBucket, independentRate, ordinaryRate, type Tables, unionOfTables } from './bucket.ts';

/** As many as a byte has bits. */
export const bucketCount = 8;

/** Joins the two buckets whose union lets the fewest more strings pass, until the kernel can hold them. */
export function joinBuckets(fingerprints: readonly string[]): (readonly string[])[] {
  let buckets = fingerprints.map((fingerprint) => createBucket([fingerprint]));
  /** What two buckets cost when they are joined, by the older and the younger of them; most stay while others are joined. */
  const unions = new Map<Bucket, Map<Bucket, Union>>();
  function unionOf(first: Bucket, second: Bucket): Union {
    const row = unions.get(first) ?? new Map<Bucket, Union>();
    unions.set(first, row);
    const known = row.get(second);
    if (known) return known;
    const union = createUnion(first, second);
    row.set(second, union);
    return union;
  }

  while (buckets.length > bucketCount) {
    let best: Union | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [at, first] of buckets.entries()) {
      for (let other = at + 1; other < buckets.length; other += 1) {
        const union = unionOf(first, buckets[other] as Bucket);
        if (union.leastCost >= bestCost) continue;
        const cost = union.cost();
        if (cost < bestCost) {
          best = union;
          bestCost = cost;
        }
      }
    }
    if (!best) break;
    const { first, second, tables } = best;
    const joined = createBucket([...first.members, ...second.members], tables);
    buckets = buckets.filter((bucket) => bucket !== second).map((bucket) => (bucket === first ? joined : bucket));
  }
  return buckets.map(({ members }) => members);
}

interface Union {
  readonly first: Bucket;
  readonly second: Bucket;
  readonly tables: Tables;
  /** Cheap to know, and no more than `cost`: ordinary text that passes one of them passes both. */
  readonly leastCost: number;
  /** How many more places pass when they are joined. */
  cost(): number;
}

function createUnion(first: Bucket, second: Bucket): Union {
  const tables = unionOfTables(first.tables, second.tables);
  const more = independentRate(tables) - first.rate - second.rate;
  const before = first.ordinaryRate + second.ordinaryRate;
  let cost: number | null = null;
  return {
    first,
    second,
    tables,
    leastCost: more + Math.max(first.ordinaryRate, second.ordinaryRate) - before,
    cost() {
      cost ??= more + ordinaryRate(tables) - before;
      return cost;
    },
  };
}
