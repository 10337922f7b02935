import { KnownError } from '../errors.ts';

/**
 * Reads a stream of chunks piece by piece, with a look ahead: what sniffing, gzip members and tar headers need.
 *
 * Chunks are handed through without a copy. A piece, like a chunk, is valid until the next call of the reader.
 */
export interface ByteReader {
  /** The next bytes, at most `max` of them and at least one; null at the end. */
  part(max?: number): Promise<Uint8Array | null>;
  /** The next `count` bytes without taking them; fewer only where the stream ends or breaks before. */
  peek(count: number): Promise<Uint8Array>;
  /** Takes `count` bytes and drops them; returns how many there were. */
  skip(count: number): Promise<number>;
  /** Gives back the last `count` bytes of the last part: they are read again. */
  giveBack(count: number): void;
  /** What broke the stream while looking ahead; `part` throws it once the bytes before it are taken. */
  failure(): unknown;
  /** Stops the producer, and what it reads from. */
  close(): Promise<void>;
}

const nothing = new Uint8Array(0);

/** `below` is the reader that `source` draws from, if any: closed together with this one. */
export function byteReader(source: AsyncIterable<Uint8Array>, below: ByteReader | null = null): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let chunk: Uint8Array = nothing;
  let at = 0;
  let ended = false;
  let failure: unknown = null;

  /** False at the end; the bytes of the chunk before are gone after it. */
  const fetch = async (): Promise<boolean> => {
    while (!ended && failure === null) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await chunks.next();
      } catch (error) {
        failure = error;
        break;
      }
      if (next.done) ended = true;
      else if (next.value.length > 0) {
        chunk = next.value;
        at = 0;
        return true;
      }
    }
    return false;
  };

  const part = async (max = Number.POSITIVE_INFINITY): Promise<Uint8Array | null> => {
    if (at === chunk.length && !(await fetch())) {
      if (failure !== null) throw failure;
      return null;
    }
    const start = at;
    at = Math.min(chunk.length, start + max);
    return chunk.subarray(start, at);
  };

  return {
    part,
    async peek(count) {
      while (chunk.length - at < count) {
        // A copy, which slice() of a Buffer is not: fetching makes the old chunk invalid.
        const head = new Uint8Array(chunk.subarray(at));
        if (!(await fetch())) {
          chunk = head;
          at = 0;
          break;
        }
        if (head.length > 0) chunk = Buffer.concat([head, chunk]);
      }
      return chunk.subarray(at, Math.min(chunk.length, at + count));
    },
    async skip(count) {
      let left = count;
      while (left > 0) {
        const piece = await part(left);
        if (piece === null) break;
        left -= piece.length;
      }
      return count - left;
    },
    giveBack(count) {
      at -= count;
    },
    failure: () => failure,
    async close() {
      ended = true;
      chunk = nothing;
      at = 0;
      await chunks.return?.();
      await below?.close();
    },
  };
}

/** The rest of a reader as chunks; the reader is closed at the end and on an early stop. */
export async function* rest(reader: ByteReader): AsyncGenerator<Uint8Array> {
  try {
    for (let piece = await reader.part(); piece !== null; piece = await reader.part()) yield piece;
  } finally {
    await reader.close();
  }
}

/** Readers that were asked for their bytes. */
const taken = new WeakSet<ByteReader>();

/** The rest of a reader, for the first who asks. */
export async function* once(reader: ByteReader): AsyncGenerator<Uint8Array> {
  if (taken.has(reader)) throw new KnownError('it can be read only once, and was');
  taken.add(reader);
  yield* rest(reader);
}
