import { closeSync, openSync, readSync } from 'node:fs';
import { createNewlineCounter } from '../../scan/index.ts';
import { cutWhileRead } from '../../sources/file.ts';

const chunkBytes = 1 << 20;

/**
 * Newlines before an offset of a plain file: what was not read must be counted for a line's number, and is only when one is
 * asked for. Works while others wait; a third of what reading and scanning costs.
 *
 * @throws KnownError where the file became shorter
 */
export function newlinesBefore(path: string, offset: number): number {
  const count = createNewlineCounter();
  const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(1, offset)));
  const file = openSync(path, 'r');
  try {
    let newlines = 0;
    for (let at = 0; at < offset; ) {
      const bytes = readSync(file, chunk, 0, Math.min(chunk.length, offset - at), at);
      if (bytes === 0) throw cutWhileRead(path, offset - at);
      newlines += count(chunk.subarray(0, bytes));
      at += bytes;
    }
    return newlines;
  } finally {
    closeSync(file);
  }
}
