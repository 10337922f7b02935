import type { ByteReader } from './byte-reader.ts';

export type Utf16 = 'utf-16le' | 'utf-16be';

/** So many bytes of a log in UTF-16 hold a NUL; without one a byte order mark is line noise. */
const fewBytes = 64;

/**
 * Tells UTF-16 by its byte order mark, or by text whose every second byte is NUL: what Windows programs and
 * PowerShell's `>` make of a log.
 */
export function utf16Of(head: Uint8Array): Utf16 | null {
  const hasNul = head.includes(0);
  const marked = head.length < fewBytes || hasNul;
  if (marked && head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (marked && head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const units = Math.floor(head.length / 2);
  if (units < 8 || !hasNul) return null;
  let little = 0;
  let big = 0;
  for (let at = 0; at < units * 2; at += 2) {
    const [first = 0, second = 0] = [head[at], head[at + 1]];
    if (isPrinted(first) && second === 0) little++;
    if (first === 0 && isPrinted(second)) big++;
  }
  if (little > 0.7 * units) return 'utf-16le';
  if (big > 0.7 * units) return 'utf-16be';
  return null;
}

const isPrinted = (byte: number) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** So much at a time that its UTF-8, which may be half as long again, stays below 1 MiB. */
const pieceBytes = 512 * 1024;

/** Transcodes to UTF-8, without the byte order mark. Half a character becomes U+FFFD. */
export async function* fromUtf16(reader: ByteReader, encoding: Utf16): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for (let piece = await reader.part(pieceBytes); piece !== null; piece = await reader.part(pieceBytes)) {
    yield encoder.encode(decoder.decode(piece, { stream: true }));
  }
  yield encoder.encode(decoder.decode());
}
