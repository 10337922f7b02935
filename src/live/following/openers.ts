import type { LogEntry } from '../../../parsers/model/entry.ts';
import { extractors } from '../../../parsers/records/index.ts';
import { type Assembled, type Assembler, createAssembler } from '../../ingest/assemble.ts';
import type { BootCounter } from '../../ingest/boots.ts';
import type { Place } from './position.ts';

/** Where an entry stands that may open a record, and the boot it belongs to. */
export interface Origin extends Place {
  /** Of several entries at one place. */
  readonly ordinal: number;
  readonly bootIndex: number;
}

/** Puts records together and remembers of each where the entry stands that opened it. */
export interface Openers {
  readonly assembler: Assembler;
  /** Entries from here on come from another file. */
  beginFile(generation: number): void;
  originOf(opener: LogEntry): Origin | undefined;
  /** Where a restart must begin for the records that are open to be read whole; null where none is. */
  readonly anchor: Place | null;
  /** Nothing came for so long. */
  silence(us: number): void;
}

/** More entries than this behind the anchor are not read again after a restart: the oldest open record's start will do. */
const mostEntriesBehindAnchor = 2000;

export function createOpeners(
  firstGeneration: number,
  boots: Pick<BootCounter, 'index'>,
  closed: (assembled: Assembled) => void,
): Openers {
  const origins = new WeakMap<LogEntry, Origin>();
  const inner = createAssembler(extractors, closed);
  let generation = firstGeneration;
  let anchor: Place | null = null;
  let entriesBehindAnchor = 0;
  let offset = -1;
  let ordinal = 0;

  const placeOf = (entry: LogEntry): Place => ({
    generation,
    offset: entry.span.byteStart,
    line: entry.span.line,
    insideLine: false,
  });

  function moveAnchor(before: LogEntry | null, entry: LogEntry): void {
    const { oldest } = inner;
    if (oldest === null) {
      anchor = null;
      return;
    }
    if (before === null || anchor === null) {
      anchor = placeOf(entry);
      entriesBehindAnchor = 0;
      return;
    }
    entriesBehindAnchor += 1;
    if (entriesBehindAnchor < mostEntriesBehindAnchor) return;
    anchor = origins.get(oldest) ?? anchor;
    entriesBehindAnchor = 0;
  }

  const assembler: Assembler = {
    feed(entry, mayOpen) {
      const before = inner.oldest;
      if (mayOpen) {
        ordinal = entry.span.byteStart === offset ? ordinal + 1 : 0;
        offset = entry.span.byteStart;
        origins.set(entry, { ...placeOf(entry), ordinal, bootIndex: boots.index(entry) });
      }
      const opened = inner.feed(entry, mayOpen);
      if (before !== null || mayOpen) moveAnchor(before, entry);
      return opened;
    },
    pass: () => inner.pass(),
    get busy() {
      return inner.busy;
    },
    get oldest() {
      return inner.oldest;
    },
    provisional: () => inner.provisional(),
    silence: (us) => inner.silence(us),
    end: () => inner.end(),
  };

  return {
    assembler,
    beginFile(next) {
      generation = next;
    },
    originOf: (opener) => origins.get(opener),
    get anchor() {
      return anchor;
    },
    silence(us) {
      inner.silence(us);
      if (inner.oldest === null) anchor = null;
    },
  };
}
