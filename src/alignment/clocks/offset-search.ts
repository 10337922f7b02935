import { type Agreement, agreementAt } from './agreement.ts';
import type { LoggedKill, SampledTraces } from './kill-traces.ts';

/** An offset of the samples' clock that events speak for. */
export interface FoundOffset {
  readonly offsetUs: number;
  readonly errorUs: number;
  readonly agreement: Agreement;
}

const quarterUs = 900_000_000;
const dayUs = 86_400_000_000;
/** Zones lie between -12 and +14 hours: two of them are at most 26 hours apart, and real ones 14. */
const mostQuarters = 56;

/** What agrees by this much is no chance: the end of the victim, or the counter with freed memory. */
const enough = 3;
/** The next best offset must be this much worse. */
const margin = 1;

/** Offsets that zones make, and with `days` those of a wrong day too; nearest to nothing first. */
export function zoneOffsets(days: readonly number[] = [0]): number[] {
  const offsets: number[] = [];
  for (const day of days) {
    for (let quarter = -mostQuarters; quarter <= mostQuarters; quarter += 1)
      offsets.push(day * dayUs + quarter * quarterUs);
  }
  return offsets.sort((a, b) => Math.abs(a) - Math.abs(b));
}

/**
 * Memory that came free at once, by the quarter of an hour from the kill: with ticks this close, chance brings that about one
 * time in ten.
 */
export const oneWitness = { least: 2, mostRoomUs: 60_000_000 } as const;

/** The one offset among these that the kills speak for; null where none does, or several do. */
export function bestOffset(
  kills: readonly LoggedKill[],
  traces: SampledTraces,
  offsets: readonly number[],
  { errorUs, least = enough }: { readonly errorUs: number; readonly least?: number },
): FoundOffset | null {
  const scored = offsets.map((offsetUs) => ({ offsetUs, errorUs, agreement: agreementAt(kills, traces, offsetUs) }));
  const found = scored.reduce<FoundOffset | null>(
    (best, one) => (best === null || one.agreement.net > best.agreement.net ? one : best),
    null,
  );
  if (!found || found.agreement.net < least) return null;
  const rival = scored.some(
    (one) => one !== found && one.agreement.net > found.agreement.net - margin && !isSamePlace(one, found),
  );
  return rival ? null : found;
}

/** The offset that brings each kill between the two ticks that show it, where the clocks differ by no zone. */
export function freeOffset(kills: readonly LoggedKill[], traces: SampledTraces): FoundOffset | null {
  const middles = new Set<number>();
  for (const kill of kills) {
    for (const { pid, lastUs, goneUs } of traces.victims) {
      if (pid === kill.pid && goneUs !== null) middles.add((lastUs + goneUs) / 2 - kill.atUs);
    }
    for (const counter of traces.counters) {
      for (const [fromUs, toUs] of steps(counter)) middles.add((fromUs + toUs) / 2 - kill.atUs);
    }
  }
  const scored = [...middles].slice(0, mostMiddles).map((offsetUs) => ({
    offsetUs,
    agreement: agreementAt(kills, traces, offsetUs),
  }));
  const best = scored.reduce((most, { agreement }) => Math.max(most, agreement.net), 0);
  if (best < enough) return null;
  // A storm agrees nearly as well with itself a few ticks on: all that comes close is possible.
  const close = scored.filter(({ agreement }) => agreement.net >= Math.min(best * nearlyAsGood, best - margin));
  const low = Math.min(...close.map(({ offsetUs, agreement }) => offsetUs - agreement.roomUs.before));
  const high = Math.max(...close.map(({ offsetUs, agreement }) => offsetUs + agreement.roomUs.after));
  const found = close.find(({ agreement }) => agreement.net === best);
  const errorUs = Math.round((high - low) / 2 + graceUs);
  if (!found || !(errorUs <= mostFreeErrorUs)) return null;
  return { offsetUs: Math.round((low + high) / 2), errorUs, agreement: found.agreement };
}

const nearlyAsGood = 0.5;
/** An offset that is less certain than this is none. */
const mostFreeErrorUs = 600_000_000;

/** The only rise of a kill counter is the only kill of the log: no proof, but the best there is without a common clock. */
export function onlyStep(kills: readonly LoggedKill[], { counters }: SampledTraces): FoundOffset | null {
  const rises = counters.map((counter) => [...steps(counter)]);
  const [kill] = kills;
  const [step] = rises.find((found) => found.length === 1) ?? [];
  if (!kill || !step || kills.length > 1 || rises.some((found) => found.length > 1)) return null;
  const offsetUs = Math.round((step[0] + step[1]) / 2 - kill.atUs);
  const roomUs = { before: (step[1] - step[0]) / 2, after: (step[1] - step[0]) / 2 };
  const agreement: Agreement = { net: 2, contradicted: false, by: 'the only rise of the kill counter', roomUs };
  return { offsetUs, errorUs: Math.round(roomUs.after + graceUs), agreement };
}

const mostMiddles = 2000;
/** A process goes, and a counter is read, a little after the message. */
const graceUs = 3_000_000;

function* steps(counter: SampledTraces['counters'][number]): Generator<readonly [number, number]> {
  for (let index = 1; index < counter.length; index += 1) {
    const [before, after] = [counter[index - 1], counter[index]];
    if (before && after && after.value > before.value) yield [before.atUs, after.atUs];
  }
}

/** Two offsets that the same ticks speak for are one answer. */
function isSamePlace(a: FoundOffset, b: FoundOffset): boolean {
  const { before, after } = b.agreement.roomUs;
  const apartUs = a.offsetUs - b.offsetUs;
  return apartUs >= -before - graceUs && apartUs <= after + graceUs;
}
