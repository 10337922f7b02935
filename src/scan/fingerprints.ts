import { joinBuckets } from './buckets.ts';
import { fingerprintBytes, frequencyOf } from './frequencies.ts';
import type { PlacedNeedle } from './scanner.ts';

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
