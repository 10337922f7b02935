import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

function standardInput(): Readable {
  const stat = fstatSync(0);
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd: 0, readable: true, writable: false })
    : createReadStream('', { fd: 0 });
}

/** A thread has no standard input of its own: it reads the descriptor, while the screens read keys elsewhere. */
export function takeStdin(): void {
  Object.defineProperty(process, 'stdin', { get: standardInput });
}
