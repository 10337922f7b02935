import type { LogEntry } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';

const drop = (_entry: LogEntry): void => {};

/** Share of the lines that a fresh reader claims; blank lines do not count. */
export function shareClaimed(lines: readonly string[], reader: FrameReader): number {
  let claimed = 0;
  let counted = 0;
  let line = 0;
  for (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    counted += 1;
    if (reader.read({ path: '', text, line, byteStart: 0, byteEnd: text.length, cut: false }, drop)) claimed += 1;
  }
  return counted === 0 ? 0 : claimed / counted;
}
