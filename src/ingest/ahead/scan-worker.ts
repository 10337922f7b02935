import { closeSync, openSync, readSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createScanner } from '../../scan/index.ts';
import { type Reply, type Request, roomBytes, type ThreadData } from './messages.ts';

/** Read and scanned at once, while it is in the processor's cache. */
const pieceBytes = 256 * 1024;

/** A scan thread: reads blocks of plain files and looks for needles. See `messages.ts`. */
function serve(port: MessagePort, { needles, placed, slots: memory }: ThreadData): void {
  const blockScanner = createScanner(needles, placed);
  const slots = memory.map((shared) => Buffer.from(shared, roomBytes));
  let file: number | null = null;

  const reply = (message: Reply): void => port.postMessage(message);

  function scanBlock({ path, slot, position, bytes, seenBytes }: Request & { type: 'block' }): Reply {
    const into = slots[slot] as Buffer;
    file ??= openSync(path, 'r');
    blockScanner.restart(position);
    const offsets: number[] = [];
    let newlines = 0;
    let seen = 0;
    while (seen < seenBytes) {
      const piece = into.subarray(seen, Math.min(seen + pieceBytes, seenBytes));
      const read = readFully(file, piece, position + seen);
      const found = blockScanner.scan(piece.subarray(0, read));
      offsets.push(...found.offsets);
      newlines += found.newlines;
      seen += read;
      if (read < piece.length) break;
    }
    const own = Math.min(bytes, seen);
    return {
      type: 'scanned',
      slot,
      bytes: own,
      offsets: offsets.filter((offset) => offset < position + own),
      newlines: newlines - newlinesIn(into.subarray(own, seen)),
    };
  }

  function obey(request: Request): void {
    switch (request.type) {
      case 'block':
        reply(scanBlock(request));
        break;
      case 'close':
        if (file !== null) closeSync(file);
        file = null;
        break;
    }
  }

  port.on('message', (request: Request) => {
    try {
      obey(request);
    } catch (error) {
      reply(failure(error));
    }
  });
}

function failure(error: unknown): Reply {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { type: 'failed', code, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function readFully(file: number, into: Buffer, position: number): number {
  let filled = 0;
  while (filled < into.length) {
    const bytes = readSync(file, into, filled, into.length - filled, position + filled);
    if (bytes === 0) break;
    filled += bytes;
  }
  return filled;
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x0a) count += 1;
  return count;
}

if (parentPort) serve(parentPort, workerData as ThreadData);
