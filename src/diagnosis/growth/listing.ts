import type { ProcessHistory } from './processes.ts';

/** A listing is cut (`ps | head`) if it names fewer processes than this: who is missing may still have been there. */
const completeListing = 12;

/**
 * The most that a process may have held which a cut listing leaves out: the least that it lists. 0 for a whole listing: a long
 * one, or one of a sampler that lists more at other times, for a list that is cut is always of one length.
 */
export function unseenAt(processes: readonly ProcessHistory[], tick: number): number {
  const lengths = new Map<number, number>();
  let least = Number.POSITIVE_INFINITY;
  for (const { points } of processes)
    for (const { atUs, value } of points) {
      lengths.set(atUs, (lengths.get(atUs) ?? 0) + 1);
      if (atUs === tick) least = Math.min(least, value);
    }
  const listed = lengths.get(tick) ?? 0;
  const longest = [...lengths.values()].reduce((most, length) => Math.max(most, length), 0);
  const isWhole = listed >= completeListing || (longest >= completeListing && listed < longest);
  return listed === 0 || isWhole ? 0 : least;
}
