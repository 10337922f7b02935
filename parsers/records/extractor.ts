import type { LogEntry } from '../model/entry.ts';
import type { RecordBody } from '../model/record.ts';

/** Recognises one kind of record and assembles it from entries. */
export interface Extractor<Body extends RecordBody = RecordBody> {
  /** The file name without its ending. */
  readonly kind: Body['kind'];
  /**
   * Literals of which at least one stands in every line on which `open` succeeds. The scanner searches for these and for
   * nothing else, so a missing literal is a missed record. Three ASCII bytes or more, none of `"`, `\` or a control.
   */
  readonly openers: readonly string[];
  /** Whose entries may open this kind: `kernel` takes proved and unproved kernel entries, `user` all others. */
  readonly writers: 'kernel' | 'user' | 'any';
  /** Starts a record on this entry, or returns null: a line that only resembles an opener. */
  open(entry: LogEntry): Draft<Body> | null;
}

/** Why a draft is closed. `end`: the record is over. `cut`: the log ends. `stale`: too many foreign lines or too long a silence. */
export type CloseReason = 'end' | 'cut' | 'stale' | 'superseded';

/** What a draft says of an entry. `end`: the record was over before this entry, which is not part of it. */
export type Claim = 'mine' | 'foreign' | 'end';

/** A record under construction. The opening entry is already in it. */
export interface Draft<Body extends RecordBody = RecordBody> {
  /** True once every line that must come was seen; later lines (a reaper, more group victims) may still amend the record. */
  readonly settled: boolean;
  /**
   * True while nothing proves that it is a record of its kind: its header was lost, and what may be the rest of it went by. It
   * begins only where no record is under construction, and no other is marked or closed for its sake.
   */
  readonly tentative?: boolean;
  feed(entry: LogEntry): Claim;
  /**
   * Builds the body; `problems` and `complete` follow from what was seen and from the reason. May be called more than once.
   * Null: nothing came of it (a line that announces a report which never followed).
   */
  close(reason: CloseReason): Body | null;
}
