import type { Framing } from '../../../parsers/framings/framing.ts';
import type { KnownError } from '../../errors.ts';
import { roomBefore } from '../../sources/file.ts';
import type { ByteSource } from '../../sources/source.ts';
import { createHolder, type HeldPiece } from './held-pieces.ts';
import { behind, type ScannedChunk, scanned } from './scanned.ts';
import { roomBytes, type Shared } from './shared.ts';
import { putBack } from './skimmed.ts';

/** What a reader says of itself while it reads. */
export interface ReaderAtRest {
  /** Whether of the next piece no more will be looked at than was kept, if its lines stand alone in a log of this framing. */
  needsOnly(kept: { readonly framing: Framing; readonly lines: readonly string[] }): boolean;
  readonly problem: (error: KnownError) => void;
}

/** A packed file that is unpacked and scanned before its turn to be read. */
export interface Unpacking {
  /** What was unpacked so far, and the rest as it comes: once. */
  chunks(reader: ReaderAtRest): AsyncIterable<ScannedChunk>;
  /** Stops it, whatever is left. */
  stop(): Promise<void>;
}

type Item = { readonly problem: KnownError } | { readonly piece: HeldPiece; readonly heldBytes: number };

export interface UnpackingOptions {
  readonly linesBehind: number;
  readonly shared: Shared;
  /** Called once, when nothing is left to unpack. */
  readonly done: () => void;
}

/** Begins to unpack at once. Of pieces without finds only a few lines are held: a log of any size takes little memory. */
export function startUnpacking(source: ByteSource, { linesBehind, shared, done }: UnpackingOptions): Unpacking {
  const items: Item[] = [];
  const chunks = source.chunks((problem) => items.push({ problem }))[Symbol.asyncIterator]();
  const pieceOf = createHolder(linesBehind);
  let isDone = false;
  let isTaken = false;
  const scanner = shared.takeScanner();
  scanner.restart(0);
  const ahead = runAhead();
  // Told to the reader, who waits for it.
  ahead.catch(() => undefined);

  async function runAhead(): Promise<void> {
    while (!isTaken) {
      if (shared.isFull) await shared.change();
      else if (!(await hold())) return;
    }
  }

  async function hold(): Promise<boolean> {
    const chunk = await next();
    if (chunk === null) return false;
    const piece = pieceOf(chunk);
    const heldBytes = 'kept' in piece ? piece.kept.length : piece.bytes.length;
    shared.hold(heldBytes);
    items.push({ piece, heldBytes });
    return true;
  }

  async function next(): Promise<ScannedChunk | null> {
    if (isDone) return null;
    const { done: isEnd, value } = await chunks.next();
    if (isEnd || isDone) {
      end();
      return null;
    }
    return { bytes: value, ...scanner.scan(value), roomBytes: roomBefore(value) };
  }

  function end(): void {
    if (isDone) return;
    isDone = true;
    shared.giveBack(scanner);
    done();
  }

  async function stop(): Promise<void> {
    isTaken = true;
    for (const item of items.splice(0)) if ('piece' in item) shared.hold(-item.heldBytes);
    shared.hold(0);
    await ahead.catch(() => undefined);
    await chunks.return?.();
    end();
  }

  /** The whole text from a place on, unpacked once more: it was not held, and is needed after all. */
  async function* again(from: number, problem: (error: KnownError) => void): AsyncGenerator<ScannedChunk> {
    const own = shared.takeScanner();
    try {
      yield* scanned(behind(source.chunks(problem), from), own, from);
    } finally {
      shared.giveBack(own);
    }
  }

  async function* read(reader: ReaderAtRest): AsyncGenerator<ScannedChunk> {
    let at = 0;
    try {
      isTaken = true;
      shared.hold(0);
      for (let waited = false; ; ) {
        const item = items.shift();
        if (item === undefined) {
          if (waited) break;
          await ahead;
          waited = true;
        } else if ('problem' in item) reader.problem(item.problem);
        else {
          const { piece, heldBytes } = item;
          shared.hold(-heldBytes);
          if ('kept' in piece) {
            if (!reader.needsOnly(piece)) {
              await stop();
              yield* again(at, reader.problem);
              return;
            }
            const bytes = shared.memory.subarray(roomBytes, roomBytes + piece.bytes);
            putBack(piece, bytes);
            at += piece.bytes;
            yield { bytes, offsets: [], newlines: piece.newlines, roomBytes, isSkimmed: true };
          } else {
            at += piece.bytes.length;
            yield piece;
          }
        }
      }
      for (let chunk = await next(); chunk !== null; chunk = await next()) yield chunk;
      for (const item of items.splice(0)) if ('problem' in item) reader.problem(item.problem);
    } finally {
      await stop();
    }
  }

  return {
    chunks: read,
    stop,
  };
}
