import { constants, fstatSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { openFile } from './file.ts';
import { codeOf, systemTrouble } from './trouble.ts';

/** Standard input, whatever stands behind it: a pipe, a socket, a file, a terminal. Can be read once. */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  try {
    if (isPipe(0)) return yield* pipedInput();
    for await (const chunk of process.stdin) yield chunk;
  } catch (error) {
    throw await systemTrouble('-', error);
  } finally {
    if (!isPipe(0)) process.stdin.destroy();
  }
}

const pipeBytes = 256 * 1024;

function isPipe(descriptor: number): boolean {
  const facts = fstatSync(descriptor);
  return facts.isFIFO() || facts.isSocket();
}

/**
 * Standard input that is a pipe or a socket, read into one piece of memory again and again: as a stream it would bring new
 * memory with each 64 KiB, which waits for a collection that has little else to do.
 */
async function* pipedInput(): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(pipeBytes);
  let filled = 0;
  let ended = false;
  let failure: Error | null = null;
  let wake = (): void => {};
  const onread = {
    buffer,
    callback(bytes: number): boolean {
      filled = bytes;
      wake();
      // Nothing more until this was used.
      return false;
    },
  };
  const socket = new Socket({ fd: 0, readable: true, writable: false, onread });
  socket.on('error', (error) => {
    failure = error;
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  try {
    while (true) {
      if (filled > 0) {
        const bytes = filled;
        filled = 0;
        yield buffer.subarray(0, bytes);
      }
      if (failure !== null) throw failure;
      if (ended) return;
      const change = new Promise<void>((resolve) => {
        wake = resolve;
      });
      socket.resume();
      await change;
    }
  } finally {
    socket.destroy();
  }
}

/** A named pipe (a FIFO, or `<(...)` of the shell): waits for the writer and reads to its end. Can be read once. */
export async function* pipeChunks(path: string): AsyncGenerator<Uint8Array> {
  const pipe = await openFile(path, constants.O_RDONLY);
  try {
    const buffer = Buffer.allocUnsafeSlow(pipeBytes);
    while (true) {
      const { bytesRead } = await pipe.read(buffer, 0, pipeBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw await systemTrouble(path, error);
  } finally {
    await pipe.close();
  }
}

/**
 * A character device, read until it has nothing more at once: /dev/kmsg gives the ring buffer and then would wait.
 * One read gives one record of it; they are gathered. EPIPE says that records were overwritten: the next is read.
 */
export async function* deviceChunks(path: string): AsyncGenerator<Uint8Array> {
  const device = await openFile(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const recordBytes = 16 * 1024;
  const buffer = Buffer.allocUnsafeSlow(pipeBytes);
  let filled = 0;
  let more = true;
  try {
    if (!fstatSync(device.fd).isCharacterDevice()) return;
    while (more) {
      try {
        const bytes = readSync(device.fd, buffer, filled, pipeBytes - filled, null);
        filled += bytes;
        more = bytes > 0;
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EAGAIN') more = false;
        else if (code !== 'EPIPE') throw error;
      }
      if (filled > 0 && (!more || pipeBytes - filled < recordBytes)) {
        yield buffer.subarray(0, filled);
        filled = 0;
      }
    }
  } catch (error) {
    throw await systemTrouble(path, error);
  } finally {
    await device.close();
  }
}
