import type { EventList } from '../merge/event.ts';
import type { ClosedDraft } from './draft.ts';
import { type EventTable, inOrder } from './event-table.ts';
import { createIds } from './identity.ts';
import { type Outline, outline } from './outline.ts';

/** Other incidents of the same trouble that one incident names, before it and after it. */
const mostRecurrences = 20;

/** Names incidents, tells each of the others like it, and gives them one after the other. */
export function* outlineAll(
  drafts: readonly ClosedDraft[],
  events: EventList,
  { compare }: Pick<EventTable, 'compare'>,
): Generator<Outline> {
  const inTime = drafts.toSorted((a, b) => compare(firstOf(a), firstOf(b)));
  const nextId = createIds();
  const ids = inTime.map((draft) => nextId(draft.contentId, () => events.at(firstOf(draft))));
  /** By name of the trouble the places of its incidents in time. */
  const loops = new Map<string, number[]>();
  for (const [place, draft] of inTime.entries()) {
    for (const name of loopNames(draft)) {
      const places = loops.get(name);
      if (places) places.push(place);
      else loops.set(name, [place]);
    }
  }
  for (const [place, draft] of inTime.entries()) {
    const again = new Set(loopNames(draft).flatMap((name) => around(loops.get(name) ?? [], place)));
    again.delete(place);
    const recurrences = [...again].sort((a, b) => a - b).flatMap((other) => ids[other] ?? []);
    yield outline(draft.scope, inTimeOf(draft), { id: ids[place] ?? '', recurrences });
  }

  function* inTimeOf(draft: ClosedDraft) {
    for (const index of inOrder(Int32Array.from(draft.events), compare)) yield events.at(index);
  }
}

const firstOf = ({ events }: ClosedDraft): number => events[0] as number;

/** A service of the same name on another machine is another service. */
const loopNames = ({ loops, machine }: ClosedDraft): string[] => loops.map((loop) => `${machine}\0${loop}`);

/** The nearest to one of an ascending list. */
function around(places: readonly number[], place: number): number[] {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return places.slice(Math.max(0, low - mostRecurrences), low + mostRecurrences + 1);
}
