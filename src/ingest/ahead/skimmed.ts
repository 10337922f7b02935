import { landmarkEveryBytes, nextLandmark } from '../landmarks.ts';

const newline = 0x0a;

/** What is read of a piece of a log in which nothing stands that a reader looks for: a few lines, each at its place. */
export interface Skimmed {
  readonly bytes: number;
  readonly newlines: number;
  /** Bytes of the piece that were kept, one part behind the other. */
  readonly kept: Uint8Array;
  readonly parts: readonly Part[];
  /** The lines that a reader may look at, latin1. */
  readonly lines: readonly string[];
}

/** So many bytes from this place of the piece on. */
interface Part {
  readonly at: number;
  readonly bytes: number;
}

export interface Skimming {
  /** Where in the stream the piece begins. */
  readonly offset: number;
  readonly newlines: number;
  /** How many lines before its end a later piece may be read with. */
  readonly linesBehind: number;
}

/** Less is not worth the trouble. */
const leastBytes = 128 * 1024;
const longestLineBytes = 16 * 1024;
const mostBehindBytes = 128 * 1024;

/**
 * Keeps of a piece without finds the lines that a reader which is in the middle of nothing looks at anyway: the first two, those
 * at landmarks, and the last ones. Null where they are long, so that little would be gained.
 */
export function skim(piece: Uint8Array, { offset, newlines, linesBehind }: Skimming): Skimmed | null {
  if (piece.length < leastBytes) return null;
  const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  const behind = behindStart(text, linesBehind + 1);
  if (behind === null) return null;
  const first = lineEnd(text, lineEnd(text, 0));
  if (first > longestLineBytes) return null;
  const parts: Part[] = [{ at: 0, bytes: first }];
  const lines = text.toString('latin1', 0, first - 1).split('\n');
  for (let at = nextLandmark(offset) - offset; at < text.length; at += landmarkEveryBytes) {
    const from = lineEnd(text, at - 1);
    const to = lineEnd(text, from);
    lines.push(text.toString('latin1', from, from === 0 || to === 0 ? from : to - 1));
    if (at >= behind) continue;
    if (to - at > longestLineBytes) return null;
    parts.push({ at: at - 1, bytes: to - (at - 1) });
  }
  parts.push({ at: behind, bytes: text.length - behind });
  return { bytes: text.length, newlines, kept: keep(text, parts), parts, lines };
}

/** Puts what was kept where it stood; between the parts stands what stood there before. */
export function putBack({ kept, parts }: Skimmed, into: Uint8Array): void {
  let from = 0;
  for (const { at, bytes } of parts) {
    into.set(kept.subarray(from, from + bytes), at);
    from += bytes;
  }
}

function keep(text: Buffer, parts: readonly Part[]): Uint8Array {
  const kept = Buffer.allocUnsafeSlow(parts.reduce((sum, { bytes }) => sum + bytes, 0));
  let to = 0;
  for (const { at, bytes } of parts) to += text.copy(kept, to, at, at + bytes);
  return kept;
}

/** Behind the newline that ends the line at `from`, 0 where it is not here. */
const lineEnd = (text: Buffer, from: number): number => text.indexOf(newline, from) + 1;

/** Where the last `lines` whole lines begin, and what stands behind them; null where that is far from the end. */
function behindStart(text: Buffer, lines: number): number | null {
  let at = text.length;
  for (let back = 0; back <= lines; back += 1) {
    at = text.lastIndexOf(newline, at - 1);
    if (at <= 0 || text.length - at > mostBehindBytes) return null;
  }
  return at;
}
