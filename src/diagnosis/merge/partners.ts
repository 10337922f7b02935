import { farthestLooseUs, timesOf } from './clocks.ts';
import { keysOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { createMeetingPlaces, repeatsAmong } from './meeting-places.ts';
import type { Sighting } from './sighting.ts';

/** As a rule: the sizes of a task, its name, and who asked, with pid and without. */
const namesPerSighting = 4;

/**
 * Says of a sighting whether another may tell of the same event: one in another file that shares its sizes, or a name at
 * about the same time, or a copy in its own file. In most logs nearly none may, and those need no comparing.
 */
export function partnersIn(ledger: Ledger): (index: number) => boolean {
  const { sightings, segments, idHashes } = ledger;
  const repeats = repeatsAmong(idHashes);
  const parties = new Map<string, number>();
  for (const { path } of segments) if (!parties.has(path)) parties.set(path, parties.size);
  if (parties.size < 2) return (index) => repeats(idHashes.at(index));

  const clock = ledger.sharedClock();
  const partyOf = ({ source }: Sighting): number => parties.get(source.path) ?? 0;
  const places = createMeetingPlaces(sightings.length * namesPerSighting);
  for (let index = 0; index < sightings.length; index++) {
    const sighting = sightings.at(index);
    const party = partyOf(sighting);
    for (const name of namesOf(sighting, [0])) places.leave(name, party);
  }
  return (index) => {
    if (repeats(idHashes.at(index))) return true;
    const sighting = sightings.at(index);
    const party = partyOf(sighting);
    return namesOf(sighting, [-1, 0, 1]).some((name) => places.isShared(name, party));
  };

  /** Names without sizes count only around their time, where that can be compared throughout: `spans` before or after. */
  function namesOf(sighting: Sighting, spans: readonly number[]): string[] {
    const { exact, loose, stamped } = keysOf(sighting.gist);
    const named = sighting.monotonicUs === null ? loose : [...loose, ...stamped];
    const us = clock === null ? null : timesOf(sighting)[clock];
    if (us === null) return [...exact, ...named];
    const span = Math.floor(us / farthestLooseUs);
    return [...exact, ...named.flatMap((name) => spans.map((by) => `${span + by}\n${name}`))];
  }
}
