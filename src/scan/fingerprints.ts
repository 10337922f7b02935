/** A needle as the kernel searches it: `window` is where in it the bytes of its fingerprint stand. */
export interface PlacedNeedle {
  readonly bytes: Uint8Array;
  readonly window: number;
  readonly bucket: number;
}

/** The width of a fingerprint and the number of buckets are what the kernel's tables hold. */
export const fingerprintBytes = 4;
const bucketCount = 8;

/**
 * How often bytes occur in logs, in parts of a thousand: letters by English frequency, digits and blanks high because of
 * stamps. It only steers speed, never what is found.
 */
const commonness = new Map<string, number>([
  ...[...' etaoinsrhldcumfpgwybvkxjqz'].map((letter, rank): [string, number] => [
    letter,
    rank === 0 ? 110 : 45 - rank * 1.5,
  ]),
  ...[...'0123456789'].map((digit): [string, number] => [digit, 25]),
  ...[...':-.[]/='].map((mark): [string, number] => [mark, 15]),
]);
const rareByte = 1.5;

const byteFrequency = Float64Array.from(
  { length: 128 },
  (_, byte) => (commonness.get(String.fromCharCode(byte)) ?? rareByte) / 1000,
);

/** Words that fill ordinary logs: a fingerprint that stands in one of them passes far more often than its letters say. */
const ordinaryWords =
  'connection connected closed session opened process processed status exited exit started starting stopped active activated container service request response error failed failure accepted publickey password user root port protocol kernel systemd network interface address device volume mount memory available buffer cache table space running enabled disabled configuration reloading finished received sending client server socket timeout timed retry scheduled backup rollback callback allocated allocation lock blocked group daemon manager target reached information warning debug notice source message context content control current function local remote access denied allowed open write read file directory';
const ordinaryPenalty = 40;

/** The share of places in a log at which these four bytes stand, roughly. */
function frequencyOf(fingerprint: string): number {
  let product = ordinaryWords.includes(fingerprint) ? ordinaryPenalty : 1;
  for (let at = 0; at < fingerprint.length; at += 1) product *= byteFrequency[fingerprint.charCodeAt(at)] as number;
  return product;
}

/**
 * Places a fingerprint in each needle and shares the fingerprints out over the buckets.
 *
 * A bucket's tables pass the union of its fingerprints, nibble by nibble, so few and similar fingerprints make a tight
 * filter. Needles therefore share fingerprints where they can (`mory` stands in a dozen), rare ones first; then the
 * buckets whose union lets the least pass are joined until there are eight. Needles that begin with another needle are
 * left out, since that one finds their place.
 */
export function placeNeedles(needles: readonly string[]): PlacedNeedle[] {
  const distinct = [...new Set(needles)].filter(
    (needle) => !needles.some((other) => other !== needle && needle.startsWith(other)),
  );
  const chosen = chooseFingerprints(distinct);
  const buckets = joinBuckets([...new Set(chosen.values())]);
  return distinct.map((needle) => {
    const fingerprint = chosen.get(needle) as string;
    const bucket = buckets.findIndex((members) => members.includes(fingerprint));
    return { bytes: Buffer.from(needle, 'latin1'), window: needle.indexOf(fingerprint), bucket };
  });
}

/** A fingerprint shared by one needle more is worth this much more false passes. */
const sharingWorth = 0.000_05;

/** Covers all needles with fingerprints, greedily: most needles for the least passes. */
function chooseFingerprints(needles: readonly string[]): Map<string, string> {
  const candidates = new Map<string, { passes: number; open: number; needles: string[] }>();
  for (const needle of needles) {
    for (const fingerprint of fingerprintsOf(needle)) {
      const known = candidates.get(fingerprint);
      if (known) {
        known.open += 1;
        known.needles.push(needle);
      } else {
        const passes = frequencyOf(fingerprint) + sharingWorth;
        candidates.set(fingerprint, { passes, open: 1, needles: [needle] });
      }
    }
  }
  const chosen = new Map<string, string>();
  while (chosen.size < needles.length) {
    let best = '';
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [fingerprint, { passes, open }] of candidates) {
      if (open > 0 && passes / open < bestCost) {
        best = fingerprint;
        bestCost = passes / open;
      }
    }
    for (const needle of candidates.get(best)?.needles ?? []) {
      if (chosen.has(needle)) continue;
      chosen.set(needle, best);
      for (const fingerprint of fingerprintsOf(needle)) {
        const candidate = candidates.get(fingerprint);
        if (candidate) candidate.open -= 1;
      }
    }
  }
  return chosen;
}

function fingerprintsOf(needle: string): Set<string> {
  const all = new Set<string>();
  for (let at = 0; at + fingerprintBytes <= needle.length; at += 1) all.add(needle.slice(at, at + fingerprintBytes));
  return all;
}

/** Joins the two buckets whose union lets the fewest more strings pass, until the kernel can hold them. */
function joinBuckets(fingerprints: readonly string[]): string[][] {
  let buckets = fingerprints.map((fingerprint) => createBucket([fingerprint]));
  /** What joining two buckets costs, by the older and the younger of them; most stay while others are joined. */
  const costs = new Map<Bucket, Map<Bucket, number>>();
  function costOf(first: Bucket, second: Bucket): number {
    const row = costs.get(first) ?? new Map<Bucket, number>();
    costs.set(first, row);
    const known = row.get(second);
    if (known !== undefined) return known;
    const cost = passRate([...first.members, ...second.members]) - first.passes - second.passes;
    row.set(second, cost);
    return cost;
  }

  while (buckets.length > bucketCount) {
    let best: readonly [Bucket, Bucket] | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [at, first] of buckets.entries()) {
      for (let other = at + 1; other < buckets.length; other += 1) {
        const cost = costOf(first, buckets[other] as Bucket);
        if (cost < bestCost) {
          best = [first, buckets[other] as Bucket];
          bestCost = cost;
        }
      }
    }
    if (!best) break;
    const [first, second] = best;
    const joined = createBucket([...first.members, ...second.members]);
    buckets = buckets.filter((bucket) => bucket !== second).map((bucket) => (bucket === first ? joined : bucket));
  }
  return buckets.map(({ members }) => members);
}

interface Bucket {
  readonly members: string[];
  readonly passes: number;
}

function createBucket(members: string[]): Bucket {
  return { members, passes: passRate(members) };
}

/** How likely bytes of a log pass a bucket's tables: low and high nibbles are matched apart. */
function passRate(fingerprints: readonly string[]): number {
  let rate = 1;
  for (let place = 0; place < fingerprintBytes; place += 1) {
    let lows = 0;
    let highs = 0;
    for (const fingerprint of fingerprints) {
      const byte = fingerprint.charCodeAt(place);
      lows |= 1 << (byte & 15);
      highs |= 1 << (byte >> 4);
    }
    let passing = 0;
    for (let byte = 0; byte < 128; byte += 1) {
      if ((lows >> (byte & 15)) & 1 && (highs >> (byte >> 4)) & 1) passing += byteFrequency[byte] as number;
    }
    rate *= passing;
  }
  return rate;
}
