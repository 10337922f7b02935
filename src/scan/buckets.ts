import { byteFrequency, fingerprintBytes } from './frequencies.ts';

/** As many as a byte has bits. */
export const bucketCount = 8;

/** Joins the two buckets whose union lets the fewest more strings pass, until the kernel can hold them. */
export function joinBuckets(fingerprints: readonly string[]): string[][] {
  let buckets = fingerprints.map((fingerprint) => createBucket([fingerprint], tablesOf(fingerprint)));
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

/** For each place of a fingerprint the sets of low and of high nibbles that pass, as bits. */
type Tables = readonly number[];

interface Bucket {
  readonly members: string[];
  readonly tables: Tables;
  /** Share of places that pass if letters stood in any order, and in ordinary text. */
  readonly rate: number;
  readonly ordinaryRate: number;
}

function createBucket(members: string[], tables: Tables): Bucket {
  return { members, tables, rate: independentRate(tables), ordinaryRate: ordinaryRate(tables) };
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
  const tables = first.tables.map((set, index) => set | (second.tables[index] as number));
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

function tablesOf(fingerprint: string): Tables {
  const tables: number[] = [];
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const byte = fingerprint.charCodeAt(place);
    tables.push(1 << (byte & 15), 1 << (byte >> 4));
  }
  return tables;
}

/** What most logs are full of: letters of it that pass a filter make it slow on most logs. */
const ordinaryText =
  ' sshd accepted publickey for root from port pam_unix session opened for user by cron sudo systemd started session of user starting finished kernel audit nginx upstream timed out connection closed request error server client postgres kubelet dockerd level info time dhclient bound to address';
/** Four letters of it are about this share of a log's places. */
const gramShare = 1 / 1000;

function ordinaryRate(tables: Tables): number {
  let passing = 0;
  for (let at = 0; at + fingerprintBytes <= ordinaryText.length; at += 1) if (passesAt(at, tables)) passing += 1;
  return passing * gramShare;
}

/** Whether the tables let the four bytes of the ordinary text pass that stand here. */
function passesAt(at: number, tables: Tables): boolean {
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const byte = ordinaryText.charCodeAt(at + place);
    if ((((tables[2 * place] as number) >> (byte & 15)) & ((tables[2 * place + 1] as number) >> (byte >> 4)) & 1) === 0)
      return false;
  }
  return true;
}

/** How likely bytes of a log pass: low and high nibbles are matched apart. */
function independentRate(tables: Tables): number {
  let rate = 1;
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const lows = tables[2 * place] as number;
    const highs = tables[2 * place + 1] as number;
    let passing = 0;
    // Only the bits that are set: most sets have two or three.
    for (let left = highs; left !== 0; left &= left - 1) {
      const row = lowestBit(left) * 16;
      for (let low = lows; low !== 0; low &= low - 1) passing += byteFrequency[row + lowestBit(low)] as number;
    }
    rate *= passing;
  }
  return rate;
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
