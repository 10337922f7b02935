import { stat } from 'node:fs/promises';
import type { Scanner } from '../../scan/scanner.ts';
import { cutWhileRead, fileChunks } from '../../sources/file.ts';
import type { ByteSource, FileFacts } from '../../sources/source.ts';
import { blockBytes, mostThreads, type Reply, roomBytes, seenAtMostBytes, slotsPerThread } from './messages.ts';
import { createPace } from './pace.ts';
import { type ScanThread, ScanThreadLost, startScanThread } from './scan-thread.ts';
import { type ScannedChunk, scanned } from './scanned.ts';

/** Lets other threads read and scan blocks of a big plain file ahead of the thread that parses. */
export interface BlocksAhead {
  /** Null where another file stands under the name by now. */
  open(source: ByteSource, scanner: Scanner): Promise<AsyncIterable<ScannedChunk> | null>;
  end(): void;
}

export function createBlocksAhead(needles: readonly string[], jobs: number): BlocksAhead {
  const most = Math.min(jobs, mostThreads);
  const threads: ScanThread[] = [];
  /** A thread that is lost is not started again. */
  let isRefused = false;
  /** Started when it is first wanted; null beyond the most that there may be. */
  function thread(index: number): ScanThread | null {
    if (index >= most || isRefused) return null;
    threads[index] ??= startScanThread(needles);
    return threads[index];
  }

  return {
    async open({ path, file }, scanner) {
      const size = file && (await sizeOf(path, file));
      if (file === undefined || size == null || isRefused) return null;
      return withoutLost(blocks(thread, path, size), () => {
        isRefused = true;
        return { path, file: { ...file, size }, scanner };
      });
    },
    end() {
      for (const each of threads) each?.end();
    },
  };
}

/** The chunks of scan threads; what is left when one is lost (refused by the system, or out of memory) is read in this one. */
async function* withoutLost(
  chunks: AsyncIterable<ScannedChunk>,
  lost: () => { readonly path: string; readonly file: FileFacts; readonly scanner: Scanner },
): AsyncGenerator<ScannedChunk> {
  let from = 0;
  try {
    for await (const chunk of chunks) {
      yield chunk;
      from += chunk.bytes.length;
    }
  } catch (error) {
    if (!(error instanceof ScanThreadLost)) throw error;
    const { path, file, scanner } = lost();
    yield* scanned(fileChunks(path, file, undefined, { from, to: file.size }), scanner, from);
  }
}

/** Null where another file stands under the name by now. */
async function sizeOf(path: string, { dev, ino }: FileFacts): Promise<number | null> {
  const now = await stat(path).catch(() => null);
  return now !== null && now.dev === dev && now.ino === ino ? now.size : null;
}

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
      if (reply.bytes > 0) yield chunkOf(thread, reply);
      end += reply.bytes;
      if (reply.bytes < bytes) throw cutWhileRead(path, size - end);
      ask(thread, reply.slot);
      if (pace.isWaiting()) join();
    }
  } finally {
    for (const { thread } of asked) await thread.reply().catch(() => undefined);
    for (const thread of threads) thread.send({ type: 'close' });
  }
}

function chunkOf(thread: ScanThread, { slot, bytes, offsets, newlines }: Reply & { type: 'scanned' }): ScannedChunk {
  const memory = thread.slots[slot] as SharedArrayBuffer;
  return { bytes: new Uint8Array(memory, roomBytes, bytes), offsets, newlines, roomBytes };
}

function succeeded(reply: Reply): Exclude<Reply, { type: 'failed' }> {
  if (reply.type !== 'failed') return reply;
  throw Object.assign(new Error(reply.message), reply.code === null ? {} : { code: reply.code });
}
