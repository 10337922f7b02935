import { stat } from 'node:fs/promises';
import { KnownError } from '../../cli/errors.ts';
import { cutWhileRead } from '../../sources/file.ts';
import { untilTrouble } from '../../sources/file-source.ts';
import { isPlain } from '../../sources/places.ts';
import type { ByteSource, FileFacts } from '../../sources/source.ts';
import { blockBytes, type LeastAhead, type Reply, roomBytes, seenAtMostBytes, slotsPerThread } from './messages.ts';
import { type ScanThread, startScanThread } from './scan-thread.ts';
import type { ScannedChunk } from './scanned.ts';

const leastBytes: LeastAhead = {
  plain: 48 * blockBytes,
  packed: 4 * blockBytes,
};

/**
 * Lets other threads read and scan big files ahead of the thread that parses: blocks of a plain file in turn, a packed one
 * as a whole. What comes out, and in which order, is the same as without threads.
 */
export interface ScanAhead {
  /** Null where the source is too small or cannot be opened by another thread: then the caller reads it by itself. */
  open(source: ByteSource, problem: (error: KnownError) => void): Promise<AsyncIterable<ScannedChunk> | null>;
  end(): void;
}

export function createScanAhead(needles: readonly string[], jobs: number, least = leastBytes): ScanAhead {
  const threads: ScanThread[] = [];
  function thread(index: number): ScanThread {
    threads[index] ??= startScanThread(needles);
    return threads[index];
  }

  return {
    async open({ path, file: facts }, problem) {
      if (jobs < 2 || facts === undefined || facts.size < least.packed) return null;
      if (!(await isPlain(path).catch(() => false))) {
        return untilTrouble(path, () => streamed(thread(0), { path, facts, problem }), problem);
      }
      if (facts.size < least.plain) return null;
      const size = await sizeOf(path, facts);
      if (size === null) return null;
      const workers = Array.from({ length: jobs }, (_, index) => thread(index));
      return untilTrouble(path, () => blocks(workers, path, size), problem);
    },
    end() {
      for (const each of threads) each?.end();
    },
  };
}

/** Null where another file stands under the name by now. */
async function sizeOf(path: string, { dev, ino }: FileFacts): Promise<number | null> {
  const now = await stat(path).catch(() => null);
  return now !== null && now.dev === dev && now.ino === ino ? now.size : null;
}

/** Block after block, each from the thread whose turn it is. */
async function* blocks(threads: readonly ScanThread[], path: string, size: number): AsyncGenerator<ScannedChunk> {
  const count = Math.ceil(size / blockBytes);
  const threadOf = (block: number): ScanThread => threads[block % threads.length] as ScanThread;
  let asked = 0;
  let answered = 0;

  function ask(slot: number): void {
    if (asked === count) return;
    const position = asked * blockBytes;
    const left = size - position;
    const [bytes, seenBytes] = [Math.min(blockBytes, left), Math.min(seenAtMostBytes, left)];
    threadOf(asked).send({ type: 'block', path, slot, position, bytes, seenBytes });
    asked += 1;
  }

  for (let slot = 0; slot < slotsPerThread; slot += 1) for (const _each of threads) ask(slot);
  try {
    while (answered < count) {
      const thread = threadOf(answered);
      const answer = await thread.reply();
      answered += 1;
      const reply = succeeded(answer);
      if (reply.type !== 'scanned') throw new Error(`a scan thread answered a block with ${reply.type}`);
      const end = (answered - 1) * blockBytes + reply.bytes;
      if (reply.bytes > 0) yield chunkOf(thread, reply);
      if (end < Math.min(answered * blockBytes, size)) throw cutWhileRead(path, size - end);
      ask(reply.slot);
    }
  } finally {
    for (; answered < asked; answered += 1) await threadOf(answered).reply();
    for (const thread of threads) thread.send({ type: 'close' });
  }
}

function chunkOf(thread: ScanThread, { slot, bytes, offsets, newlines }: Reply & { type: 'scanned' }): ScannedChunk {
  const memory = thread.slots[slot] as SharedArrayBuffer;
  return { bytes: new Uint8Array(memory, roomBytes, bytes), offsets, newlines, roomBytes };
}

interface Packed {
  readonly path: string;
  readonly facts: FileFacts;
  readonly problem: (error: KnownError) => void;
}

/** The unpacked bytes of a file that one thread unpacks and scans. */
async function* streamed(thread: ScanThread, { path, facts, problem }: Packed): AsyncGenerator<ScannedChunk> {
  thread.send({ type: 'stream', path, facts });
  for (let slot = 0; slot < slotsPerThread; slot += 1) thread.send({ type: 'lend', slot });
  for (;;) {
    const reply = succeeded(await thread.reply());
    if (reply.type === 'end') return;
    if (reply.type === 'problem') problem(new KnownError(reply.message, reply));
    else {
      yield chunkOf(thread, reply);
      thread.send({ type: 'lend', slot: reply.slot });
    }
  }
}

function succeeded(reply: Reply): Exclude<Reply, { type: 'failed' }> {
  if (reply.type !== 'failed') return reply;
  throw Object.assign(new Error(reply.message), reply.code === null ? {} : { code: reply.code });
}
