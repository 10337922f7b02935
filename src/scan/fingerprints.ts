/** A needle as the kernel searches it: `window` is where in it the three bytes of its fingerprint stand. */
export interface PlacedNeedle {
  readonly bytes: Uint8Array;
  readonly window: number;
  readonly bucket: number;
}

/** The width of a fingerprint and the number of buckets are what one byte a lane can tell apart. */
const fingerprintBytes = 3;
const bucketCount = 8;

/**
 * How often bytes occur in logs, roughly, in parts of a thousand: lower-case letters by English frequency, digits and
 * blanks high because of stamps. It only steers speed, never what is found.
 */
const commonness = new Map<string, number>([
  ...[...' etaoinsrhldcumfpgwybvkxjqz'].map((letter, rank): [string, number] => [letter, 130 - rank * 5]),
  ...[...'0123456789'].map((digit): [string, number] => [digit, 120]),
  ...[...':-.[]'].map((mark): [string, number] => [mark, 90]),
]);
const rareByte = 5;

/**
 * Places each needle's fingerprint on its rarest three bytes and shares the needles out over the buckets so that needles
 * alike in their fingerprints stand together: a bucket's nibble tables are the union of its needles', and the tighter the
 * union, the fewer false candidates. Needles that begin with another needle are left out, since that one finds their place.
 */
export function placeNeedles(needles: readonly string[]): PlacedNeedle[] {
  const distinct = [...new Set(needles)].filter(
    (needle) => !needles.some((other) => other !== needle && needle.startsWith(other)),
  );
  const windows = distinct
    .map((needle) => ({ needle, window: rarestWindow(needle) }))
    .sort((a, b) => (fingerprint(a) < fingerprint(b) ? -1 : 1));
  const buckets: { needles: { needle: string; window: number }[] }[] = [];
  for (const placed of windows) {
    const same = buckets.find((bucket) => bucket.needles.some((other) => fingerprint(other) === fingerprint(placed)));
    if (same) same.needles.push(placed);
    else buckets.push({ needles: [placed] });
  }
  while (buckets.length > bucketCount) mergeCheapest(buckets);
  return buckets.flatMap((bucket, index) =>
    bucket.needles.map(({ needle, window }) => ({ bytes: Buffer.from(needle, 'latin1'), window, bucket: index })),
  );
}

function fingerprint({ needle, window }: { needle: string; window: number }): string {
  return needle.slice(window, window + fingerprintBytes);
}

function rarestWindow(needle: string): number {
  let best = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let window = 0; window + fingerprintBytes <= needle.length; window += 1) {
    let cost = 1;
    for (const letter of needle.slice(window, window + fingerprintBytes)) cost *= commonness.get(letter) ?? rareByte;
    if (cost < bestCost) {
      bestCost = cost;
      best = window;
    }
  }
  return best;
}

type Bucket = { needles: { needle: string; window: number }[] };

/** Joins the two buckets whose union lets the fewest more strings pass. */
function mergeCheapest(buckets: Bucket[]): void {
  let best: { first: number; second: number; cost: number } | null = null;
  for (let first = 0; first < buckets.length; first += 1) {
    for (let second = first + 1; second < buckets.length; second += 1) {
      const a = buckets[first] as Bucket;
      const b = buckets[second] as Bucket;
      const cost = passRate([...a.needles, ...b.needles]) - passRate(a.needles) - passRate(b.needles);
      if (!best || cost < best.cost) best = { first, second, cost };
    }
  }
  if (!best) return;
  const [removed] = buckets.splice(best.second, 1);
  if (removed) buckets[best.first]?.needles.push(...removed.needles);
}

/** How likely three bytes of a log pass a bucket's nibble tables: low and high nibbles are matched apart. */
function passRate(needles: Bucket['needles']): number {
  let rate = 1;
  for (let place = 0; place < fingerprintBytes; place += 1) {
    const lows = new Set<number>();
    const highs = new Set<number>();
    for (const { needle, window } of needles) {
      const byte = needle.charCodeAt(window + place);
      lows.add(byte & 15);
      highs.add(byte >> 4);
    }
    let passing = 0;
    for (const high of highs)
      for (const low of lows) passing += commonness.get(String.fromCharCode((high << 4) | low)) ?? rareByte;
    rate *= passing;
  }
  return rate;
}
