import { type Bridge, isZoneShift } from './clocks.ts';

/** An offset proposed by one pair of sightings that may be one event. */
export interface Vote {
  readonly bridge: Bridge;
  readonly offsetUs: number;
  /** A pair that shares sizes outweighs pairs that share names. */
  readonly weight: number;
}

/** Votes this near to each other speak for one offset: syslog writes whole seconds and reads late. */
const togetherUs = 5_000_000;

/** A pair that shares sizes counts for this many that share names only. */
export const exactWeight = 10;

/**
 * The offset most votes agree on; null without votes. A zone that was guessed wrong is off by quarters of an hour; another
 * offset of a wall clock (`dmesg -T` does not know of time spent asleep) must be agreed on by two events with their sizes.
 */
export function electOffset(votes: readonly Vote[]): number | null {
  const zones = votes.filter(({ bridge, offsetUs }) => bridge === 'monotonic-wall' || isZoneShift(offsetUs));
  const likely = mostAgreed(zones);
  const any = zones.length === votes.length ? null : mostAgreed(votes);
  if (any !== null && any.weight >= 2 * exactWeight && any.weight > (likely?.weight ?? 0)) return any.offsetUs;
  return likely?.offsetUs ?? null;
}

/** Of equal ones the smallest shift of a zone, and the latest boot: a ring buffer holds the newest. */
function mostAgreed(votes: readonly Vote[]): { weight: number; offsetUs: number } | null {
  const sorted = [...votes].sort((a, b) => a.offsetUs - b.offsetUs);
  let best: { weight: number; offsetUs: number } | null = null;
  let weight = 0;
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    const last = sorted[to] as Vote;
    weight += last.weight;
    while ((sorted[from] as Vote).offsetUs < last.offsetUs - togetherUs) {
      weight -= (sorted[from] as Vote).weight;
      from += 1;
    }
    const middle = (sorted[Math.floor((from + to) / 2)] as Vote).offsetUs;
    const nearer = best !== null && last.bridge === 'inferred-wall' && Math.abs(middle) < Math.abs(best.offsetUs);
    const later = best !== null && last.bridge === 'monotonic-wall';
    if (best === null || weight > best.weight || (weight === best.weight && (nearer || later))) {
      best = { weight, offsetUs: middle };
    }
  }
  return best;
}
