import { stat } from 'node:fs/promises';
import { KnownError } from '../../cli/errors.ts';
import { cutWhileRead } from '../../sources/file.ts';
import { untilTrouble } from '../../sources/file-source.ts';
import { isPlain } from '../../sources/places.ts';
import type { ByteSource, FileFacts } from '../../sources/source.ts';
import {
  blockBytes,
  type LeastAhead,
  mostThreads,
  type Reply,
  roomBytes,
  seenAtMostBytes,
  slotsPerThread,
} from './messages.ts';
import { type ScanThread, startScanThread } from './scan-thread.ts';
import type { ScannedChunk } from './scanned.ts';

const leastBytes: LeastAhead = {
  plain: 256 << 20,
  packed: 4 << 20,
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
  const most = Math.min(jobs, mostThreads);
  const threads: ScanThread[] = [];
  /** Started when it is first wanted; null beyond the most that there may be. */
  function thread(index: number): ScanThread | null {
    if (index >= most) return null;
    threads[index] ??= startScanThread(needles);
    return threads[index];
  }

  return {
    async open({ path, file: facts }, problem) {
      if (jobs < 2 || facts === undefined || facts.size < least.packed) return null;
      if (!(await isPlain(path).catch(() => false))) {
        return untilTrouble(path, () => streamed(thread(0) as ScanThread, { path, facts, problem }), problem);
      }
      if (facts.size < least.plain) return null;
      const size = await sizeOf(path, facts);
      return size === null ? null : untilTrouble(path, () => blocks(thread, path, size), problem);
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

/** Whether another thread would help is asked after so many blocks. */
const blocksLookedAt = 16;

/**
 * Block after block, in order. It begins with one thread; another one comes while more time goes by waiting for blocks than
 * working on them, which in a log full of reports never happens.
 */
async function* blocks(
  threadOf: (index: number) => ScanThread | null,
  path: string,
  size: number,
): AsyncGenerator<ScannedChunk> {
  /** Who was asked for the blocks that are not answered yet, in order. */
  const asked: { readonly thread: ScanThread; readonly bytes: number }[] = [];
  const threads: ScanThread[] = [];
  const pace = createPace();
  let position = 0;
  let end = 0;

  function ask(thread: ScanThread, slot: number): void {
    if (position >= size) return;
    const left = size - position;
    const [bytes, seenBytes] = [Math.min(blockBytes, left), Math.min(seenAtMostBytes, left)];
    thread.send({ type: 'block', path, slot, position, bytes, seenBytes });
    asked.push({ thread, bytes });
    position += bytes;
  }
  function join(): void {
    const thread = threadOf(threads.length);
    if (thread === null) return;
    threads.push(thread);
    for (let slot = 0; slot < slotsPerThread; slot += 1) ask(thread, slot);
  }

  join();
  try {
    for (let [next] = asked; next; [next] = asked) {
      const { thread, bytes } = next;
      pace.waits();
      const answer = await thread.reply();
      pace.works();
      asked.shift();
      const reply = succeeded(answer);
      if (reply.type !== 'scanned') throw new Error(`a scan thread answered a block with ${reply.type}`);
      if (reply.bytes > 0) yield chunkOf(thread, reply);
      end += reply.bytes;
      if (reply.bytes < bytes) throw cutWhileRead(path, size - end);
      ask(thread, reply.slot);
      if (pace.isWaiting()) join();
    }
  } finally {
    for (const { thread } of asked) await thread.reply();
    for (const thread of threads) thread.send({ type: 'close' });
  }
}

/** Tells whether a reader waits longer than it works, from block to block. The first block is not counted: its thread starts. */
function createPace() {
  let blocks = 0;
  let sinceMs = 0;
  let waitedMs = 0;
  let workedMs = 0;
  return {
    waits(): void {
      const nowMs = performance.now();
      if (blocks > 0) workedMs += nowMs - sinceMs;
      sinceMs = nowMs;
    },
    works(): void {
      const nowMs = performance.now();
      if (blocks > 0) waitedMs += nowMs - sinceMs;
      sinceMs = nowMs;
      blocks += 1;
    },
    isWaiting(): boolean {
      if (blocks % blocksLookedAt !== 0) return false;
      const isWaiting = waitedMs > workedMs;
      waitedMs = 0;
      workedMs = 0;
      return isWaiting;
    },
  };
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
