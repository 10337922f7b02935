import type { Line } from '../../model/line.ts';

const sizeBytes = 8;
/** Of longer values the head is kept and the rest counted. */
const longestKeptBytes = 64 * 1024;
/** No program logs more in a field; a greater size is a damaged one, and believing it would swallow the rest of the file. */
const greatestSizeBytes = 64 * 1024 * 1024;

/**
 * A binary field of the journal's export format, put together from the lines into which its newlines cut it: 64 bits of size,
 * little-endian, then that many bytes, then a newline.
 */
export interface BinaryField {
  /** Takes the next line; `whole` once the value is complete. */
  take(line: Line): 'more' | 'whole' | 'damaged';
  /** The bytes as latin1, without the size. */
  value(): string;
}

export function binaryField(): BinaryField {
  let kept = '';
  let seenBytes = 0;
  let last: Line | null = null;

  return {
    take(line) {
      if (last) add(newlineBetween(last, line), line.byteStart - last.byteEnd);
      add(line.text, line.byteEnd - line.byteStart);
      last = line;
      if (seenBytes < sizeBytes) return 'more';
      const valueBytes = littleEndian(kept);
      if (valueBytes > greatestSizeBytes || seenBytes > sizeBytes + valueBytes) return 'damaged';
      return seenBytes === sizeBytes + valueBytes ? 'whole' : 'more';
    },
    value: () => kept.slice(sizeBytes),
  };

  function add(text: string, bytes: number): void {
    if (kept.length < longestKeptBytes) kept += text;
    seenBytes += bytes;
  }
}

/** Two bytes lie between lines where the line layer took a carriage return off. */
function newlineBetween(last: Line, line: Line): string {
  return line.byteStart - last.byteEnd > 1 ? '\r\n' : '\n';
}

function littleEndian(latin1: string): number {
  let value = 0;
  for (let at = sizeBytes - 1; at >= 0; at -= 1) value = value * 256 + latin1.charCodeAt(at);
  return value;
}
