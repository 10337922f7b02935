/**
 * A reader for a run of lines that several kinds of record contain (a Mem-Info dump, a call trace, a task table).
 *
 * A block keeps what it needs to tell its own lines from others. Lines of other writers may come between its own at any
 * place: it refuses them and goes on.
 */
export interface Block<T> {
  /** Offers one line. True: the line belongs to this block and has been read. */
  feed(text: string): boolean;
  /** What has been read so far. May be called at any time, and more than once. */
  value(): T;
}
