import { constants, fstatSync, readSync } from 'node:fs';
import { openFile } from './file.ts';
import { codeOf, systemTrouble } from './trouble.ts';

/** Names under which a shell passes standard input. */
export const isStandardInput = (path: string) =>
  path === '-' || path === '/dev/stdin' || path === '/dev/fd/0' || path === '/proc/self/fd/0';

/** Standard input, whatever stands behind it: a pipe, a socket, a file, a terminal. Can be read once. */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of process.stdin) yield chunk;
  } catch (error) {
    throw await systemTrouble('-', error);
  } finally {
    process.stdin.destroy();
  }
}

const pipeBytes = 256 * 1024;

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
