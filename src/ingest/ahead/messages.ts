import type { ExitCode } from '../../cli/errors.ts';
import type { FileFacts } from '../../sources/source.ts';

/** What a scan thread is started with. Text goes through `slots`, which both sides see: only numbers are sent. */
export interface ThreadData {
  readonly needles: readonly string[];
  readonly slots: readonly SharedArrayBuffer[];
}

/**
 * What a scan thread is asked to do; it answers each `block` once, in order. `stream` is answered by a chunk for every free
 * slot, then by an end. A slot is the thread's from the request (or `free`) to the answer, and ours from then on: slots
 * are the credits that keep a thread from running ahead.
 */
export type Request =
  | { readonly type: 'open'; readonly path: string }
  | {
      readonly type: 'block';
      readonly slot: number;
      readonly position: number;
      /** Bytes of the block. Needles that begin in it may end in the bytes behind it, of which `seen` tells how many to read too. */
      readonly bytes: number;
      readonly seenBytes: number;
    }
  | { readonly type: 'close' }
  | { readonly type: 'stream'; readonly path: string; readonly facts: FileFacts }
  | { readonly type: 'free'; readonly slot: number };

export type Reply =
  | {
      readonly type: 'scanned';
      readonly slot: number;
      readonly bytes: number;
      readonly offsets: readonly number[];
      readonly newlines: number;
    }
  | { readonly type: 'end' }
  | { readonly type: 'problem'; readonly message: string; readonly exitCode: ExitCode; readonly hint: string | null }
  /** A system call failed. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string };

/** Text is read and scanned in blocks of this size. */
export const blockBytes = 1 << 20;
/** Room behind a block for the rest of a needle that begins in it. */
export const overlapBytes = 4096;
export const slotsPerThread = 3;
