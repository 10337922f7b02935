import type { PlacedNeedle } from '../../scan/scanner.ts';

/** What a scan thread is started with. */
export interface ThreadData {
  readonly needles: readonly string[];
  /** Where their fingerprints are: finding that out takes longer than starting a thread. */
  readonly placed: readonly PlacedNeedle[] | null;
  /** Memory that both sides see, for text: messages hold numbers only. */
  readonly slots: readonly SharedArrayBuffer[];
}

/**
 * What a scan thread is asked to do. A `block` is answered once. A slot is the thread's from the request to the answer and its
 * reader's from then on: slots are the credit that keeps a thread from running ahead.
 */
export type Request =
  | {
      readonly type: 'block';
      /** The same until `close`. */
      readonly path: string;
      readonly slot: number;
      readonly position: number;
      readonly bytes: number;
      /** A needle that begins in the block may end in the bytes behind it: how many to read, the block's included. */
      readonly seenBytes: number;
    }
  | { readonly type: 'close' };

export type Reply =
  | {
      readonly type: 'scanned';
      /** The text stands behind `roomBytes`. */
      readonly slot: number;
      readonly bytes: number;
      readonly offsets: readonly number[];
      readonly newlines: number;
    }
  /** A system call failed. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string };

/** Text is read and scanned in blocks of this size. */
export const blockBytes = 1 << 19;
/** Room before a block, for the lines that its reader still holds of the block before. */
export const roomBytes = 64 * 1024;
/** Room behind a block for the rest of a needle that begins in it. */
const overlapBytes = 4096;
export const seenAtMostBytes = blockBytes + overlapBytes;

export const slotBytes = roomBytes + seenAtMostBytes;
/** So many blocks a thread may be ahead. */
export const slotsPerThread = 3;
/**
 * Two threads read and scan faster than the one that parses takes what they give, and each costs memory (see
 * docs/performance.md).
 */
export const mostThreads = 2;
