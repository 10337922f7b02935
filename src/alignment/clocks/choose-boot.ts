import type { Timeline } from '../../store/timeline.ts';
import { agreementAt } from './agreement.ts';
import type { LoggedEvent } from './alignment.ts';
import { placeInWords } from './clock-groups.ts';
import type { LoggedKill } from './kill-traces.ts';
import type { Match } from './match.ts';
import { readTraces } from './traces.ts';

const nearUs = 600_000_000;

/**
 * Samples that show only the time since boot, of several boots: each would fit an event of any boot that lived as long. Keeps the
 * boot whose samples show the kills, or the only one that lasted; else none, and `unknown` hears of it.
 */
export async function chooseBoot(
  timeline: Timeline,
  matches: readonly Match[],
  { event, kills }: { readonly event: LoggedEvent; readonly kills: readonly LoggedKill[] },
  unknown: (place: string) => void,
): Promise<readonly Match[]> {
  const byPlace = new Map<string, Match[]>();
  for (const match of matches) {
    if (match.group.timeBasis !== 'monotonic') continue;
    const place = placeInWords(match.group);
    byPlace.set(place, [...(byPlace.get(place) ?? []), match]);
  }
  const dropped = new Set<Match>();
  for (const [place, boots] of byPlace) {
    if (boots.length < 2) continue;
    const kept = await likeliest(timeline, boots, event, kills);
    if (!kept) unknown(place);
    for (const match of boots) if (match !== kept) dropped.add(match);
  }
  return matches.filter((match) => !dropped.has(match));
}

async function likeliest(
  timeline: Timeline,
  boots: readonly Match[],
  { monotonicUs }: LoggedEvent,
  kills: readonly LoggedKill[],
): Promise<Match | null> {
  const reaching = boots.filter(
    ({ group, alignment: { eventUs } }) => eventUs >= group.fromUs && eventUs <= group.toUs + nearUs,
  );
  if (monotonicUs === null || reaching.length < 2) return reaching[0] ?? null;
  const weighed = [];
  for (const match of reaching) {
    const { eventUs } = match.alignment;
    const offsetUs = eventUs - monotonicUs;
    const traces = await readTraces(timeline, match.group, kills, { fromUs: eventUs - nearUs, toUs: eventUs + nearUs });
    weighed.push({ match, net: agreementAt(kills, traces, offsetUs).net });
  }
  weighed.sort((a, b) => b.net - a.net);
  const [best, next] = weighed;
  return best && best.net >= 2 && best.net > (next?.net ?? 0) + 1 ? best.match : null;
}
