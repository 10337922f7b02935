import type { RecordKind } from '../../../parsers/model/record.ts';
import { createIndexColumn, createNumberColumn } from '../column.ts';
import type { EventList, MergedEvent } from '../merge/event.ts';
import { segmentOf } from '../merge/segment.ts';
import { timeOf } from './draft.ts';

/** Where each event stands among the others, at some bytes an event: by index, for what must be asked of all of them. */
export interface EventTable {
  /** Indexes of the events of each timeline, in order of time. */
  timelines(): Int32Array[];
  kindOf(index: number): RecordKind;
  /** Microseconds on the clock of its timeline, null where that has none. */
  timeOf(index: number): number | null;
  /** Order of time on one timeline. */
  compare(a: number, b: number): number;
}

/**
 * `genuine` are the indexes of the events that count. One timeline for each machine that has a wall clock; where there is
 * none, one for each boot, else for each file.
 */
export function createEventTable(events: EventList, genuine: Int32Array): EventTable {
  const kinds = createNames<RecordKind>();
  const boots = createNames();
  const paths = createNames();
  const timelines = createNames();
  const placeOf = new Int32Array(events.length);
  const columns = {
    kind: createIndexColumn(),
    boot: createIndexColumn(),
    path: createIndexColumn(),
    timeline: createIndexColumn(),
    us: createNumberColumn(),
    monotonicUs: createNumberColumn(),
    byte: createNumberColumn(),
  };
  for (const [place, index] of genuine.entries()) {
    const event = events.at(index);
    placeOf[index] = place;
    columns.kind.add(kinds.numberOf(event.kind));
    columns.boot.add(boots.numberOf(event.boot));
    columns.path.add(paths.numberOf(event.best.source.path));
    columns.timeline.add(timelines.numberOf(timelineOf(event)));
    columns.us.add(timeOf(event) ?? Number.NaN);
    columns.monotonicUs.add(event.monotonicUs ?? Number.NaN);
    columns.byte.add(event.best.source.byteStart);
  }
  const pathRanks = paths.ranks();

  function compare(a: number, b: number): number {
    const [x, y] = [placeOf[a] as number, placeOf[b] as number];
    if (columns.boot.at(x) === columns.boot.at(y)) {
      const apart = columns.monotonicUs.at(x) - columns.monotonicUs.at(y);
      if (!Number.isNaN(apart) && apart !== 0) return apart;
    }
    const apart = columns.us.at(x) - columns.us.at(y);
    if (!Number.isNaN(apart) && apart !== 0) return apart;
    const ranks = (pathRanks[columns.path.at(x)] as number) - (pathRanks[columns.path.at(y)] as number);
    return ranks !== 0 ? ranks : columns.byte.at(x) - columns.byte.at(y);
  }

  return {
    compare,
    kindOf: (index) => kinds.names[columns.kind.at(placeOf[index] as number)] as RecordKind,
    timeOf(index) {
      const us = columns.us.at(placeOf[index] as number);
      return Number.isNaN(us) ? null : us;
    },
    timelines() {
      const counts = new Int32Array(timelines.names.length);
      for (let place = 0; place < genuine.length; place++) {
        const number = columns.timeline.at(place);
        counts[number] = (counts[number] as number) + 1;
      }
      const parts = [...counts].map((count) => new Int32Array(count));
      counts.fill(0);
      for (const [place, index] of genuine.entries()) {
        const number = columns.timeline.at(place);
        const at = counts[number] as number;
        (parts[number] as Int32Array)[at] = index;
        counts[number] = at + 1;
      }
      return parts.map((part) => inOrder(part, compare));
    },
  };
}

/** Sorted as `compare` says; what is in order already, as logs are, costs no copy. */
export function inOrder(indexes: Int32Array, compare: (a: number, b: number) => number): Int32Array {
  const isSorted = indexes.every((index, at) => at === 0 || compare(indexes[at - 1] as number, index) <= 0);
  return isSorted ? indexes : indexes.sort(compare);
}

function timelineOf(event: MergedEvent): string {
  if (event.atUs !== null) return `machine ${event.machine}`;
  return event.monotonicUs !== null ? `boot ${event.boot}` : `file ${segmentOf(event.best)}`;
}

/** Numbers names in the order in which they come. */
function createNames<Name extends string = string>() {
  const numbers = new Map<Name, number>();
  const names: Name[] = [];
  return {
    names,
    numberOf(name: Name): number {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
    /** The place of each name, by number, in the order of the names. */
    ranks(): Int32Array {
      const ranks = new Int32Array(names.length);
      const sorted = [...names.keys()].sort((a, b) => ((names[a] as Name) < (names[b] as Name) ? -1 : 1));
      for (const [rank, number] of sorted.entries()) ranks[number] = rank;
      return ranks;
    },
  };
}
