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
  /** Only the lines that a reader at rest looks at are in `bytes`, see `skimmed.ts`. */
  readonly isSkimmed?: boolean;
}

/** Scans the chunks of a stream, as they are asked for, in this thread; the first one begins at `from`. */
export async function* scanned(
  chunks: AsyncIterable<Uint8Array>,
  scanner: Scanner,
  from = 0,
): AsyncGenerator<ScannedChunk> {
  scanner.restart(from);
  for await (const bytes of chunks) yield { bytes, ...scanner.scan(bytes), roomBytes: roomBefore(bytes) };
}

/** What stands behind a place of a stream. */
export async function* behind(chunks: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of chunks) {
    const passed = Math.min(chunk.length, Math.max(0, from - at));
    at += chunk.length;
    if (passed < chunk.length) yield chunk.subarray(passed);
  }
}
