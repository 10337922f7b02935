import type { Line } from '../../parsers/model/line.ts';

/**
 * Cuts lines out of a stream of chunks, at any place the caller asks for, in constant memory.
 *
 * The cursor stands at the start of a line. `next` takes that line; `skipTo` moves on without decoding what lies
 * between. Only bytes from a few lines behind the cursor to the end of the newest chunk are held. A line longer than
 * `longestLineBytes` is handed out once, cut, and its rest is passed over. NUL bytes before a line (a power cut leaves them
 * where nothing was written) are no part of it.
 */
export interface LineCursor {
  /** Adds the next bytes of the stream, which are used until `release`. `last` says that no more come. */
  push(chunk: Uint8Array, last: boolean, known?: KnownOfChunk): void;
  /** Stream offset of the line the cursor stands at. */
  readonly offset: number;
  /** 1-based number of the line the cursor stands at. */
  readonly line: number;
  /** True in the middle of an overlong line, of which only the head was read. */
  readonly insideLine: boolean;
  /** Stream offset behind the last byte held. */
  readonly end: number;
  /** The line at the cursor, which then stands behind it; null while its end is not held yet. */
  next(): Line | null;
  /** Whether the line that holds this stream offset was handed out or passed over as overlong. */
  isTaken(offset: number): boolean;
  /** Moves to the start of the line that holds `offset`, then back over up to `linesBefore` lines not yet taken. */
  skipTo(offset: number, linesBefore: number): void;
  /** The first line that starts at or behind `offset`, without moving and without its number; null while it is not held. */
  lineFrom(offset: number): Line | null;
  /** Moves to the last line start held: nothing before it is wanted any more, save what `skipTo` may go back to. */
  skipToLastLine(): void;
  /** Up to `count` last lines that are held, whether taken or not, without moving. */
  tail(count: number): Line[];
  /** Forgets what is no longer needed. Call after the chunk is used up. */
  release(): void;
  /** Lines longer than the cap so far. */
  readonly overlongLines: number;
  /** NUL bytes that stood before lines and were passed over. */
  readonly nulBytes: number;
}

/** What a caller may know of a chunk: it spares the cursor from counting and copying. */
export interface KnownOfChunk {
  readonly newlines: number;
  /** So many bytes before the chunk's, in the same memory, are the cursor's to write on. */
  readonly roomBytes: number;
}

export interface LineCursorOptions {
  readonly path: string;
  readonly longestLineBytes: number;
  /** How many lines behind the cursor stay reachable for `skipTo`. */
  readonly linesBehind: number;
  /** Where the first chunk begins, for a reader that goes on where another one stopped. */
  readonly from?: CursorPosition;
}

/** A place between two lines, or inside an overlong line whose rest is passed over. */
export interface CursorPosition {
  readonly offset: number;
  readonly line: number;
  readonly insideLine: boolean;
}
