import type { Transform } from 'node:stream';
import type { ByteReader } from './byte-reader.ts';

/** A decoder of node:zlib, which counts how much input it has consumed. */
export interface Decoder extends Transform {
  readonly bytesWritten: number;
}

/** Options for a decoder that is to be read through `inflated`: it works one chunk ahead, no more. */
export const decoderOptions = { chunkSize: 512 * 1024, readableHighWaterMark: 1 };

/** The input goes in by small pieces, since the output of the piece in which damage shows is lost. */
const pieceBytes = 32 * 1024;

/**
 * The output of a decoder for one compressed stream at the reader's place; returns null if it ended well, else why not.
 * The reader is left at the first byte behind the stream, where a trailer or another stream may follow.
 *
 * This is no pipeline, because a pipeline drops what is decoded and not yet read when the input turns out to be cut.
 */
export async function* inflated(decoder: Decoder, input: ByteReader): AsyncGenerator<Uint8Array, string | null> {
  const state = watch(decoder);
  /** The last output of a piece is given away when the decoder has the next piece: both work at the same time then. */
  let held: Uint8Array | null = null;
  try {
    let consumed = 0;
    let isWhole = false;
    while (!isWhole && state.failure === null) {
      const piece = await input.part(pieceBytes);
      let written = false;
      if (piece === null) decoder.end();
      else
        decoder.write(piece, () => {
          written = true;
          state.wake();
        });
      if (held !== null) yield held;
      held = null;
      while (true) {
        const output: Uint8Array | null = decoder.read();
        if (output !== null) {
          if (held !== null) yield held;
          held = output;
        } else if (state.failure !== null || state.ended || written) break;
        else await state.change();
      }
      const left = piece === null ? 0 : consumed + piece.length - decoder.bytesWritten;
      isWhole = state.failure === null && (left > 0 || state.ended);
      if (isWhole) input.giveBack(left);
      consumed += piece?.length ?? 0;
    }
    const failure = isWhole ? null : state.failure;
    if (held !== null) yield held;
    return failure?.message ?? null;
  } finally {
    decoder.destroy();
  }
}

function watch(decoder: Decoder) {
  let resume = () => {};
  const state = {
    failure: null as Error | null,
    ended: false,
    wake: () => resume(),
    change: () =>
      new Promise<void>((resolve) => {
        resume = resolve;
      }),
  };
  decoder.on('readable', state.wake);
  decoder.on('end', () => {
    state.ended = true;
    state.wake();
  });
  decoder.on('error', (error) => {
    state.failure = error;
    state.wake();
  });
  return state;
}
