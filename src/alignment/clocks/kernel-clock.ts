/** The kernel's clock and the wall clock, read together by a sampler. */
export interface ClockPair {
  readonly wallUs: number;
  readonly monotonicUs: number;
}

export interface ClockEstimate {
  /** The wall clock at the asked moment of the kernel's clock. */
  readonly wallUs: number;
  readonly errorUs: number;
  /** By how much the wall clock was set, or the machine slept, between the pairs around the moment; 0 for not at all. */
  readonly stepUs: number;
}

/** Two readings of one tick are this far apart, and so is the time at which the kernel stamps a message from its event. */
const readingUs = 10_000;
/** printk's clock is not disciplined by NTP: 50 parts per million is what crystals do. */
const drift = 50e-6;
/** A wall clock that moves against the kernel's by more than this between two ticks was set. */
const stepUs = 100_000;

/**
 * When the kernel's clock showed `monotonicUs`, by pairs in order of the wall clock. The kernel's clock begins anew at each
 * boot: of the boots that reach this moment, the one whose answer is nearest to `expectedUs` counts. Null without pairs, and
 * where two boots answer and nothing is expected.
 */
export function wallClockAt(
  pairs: readonly ClockPair[],
  monotonicUs: number,
  expectedUs: number | null,
): ClockEstimate | null {
  const boots = bootsOf(pairs).map((boot) => estimate(boot, monotonicUs));
  const covering = boots.filter(({ distanceUs }) => distanceUs === 0);
  const candidates = covering.length > 0 ? covering : boots;
  if (candidates.length === 0 || (candidates.length > 1 && expectedUs === null)) return null;
  return candidates.reduce((best, one) =>
    Math.abs(one.wallUs - (expectedUs ?? 0)) < Math.abs(best.wallUs - (expectedUs ?? 0)) ? one : best,
  );
}

function bootsOf(pairs: readonly ClockPair[]): ClockPair[][] {
  const boots: ClockPair[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    if (pair.monotonicUs < last - 1_000_000) boots.push([]);
    boots.at(-1)?.push(pair);
    last = pair.monotonicUs;
  }
  return boots;
}

function estimate(boot: readonly ClockPair[], monotonicUs: number): ClockEstimate & { readonly distanceUs: number } {
  const after = boot.find((pair) => pair.monotonicUs >= monotonicUs) ?? null;
  const before = boot.findLast((pair) => pair.monotonicUs <= monotonicUs) ?? null;
  const at = (pair: ClockPair): number => pair.wallUs + (monotonicUs - pair.monotonicUs);
  const estimates = [before, after].flatMap((pair) => (pair === null ? [] : [at(pair)]));
  const low = Math.min(...estimates);
  const high = Math.max(...estimates);
  const distanceUs = before && after ? 0 : Math.abs(monotonicUs - ((before ?? after)?.monotonicUs ?? monotonicUs));
  const apartUs = high - low;
  return {
    // A clock that was set between the two was set at an unknown moment: the middle is the least wrong.
    wallUs: Math.round((low + high) / 2),
    errorUs: Math.round(readingUs + apartUs / 2 + drift * (monotonicUs + distanceUs)),
    stepUs: apartUs > stepUs ? Math.round(before && after ? at(after) - at(before) : 0) : 0,
    distanceUs,
  };
}
