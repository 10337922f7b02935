import type { Scanner } from './scanner.ts';

const newline = 0x0a;

/**
 * Finds needles with one regular expression over latin1 text: the fall-back where WebAssembly SIMD is not to be had, and
 * the yardstick that the fast scanner is tested against.
 */
export function createRegexpScanner(needles: readonly string[]): Scanner {
  const longest = Math.max(...needles.map((needle) => needle.length));
  const pattern = new RegExp(needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  let streamOffset = 0;
  let tail = '';
  let reportedUpTo = 0;

  return {
    scan(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const text = tail + bytes.toString('latin1');
      const textOffset = streamOffset - tail.length;
      const offsets: number[] = [];
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
        const offset = textOffset + match.index;
        if (offset >= reportedUpTo) {
          offsets.push(offset);
          reportedUpTo = offset + 1;
        }
        pattern.lastIndex = match.index + 1;
      }
      streamOffset += bytes.length;
      tail = text.slice(Math.max(0, text.length - (longest - 1)));
      return { offsets, newlines: countNewlines(bytes) };
    },
    restart(offset) {
      streamOffset = offset;
      tail = '';
      reportedUpTo = offset;
    },
  };
}

export function countNewlines(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
