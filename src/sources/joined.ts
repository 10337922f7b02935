import { decoderOptions } from './inflated.ts';

/**
 * Joins outputs that lie side by side in one buffer, without a copy: a decoder of node:zlib fills its buffer with many
 * small ones. What came before an error is given before the error is.
 *
 * A full buffer is freed when the next is asked for. Left to the garbage collector these buffers add up to 60 MB.
 */
export async function* joined(outputs: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const output of outputs) {
      const both: Uint8Array | null = held === null ? output : adjoining(held, output);
      if (both === null && held !== null) {
        yield held;
        free(held);
      }
      held = both ?? output;
    }
  } catch (error) {
    failure = { error };
  }
  if (held !== null) yield held;
  if (failure !== null) throw failure.error;
}

function adjoining(first: Uint8Array, second: Uint8Array): Uint8Array | null {
  if (first.buffer !== second.buffer || first.byteOffset + first.length !== second.byteOffset) return null;
  return new Uint8Array(first.buffer, first.byteOffset, first.length + second.length);
}

/** Only a decoder's own full buffer: it takes a new one then, and nobody else has this. */
function free({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && length === decoderOptions.chunkSize && length === buffer.byteLength) {
    buffer.transfer(0);
  }
}
