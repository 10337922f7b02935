import type { FileHandle } from 'node:fs/promises';
import type { Framing } from '../../../parsers/framings/framing.ts';
import type { Stamp } from '../../../parsers/model/stamp.ts';

/** A line with a stamp, found by looking at one place of a file. */
export interface Probe {
  readonly byteStart: number;
  readonly stamp: Stamp;
}

/** Lines without a stamp (the rest of a message) are passed over as far as this. */
const lookBytes = 64 * 1024;

/** The first line that begins behind `offset` (at it, where that is 0) and carries a stamp in this framing; null: none near. */
export async function probeAt(file: FileHandle, framing: Framing, offset: number): Promise<Probe | null> {
  const from = Math.max(0, offset - 1);
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(lookBytes), 0, lookBytes, from);
  const text = buffer.toString('latin1', 0, bytesRead);
  let start = offset === 0 ? 0 : text.indexOf('\n') + 1;
  if (offset > 0 && start === 0) return null;
  for (let end = text.indexOf('\n', start); end !== -1; end = text.indexOf('\n', start)) {
    const stamp = stampOf(framing, text.slice(start, end));
    if (stamp !== null) return { byteStart: from + start, stamp };
    start = end + 1;
  }
  return null;
}

/** The stamp of a line that is a whole entry, null for any other. The reader is one of its own: what is looked at here teaches the one that reads the log nothing. */
export function stampOf(framing: Framing, line: string): Stamp | null {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  let found: Stamp | null = null;
  const reader = framing.reader();
  reader.read({ path: '', text, line: 0, byteStart: 0, byteEnd: text.length, cut: false }, ({ stamp }) => {
    found ??= stamp;
  });
  return reader.holding ? null : found;
}
