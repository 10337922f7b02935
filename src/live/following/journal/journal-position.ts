import { isObject, parsePosition, type StreamPosition } from '../position.ts';

export interface JournalPosition {
  readonly version: 1;
  /** Cursor of the last entry behind which no record was open; the stream's places count entries. */
  readonly cursor: string;
  /** The entry itself is to be read again: it was the first, and opened a record. */
  readonly inclusive: boolean;
  /** The entry is none of those that are asked for: nothing had come of them yet, and what comes begins behind it. */
  readonly foreign: boolean;
  readonly stream: StreamPosition;
}

export function parseJournalPosition(value: unknown): JournalPosition | null {
  if (!isObject(value) || value.version !== 1 || typeof value.cursor !== 'string') return null;
  const stream = parsePosition(value.stream);
  const { cursor, inclusive, foreign } = value;
  return stream && { version: 1, cursor, inclusive: inclusive === true, foreign: foreign === true, stream };
}
