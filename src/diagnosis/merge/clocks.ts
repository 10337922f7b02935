import type { Sighting } from './sighting.ts';

/**
 * How far apart two sightings of one event may be.
 *
 * The kernel's own stamp is the same in every transport: a second covers the ring of a record's lines. Wall clocks of
 * syslog say when the daemon read the message, and under memory pressure it reads late. A record whose head is lost is
 * stamped by a later line, and on a serial console a dump takes a minute.
 */
const tolerance = {
  monotonicUs: 1_000_000,
  sameStampUs: 1_000,
  cutUs: 60_000_000,
  exactWallUs: 90_000_000,
  looseWallUs: 5_000_000,
  /** An identical stamp and identical sizes outweigh a wall clock that was set in between. */
  steppedWallUs: 3_600_000_000,
} as const;

/** Zones differ by quarters of an hour. */
const quarterUs = 900_000_000;
const widestZoneUs = 26 * 3_600_000_000;

/** What is known of an event's time: on the kernel's clock, on a wall clock with zone, and on one whose zone is a guess. */
export interface Times {
  readonly monotonicUs: number | null;
  readonly wallUs: number | null;
  readonly inferredUs: number | null;
}

export type Clock = keyof Times;

export const clocks: readonly Clock[] = ['monotonicUs', 'wallUs', 'inferredUs'];

/** Two sightings without sizes in common are no event where they are farther apart, on any clock. */
export const farthestLooseUs = Math.max(tolerance.looseWallUs, tolerance.monotonicUs);

export function timesOf({ monotonicUs, atUs, timeBasis }: Sighting): Times {
  return {
    monotonicUs,
    wallUs: timeBasis === 'inferred' ? null : atUs,
    inferredUs: timeBasis === 'inferred' ? atUs : null,
  };
}

/** The two clocks on which two times can only be compared through an offset between them; null if none is needed or possible. */
export type Bridge = 'monotonic-wall' | 'inferred-wall';

export function bridgeBetween(a: Times, b: Times): { bridge: Bridge; offsetUs: number } | null {
  if (a.monotonicUs !== null && b.monotonicUs !== null) return null;
  if (a.wallUs !== null && b.wallUs !== null) return null;
  if (a.inferredUs !== null && b.inferredUs !== null) return null;
  if (a.wallUs !== null && b.inferredUs !== null) return zoneBridge(a.wallUs - b.inferredUs);
  if (a.inferredUs !== null && b.wallUs !== null) return zoneBridge(b.wallUs - a.inferredUs);
  const aWall = a.wallUs ?? a.inferredUs;
  const bWall = b.wallUs ?? b.inferredUs;
  if (aWall !== null && b.monotonicUs !== null) return { bridge: 'monotonic-wall', offsetUs: aWall - b.monotonicUs };
  if (bWall !== null && a.monotonicUs !== null) return { bridge: 'monotonic-wall', offsetUs: bWall - a.monotonicUs };
  return null;
}

function zoneBridge(offsetUs: number): { bridge: Bridge; offsetUs: number } | null {
  return Math.abs(offsetUs) <= widestZoneUs ? { bridge: 'inferred-wall', offsetUs } : null;
}

/** A wrong guess of the zone is off by whole quarters of an hour. */
export function isZoneShift(offsetUs: number): boolean {
  return Math.abs(offsetUs - Math.round(offsetUs / quarterUs) * quarterUs) <= tolerance.exactWallUs;
}

export interface Nearness {
  /** Shared sizes, not only names. */
  readonly exact: boolean;
  /** One of the two lost its first lines, so that the stamps are of different lines. */
  readonly cut: boolean;
  /** The offset that other events prove for the bridge between the two clocks; null where nothing does. */
  readonly bridgeUs: number | null;
}

/** Microseconds between two times of what may be one event; null if they cannot be. Without any clock in common it is 0. */
export function distanceUs(a: Times, b: Times, { exact, cut, bridgeUs }: Nearness): number | null {
  const monotonic = gap(a.monotonicUs, b.monotonicUs);
  const wall = gap(a.wallUs, b.wallUs) ?? gap(a.inferredUs, b.inferredUs);
  const wallMost = exact ? tolerance.exactWallUs : tolerance.looseWallUs;
  if (monotonic !== null) {
    if (exact && monotonic <= tolerance.sameStampUs) {
      return wall === null || wall <= tolerance.steppedWallUs ? monotonic : null;
    }
    const late = exact && (cut || wall !== null);
    const monotonicMost = late ? tolerance.cutUs : tolerance.monotonicUs;
    return monotonic <= monotonicMost && (wall === null || wall <= wallMost) ? monotonic : null;
  }
  if (wall !== null) return wall <= wallMost ? wall : null;
  const bridge = bridgeBetween(a, b);
  if (bridge === null) return hasClock(a) && hasClock(b) ? null : 0;
  if (bridgeUs === null) return null;
  const off = Math.abs(bridge.offsetUs - bridgeUs);
  return off <= wallMost ? off : null;
}

const gap = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.abs(a - b));

/** The stamp that the kernel gave to one line. */
export const hasSameStamp = (a: Times, b: Times): boolean =>
  (gap(a.monotonicUs, b.monotonicUs) ?? Number.POSITIVE_INFINITY) <= tolerance.sameStampUs;

export const hasClock = ({ monotonicUs, wallUs, inferredUs }: Times): boolean =>
  monotonicUs !== null || wallUs !== null || inferredUs !== null;

/** Fills what one knows and the other does not. */
export function combine(a: Times, b: Times): Times {
  return {
    monotonicUs: a.monotonicUs ?? b.monotonicUs,
    wallUs: a.wallUs ?? b.wallUs,
    inferredUs: a.inferredUs ?? b.inferredUs,
  };
}
