import type { ComponentId } from '../accounting/components.ts';
import type { ComponentState } from './components.ts';

/** What each component gained while the memory was used up. */
export interface Consumption {
  readonly fromUs: number;
  readonly toUs: number;
  readonly states: number;
  /** What was used up in this time: the sum of all gains. */
  readonly bytes: number;
  /** Largest gain first. `share` of the sum of all gains. */
  readonly gains: readonly Gain[];
  readonly from: ComponentState;
  readonly to: ComponentState;
}

export interface Gain {
  readonly component: ComponentId | 'unaccounted';
  readonly bytes: number;
  readonly share: number;
}

/** Memory that can be had back: its fall is what the others gain. */
const givesWay: ReadonlySet<string> = new Set(['free', 'page-cache', 'swap-cache', 'slab-reclaimable']);

/** Services that start early in the window fill memory too: what matters is who was still taking when it ran out. */
const leftOutAtFront = 2 / 3;

/** The gains over the last third of the consumption; `leftOut` is the share of it that is left out at the front. */
export function consumption(states: readonly ComponentState[], leftOut = leftOutAtFront): Consumption | null {
  const to = states.at(-1);
  if (!to || states.length < 2) return null;
  const held = states.map(heldBytes);
  const last = held.at(-1) as number;
  const lowest = Math.min(...held);
  const threshold = lowest + (last - lowest) * leftOut;
  let start = states.length - 2;
  while (start > 0 && (held[start] as number) > threshold) start -= 1;
  const from = states[start] as ComponentState;
  const gains = gainsBetween(from, to);
  return {
    fromUs: from.atUs,
    toUs: to.atUs,
    states: states.length - start,
    bytes: gains.reduce((sum, gain) => sum + gain.bytes, 0),
    gains,
    from,
    to,
  };
}

function heldBytes(state: ComponentState): number {
  let held = 0;
  for (const [component, bytes] of state.parts) if (!givesWay.has(component)) held += bytes;
  return held + swappedElsewhere(state);
}

/** What is in swap and not in the RAM of a compressed pool. */
function swappedElsewhere({ swapUsedBytes, poolBytes }: ComponentState): number {
  return (swapUsedBytes ?? 0) - (poolBytes ?? 0);
}

/** What reclaim gives up first is no gain; kept slab is counted by its growth even where it could be reclaimed. */
const noGain: ReadonlySet<string> = new Set(['free', 'page-cache', 'swap-cache']);

/** What each component gained between two states, without those in `leftOut`. */
export function gainsBetween(from: ComponentState, to: ComponentState, leftOut = noGain): Gain[] {
  const gained = new Map<ComponentId | 'unaccounted', number>();
  for (const [component, bytes] of to.parts) {
    if (leftOut.has(component)) continue;
    gained.set(component, bytes - (from.parts.get(component) ?? 0));
  }
  const swapped = swappedElsewhere(to) - swappedElsewhere(from);
  // What is in swap was anonymous or shared before; anonymous is the usual and the cheaper assumption to be wrong with.
  if (swapped > 0) gained.set('anonymous', (gained.get('anonymous') ?? 0) + swapped);
  const positive = [...gained].filter(([, bytes]) => bytes > 0);
  const sum = positive.reduce((total, [, bytes]) => total + bytes, 0);
  return positive
    .map(([component, bytes]) => ({ component, bytes, share: sum === 0 ? 0 : bytes / sum }))
    .sort((a, b) => b.bytes - a.bytes);
}
