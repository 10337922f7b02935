/**
 * Finds literals in raw bytes.
 *
 * A scanner is fed consecutive chunks of one stream and reports where needles begin; it also counts newlines, since that
 * is nearly free in the same pass. Needles that cross a chunk border are found: the scanner keeps the tail it needs.
 */
export interface Scanner {
  /**
   * Scans the next chunk. Returns ascending stream offsets at which a needle begins (a needle may be reported once only;
   * two needles at one place are one offset). `newlines` is the number of 0x0a bytes in this chunk.
   * An offset may lie before this chunk's start when the needle began in the chunk before.
   */
  scan(chunk: Uint8Array): { readonly offsets: readonly number[]; readonly newlines: number };
  /** Forgets what came before: the next chunk begins at this stream offset. */
  restart(offset: number): void;
}

/** A needle as the fast scanner searches it: `window` is where in it the bytes of its fingerprint stand. */
export interface PlacedNeedle {
  readonly bytes: Uint8Array;
  readonly window: number;
  readonly bucket: number;
}

/** Needles are ASCII, four bytes or longer. `placed` is what another thread found out about the same needles. */
export type CreateScanner = (needles: readonly string[], placed?: readonly PlacedNeedle[] | null) => Scanner;
