import type { RecordKind } from '../../../parsers/model/record.ts';
import { type Column, createIndexColumn, createNumberColumn } from '../column.ts';
import type { Shelf } from '../shelf.ts';
import { type Clock, clocks, timesOf } from './clocks.ts';
import { hashText } from './hash-text.ts';
import { segmentOf } from './segment.ts';
import type { Sighting } from './sighting.ts';

/** One boot in one file: what shares a clock without proof. */
export interface Segment {
  readonly name: string;
  readonly path: string;
  readonly host: string | null;
  readonly bootId: string | null;
  /** How much its clock proves, by its first sighting in the file: the least is the best. */
  authority: number;
  firstByte: number;
  sightings: number;
}

/** All sightings on a shelf; in memory is of each only where it stands and a hash of its id. */
export interface Ledger {
  readonly sightings: Shelf<Sighting>;
  readonly segments: readonly Segment[];
  readonly idHashes: Column;
  /** A clock that every sighting has: nothing needs to be compared through an offset between two. Null where there is none. */
  sharedClock(): Clock | null;
  add(sighting: Sighting): void;
  segmentOf(index: number): Segment;
  /** The sightings of each segment in the order of the file; first those whose clocks prove most. */
  inOrder(): Generator<Int32Array>;
  has(kind: RecordKind): boolean;
  /** Whether any sighting knows this clock. */
  knows(clock: Clock): boolean;
}

export function createLedger(sightings: Shelf<Sighting>): Ledger {
  const segments: Segment[] = [];
  const numbers = new Map<string, number>();
  const segmentNumbers = createIndexColumn();
  const firstBytes = createNumberColumn();
  const idHashes = createIndexColumn();
  const kinds = new Set<RecordKind>();
  const known = new Set<Clock>();
  let shared: readonly Clock[] = clocks;

  function numberOf(sighting: Sighting): number {
    const name = segmentOf(sighting);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const { source, host, bootId } = sighting;
    numbers.set(name, segments.length);
    const firstByte = Number.POSITIVE_INFINITY;
    return segments.push({ name, path: source.path, host, bootId, authority: 0, firstByte, sightings: 0 }) - 1;
  }

  return {
    sightings,
    segments,
    idHashes,
    sharedClock: () => shared[0] ?? null,
    add(sighting) {
      const times = timesOf(sighting);
      for (const clock of clocks) if (times[clock] !== null) known.add(clock);
      if (shared.some((clock) => times[clock] === null)) shared = shared.filter((clock) => times[clock] !== null);
      const number = numberOf(sighting);
      const segment = segments[number] as Segment;
      const { byteStart } = sighting.source;
      if (byteStart < segment.firstByte) {
        segment.firstByte = byteStart;
        segment.authority = authority(sighting);
      }
      segment.sightings += 1;
      segmentNumbers.add(number);
      firstBytes.add(byteStart);
      kinds.add(sighting.kind);
      idHashes.add(hashText(sighting.id));
      sightings.add(sighting);
    },
    has: (kind) => kinds.has(kind),
    knows: (clock) => known.has(clock),
    segmentOf: (index) => segments[segmentNumbers.at(index)] as Segment,
    *inOrder() {
      const indexes = bySegment(segments, segmentNumbers);
      const order = [...segments.keys()].sort((a, b) =>
        compareSegments(segments[a] as Segment, segments[b] as Segment),
      );
      for (const number of order) {
        const own = indexes[number] as Int32Array;
        if (!isAscending(own, firstBytes)) own.sort((a, b) => firstBytes.at(a) - firstBytes.at(b));
        yield own;
      }
    },
  };
}

const compareSegments = (a: Segment, b: Segment): number => a.authority - b.authority || (a.name < b.name ? -1 : 1);

/** Indexes of the sightings of each segment, parts of one array. */
function bySegment(segments: readonly Segment[], numbers: Column): Int32Array[] {
  const all = new Int32Array(numbers.length);
  let end = 0;
  const parts = segments.map(({ sightings }) => {
    const part = all.subarray(end, end + sightings);
    end += sightings;
    return part;
  });
  const filled = new Int32Array(segments.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers.at(index);
    const at = filled[number] as number;
    (parts[number] as Int32Array)[at] = index;
    filled[number] = at + 1;
  }
  return parts;
}

function isAscending(indexes: Int32Array, values: Column): boolean {
  for (let at = 1; at < indexes.length; at++) {
    if (values.at(indexes[at] as number) < values.at(indexes[at - 1] as number)) return false;
  }
  return true;
}

function authority({ bootId, monotonicUs, atUs, timeBasis }: Sighting): number {
  if (bootId !== null) return 0;
  if (monotonicUs !== null) return atUs === null ? 2 : 1;
  if (atUs === null) return 5;
  return timeBasis === 'inferred' ? 4 : 3;
}
