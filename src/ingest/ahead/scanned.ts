import type { Scanner } from '../../scan/scanner.ts';
import { roomBefore } from '../../sources/file.ts';

/** A piece of a log's bytes and what the scanner saw in it. */
export interface ScannedChunk {
  /** Valid until the next chunk is asked for. */
  readonly bytes: Uint8Array;
  /** Stream offsets of needles, ascending; one may lie before this chunk where the needle begins there. */
  readonly offsets: readonly number[];
  readonly newlines: number;
  /** So many bytes before `bytes`, in the same memory, may be written on. */
  readonly roomBytes?: number;
}

/** Scans the chunks of a stream from its begin, as they are asked for, in this thread. */
export async function* scanned(chunks: AsyncIterable<Uint8Array>, scanner: Scanner): AsyncGenerator<ScannedChunk> {
  scanner.restart(0);
  for await (const bytes of chunks) yield { bytes, ...scanner.scan(bytes), roomBytes: roomBefore(bytes) };
}
