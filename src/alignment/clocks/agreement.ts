import type { LoggedKill, SampledTraces } from './kill-traces.ts';
import { largestRise, slackUs, ticksAround } from './ticks.ts';

/** How well samples agree with the log if their clock is off by some time. */
export interface Agreement {
  /** Weight of what agrees less what contradicts; 0 where the samples show nothing. */
  readonly net: number;
  readonly contradicted: boolean;
  /** The best of what agrees, in words: `the end of java (pid 112)`. */
  readonly by: string | null;
  /** Times by which the clock may be moved further with the same agreement. */
  readonly roomUs: { readonly before: number; readonly after: number };
}

/** A killed process may take this long to give its memory back and to be gone. */
const exitUs = 10_000_000;
/** Ticks further apart than this agree with any time. */
const coarseUs = 450_000_000;

const weights = {
  gone: 3,
  counter: 2,
  freed: 1,
  freedMost: 2,
  still: -2,
  early: -2,
  flat: -2,
  notFreed: -0.5,
} as const;

interface Vote {
  readonly weight: number;
  readonly by: string | null;
  /** Ticks around the kill, on the samples' clock. */
  readonly fromUs: number;
  readonly toUs: number;
}

/** Weighs what the samples show of the kills if `offsetUs` is what their clock shows more than the log's. */
export function agreementAt(kills: readonly LoggedKill[], traces: SampledTraces, offsetUs: number): Agreement {
  const votes: Vote[] = [];
  let roomBefore = Number.POSITIVE_INFINITY;
  let roomAfter = Number.POSITIVE_INFINITY;
  for (const kill of kills) {
    const atUs = kill.atUs + offsetUs;
    for (const vote of [
      best(listed(kill, traces, atUs)),
      best(counted(traces, atUs)),
      best(freed(kill, traces, atUs)),
    ]) {
      if (!vote) continue;
      votes.push(vote);
      if (vote.weight < 1) continue;
      roomBefore = Math.min(roomBefore, atUs - vote.fromUs);
      roomAfter = Math.min(roomAfter, vote.toUs - atUs);
    }
  }
  const strongest = votes.reduce<Vote | null>((most, vote) => (vote.weight > (most?.weight ?? 0) ? vote : most), null);
  return {
    net: votes.reduce((sum, vote) => sum + vote.weight, 0),
    contradicted: votes.some((vote) => vote.weight <= weights.flat),
    by: strongest?.by ?? null,
    roomUs: { before: Math.max(0, roomBefore), after: Math.max(0, roomAfter) },
  };
}

/** The strongest vote, whichever way it goes. */
function best(votes: readonly Vote[]): Vote | null {
  return votes.reduce<Vote | null>((most, vote) => {
    if (most === null) return vote;
    // One listing that shows the kill outweighs another that was cut and never held the victim.
    return vote.weight > most.weight ? vote : most;
  }, null);
}

function listed(kill: LoggedKill, { victims }: SampledTraces, atUs: number): Vote[] {
  return victims
    .filter(({ pid, firstUs }) => pid === kill.pid && firstUs <= atUs + slackUs)
    .flatMap(({ lastUs, goneUs, bytes }): Vote[] => {
      if (goneUs !== null && atUs > goneUs + Math.max(slackUs, goneUs - lastUs))
        return [vote(weights.early, null, lastUs, goneUs)];
      if (lastUs > atUs + exitUs + slackUs) return [vote(weights.still, null, lastUs, lastUs)];
      if (goneUs === null) return [];
      const held = kill.rssBytes === null || bytes >= kill.rssBytes / 4;
      return [vote(held ? weights.gone : 1, `the end of ${kill.comm} (pid ${kill.pid})`, lastUs, goneUs)];
    });
}

function counted({ counters }: SampledTraces, atUs: number): Vote[] {
  return counters.flatMap((points): Vote[] => {
    const around = ticksAround(points, atUs);
    if (!around) return [];
    const grown = around.after.value - around.before.value;
    const [fromUs, toUs] = [around.before.atUs, around.after.atUs];
    if (grown < 0) return [];
    return grown === 0
      ? [vote(weights.flat, null, fromUs, toUs)]
      : [vote(weights.counter, 'the kill counter', fromUs, toUs)];
  });
}

function freed(kill: LoggedKill, { free }: SampledTraces, atUs: number): Vote[] {
  const { rssBytes } = kill;
  if (rssBytes === null || rssBytes < 16 * 1024 * 1024) return [];
  return free.flatMap((points): Vote[] => {
    const around = ticksAround(points, atUs);
    if (!around) return [];
    const jump = around.after.value - around.before.value;
    const [fromUs, toUs] = [around.before.atUs, around.after.atUs];
    if (jump < rssBytes / 5) return [vote(weights.notFreed, null, fromUs, toUs)];
    if (jump < rssBytes / 2) return [];
    const most = jump >= largestRise(points) * 0.8;
    return [vote(most ? weights.freedMost : weights.freed, 'the memory that was freed', fromUs, toUs)];
  });
}

function vote(weight: number, by: string | null, fromUs: number, toUs: number): Vote {
  return { weight: weight > 0 && toUs - fromUs > coarseUs ? weight / 2 : weight, by, fromUs, toUs };
}
