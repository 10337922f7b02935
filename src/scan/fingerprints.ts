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

interface Candidate {
  readonly fingerprint: string;
  readonly passes: number;
  /** Needles that hold it, and how many of them have no fingerprint yet. */
  readonly needles: string[];
  open: number;
}

/** Covers all needles with fingerprints, greedily: most needles for the least passes. */
function chooseFingerprints(needles: readonly string[]): Map<string, string> {
  const candidates = candidatesOf(needles);
  const worthALook = withoutWorseOnes([...candidates.values()]);
  const chosen = new Map<string, string>();
  while (chosen.size < needles.length) {
    let best: Candidate | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const candidate of worthALook) {
      const { passes, open } = candidate;
      if (open > 0 && passes / open < bestCost) {
        best = candidate;
        bestCost = passes / open;
      }
    }
    if (!best) break;
    for (const needle of best.needles) {
      if (chosen.has(needle)) continue;
      chosen.set(needle, best.fingerprint);
      for (const fingerprint of fingerprintsOf(needle)) {
        const candidate = candidates.get(fingerprint);
        if (candidate) candidate.open -= 1;
      }
    }
  }
  return chosen;
}

function candidatesOf(needles: readonly string[]): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const needle of needles) {
    for (const fingerprint of fingerprintsOf(needle)) {
      const known = candidates.get(fingerprint);
      if (known) {
        known.open += 1;
        known.needles.push(needle);
      } else {
        const passes = frequencyOf(fingerprint) + sharingWorth;
        candidates.set(fingerprint, { fingerprint, passes, needles: [needle], open: 1 });
      }
    }
  }
  return candidates;
}

/** Of those that only one needle holds, its rarest: the others are never the best. */
function withoutWorseOnes(candidates: readonly Candidate[]): Candidate[] {
  const rarest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const [needle = ''] = candidate.needles;
    const known = rarest.get(needle);
    if (candidate.needles.length === 1 && !(known && known.passes <= candidate.passes)) rarest.set(needle, candidate);
  }
  return candidates.filter(
    (candidate) => candidate.needles.length > 1 || rarest.get(candidate.needles[0] ?? '') === candidate,
  );
}

function fingerprintsOf(needle: string): Set<string> {
  const all = new Set<string>();
  for (let at = 0; at + fingerprintBytes <= needle.length; at += 1) all.add(needle.slice(at, at + fingerprintBytes));
  return all;
}
