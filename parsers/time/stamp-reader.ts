import type { Stamp } from '../model/stamp.ts';

/**
 * Reads one way of writing a time, by char code. A reader keeps what the last call found (the day, and the stamp itself
 * while the second stays the same), so one belongs to one file.
 */
export interface StampReader {
  /** The stamp that begins at `at`, or null. */
  read(text: string, at: number): Stamp | null;
  /** Where the stamp that `read` returned last ends (exclusive). */
  readonly end: number;
}
