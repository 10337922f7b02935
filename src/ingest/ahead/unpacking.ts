import type { Framing } from '../../../parsers/framings/framing.ts';
import type { KnownError } from '../../cli/errors.ts';
import type { Scanner } from '../../scan/scanner.ts';
import { roomBefore } from '../../sources/file.ts';
import type { ByteSource } from '../../sources/source.ts';
import { headLines, logFraming } from '../head.ts';
import { type ScannedChunk, scanned } from './scanned.ts';
import { putBack, type Skimmed, skim } from './skimmed.ts';
import { standAlone } from './stand-alone.ts';

/** What those that are unpacked ahead share. */
export interface Shared {
  /** Adds to what they hold together, or takes away from it where it is negative. */
  hold(bytes: number): void;
  /** They hold as much as they may. */
  readonly isFull: boolean;
  /** Resolves when that may have changed. */
  change(): Promise<void>;
  takeScanner(): Scanner;
  giveBack(scanner: Scanner): void;
  /** For the one that is being read. */
  readonly memory: Buffer;
}

/** What a reader says of itself while it reads. */
export interface ReaderAtRest {
  /** Whether of the next piece no more will be looked at than was kept, if its lines stand alone in a log of this framing. */
  needsOnly(kept: { readonly framing: Framing; readonly lines: readonly string[] }): boolean;
  readonly problem: (error: KnownError) => void;
}

/** A packed file that is unpacked and scanned before its turn to be read. */
export interface Unpacking {
  /** All of it is unpacked. */
  readonly isDone: boolean;
  /** What was unpacked so far, and the rest as it comes: once. */
  chunks(reader: ReaderAtRest): AsyncIterable<ScannedChunk>;
  /** Stops it, whatever is left. */
  stop(): Promise<void>;
}

type SkimmedLog = Skimmed & { readonly framing: Framing };
type Piece = ScannedChunk | SkimmedLog;
type Item = { readonly problem: KnownError } | { readonly piece: Piece; readonly heldBytes: number };

/** What tells the format, and whether it is a log, is held as it is; so is what a record behind a find may go on in. */
const wholeBytes = 1 << 20;
/** Before what is put back stands room for the lines that its reader holds of the piece before. */
const roomBytes = 64 * 1024;
/** So large is a piece at most. */
const mostBytes = 1 << 20;
export const memoryBytes = roomBytes + mostBytes;

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
  let offset = 0;
  /** Pieces are held as they are up to here. */
  let wholeUntil = wholeBytes;
  let isDone = false;
  let isTaken = false;
  let head: Buffer | null = null;
  let framing: Framing | null = null;
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
    offset += value.length;
    return { bytes: value, ...scanner.scan(value), roomBytes: roomBefore(value) };
  }

  function pieceOf(chunk: ScannedChunk): Piece {
    const from = offset - chunk.bytes.length;
    const { offsets, newlines } = chunk;
    if (offsets.length > 0) wholeUntil = offset + wholeBytes;
    const log = from >= wholeUntil ? framingIfLog() : null;
    const skimmed = log && skim(chunk.bytes, { offset: from, newlines, linesBehind });
    if (log && skimmed && standAlone(log, skimmed.lines)) return { ...skimmed, framing: log };
    const held = Buffer.from(chunk.bytes);
    if (from === 0) head = held;
    return { ...chunk, bytes: held, roomBytes: 0 };
  }

  /** Told from the head when it is first asked for; null where it is not certain that this is a log. */
  function framingIfLog(): Framing | null {
    if (head) framing = logFraming(headLines(head, false));
    head = null;
    return framing;
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
          shared.hold(-heldBytes);
        }
      }
      for (let chunk = await next(); chunk !== null; chunk = await next()) yield chunk;
      for (const item of items.splice(0)) if ('problem' in item) reader.problem(item.problem);
    } finally {
      await stop();
    }
  }

  return {
    get isDone() {
      return isDone;
    },
    chunks: read,
    stop,
  };
}

async function* behind(chunks: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of chunks) {
    const passed = Math.min(chunk.length, Math.max(0, from - at));
    at += chunk.length;
    if (passed < chunk.length) yield chunk.subarray(passed);
  }
}
