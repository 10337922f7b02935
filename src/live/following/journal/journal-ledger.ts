import { type Place, startOfSource } from '../position.ts';
import type { JournalPosition } from './journal-position.ts';

export type JournalCursor = Pick<JournalPosition, 'cursor' | 'inclusive' | 'foreign'>;

/** How far the journal was read, and where a later run begins. */
export interface JournalLedger {
  /** The entry read last; null where nothing was read and nobody says where the journal ends. */
  readonly newest: JournalCursor | null;
  /** Behind what came before the records that are open. */
  readonly anchor: JournalCursor | null;
  /** Counts entries. */
  readonly place: Place;
  /** Entries that a former run read are read again. */
  readonly replaying: boolean;
  /** Everything from behind this entry on is new. */
  beginBehind(end: Pick<JournalPosition, 'cursor' | 'foreign'>): void;
  /** journalctl is started at the newest entry: the first one that it gives shows whether that is still there. */
  started(): void;
  /** `known`: it was read before. `gap`: the entry that must come first is gone. */
  meet(cursor: string): 'next' | 'known' | 'gap';
  /** `isOpen`: a record is open with this entry. */
  took(cursor: string, isOpen: boolean): void;
}

export function createJournalLedger(saved: JournalPosition | null): JournalLedger {
  let newest: JournalCursor | null = saved;
  let anchor = newest;
  let place: Place = saved?.stream.anchor ?? startOfSource;
  let replaying = saved !== null;
  let expected: string | null = null;

  return {
    get newest() {
      return newest;
    },
    get anchor() {
      return anchor;
    },
    get place() {
      return place;
    },
    get replaying() {
      return replaying;
    },
    beginBehind(end) {
      newest = { ...end, inclusive: false };
      anchor = newest;
    },
    started() {
      expected = newest === null || newest.foreign ? null : newest.cursor;
    },
    meet(cursor) {
      if (expected === null) return 'next';
      const isExpected = cursor === expected;
      expected = null;
      if (!isExpected) return 'gap';
      return newest?.inclusive ? 'next' : 'known';
    },
    took(cursor, isOpen) {
      const { offset } = place;
      place = { ...place, offset: offset + 1, line: offset + 2 };
      newest = { cursor, inclusive: false, foreign: false };
      replaying &&= saved !== null && place.offset < saved.stream.reached.offset;
      if (!isOpen || anchor === null || anchor.foreign) anchor = { ...newest, inclusive: isOpen };
    },
  };
}
