import type { RecordKind } from '../../../parsers/model/record.ts';
import type { EventList, MergedEvent } from '../merge/event.ts';
import { segmentOf } from '../merge/segment.ts';
import { timeOf } from './draft.ts';

/** Where each event stands among the others, at some bytes an event: by index, for what must be asked of all of them. */
export interface EventTable {
  /** Indexes of the events of each timeline, in order of time. */
  readonly timelines: readonly Int32Array[];
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
  const kind = new Uint8Array(events.length);
  const boot = new Int32Array(events.length);
  const path = new Int32Array(events.length);
  const byte = new Float64Array(events.length);
  const us = new Float64Array(events.length);
  const monotonicUs = new Float64Array(events.length);
  const timelines = createNames();
  const timeline = new Int32Array(events.length);
  for (const index of genuine) {
    const event = events.at(index);
    kind[index] = kinds.numberOf(event.kind);
    boot[index] = boots.numberOf(event.boot);
    path[index] = paths.numberOf(event.best.source.path);
    byte[index] = event.best.source.byteStart;
    us[index] = timeOf(event) ?? Number.NaN;
    monotonicUs[index] = event.monotonicUs ?? Number.NaN;
    timeline[index] = timelines.numberOf(timelineOf(event));
  }
  const pathRanks = paths.ranks();
  const difference = (column: Float64Array, a: number, b: number): number =>
    (column[a] as number) - (column[b] as number);

  function compare(a: number, b: number): number {
    if (boot[a] === boot[b]) {
      const apart = difference(monotonicUs, a, b);
      if (!Number.isNaN(apart) && apart !== 0) return apart;
    }
    const apart = difference(us, a, b);
    if (!Number.isNaN(apart) && apart !== 0) return apart;
    const ranks = (pathRanks[path[a] as number] as number) - (pathRanks[path[b] as number] as number);
    return ranks !== 0 ? ranks : difference(byte, a, b);
  }

  return {
    compare,
    kindOf: (index) => kinds.names[kind[index] as number] as RecordKind,
    timeOf(index) {
      const at = us[index] as number;
      return Number.isNaN(at) ? null : at;
    },
    timelines: partsOf(genuine, timeline, timelines.names.length).map((part) => inOrder(part, compare)),
  };
}

/** The indexes of each part, by the number of the part. */
function partsOf(indexes: Int32Array, partOf: Int32Array, count: number): Int32Array[] {
  const lengths = new Int32Array(count);
  for (const index of indexes) lengths[partOf[index] as number] = (lengths[partOf[index] as number] as number) + 1;
  const parts = [...lengths].map((length) => new Int32Array(length));
  lengths.fill(0);
  for (const index of indexes) {
    const part = partOf[index] as number;
    const at = lengths[part] as number;
    (parts[part] as Int32Array)[at] = index;
    lengths[part] = at + 1;
  }
  return parts;
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
