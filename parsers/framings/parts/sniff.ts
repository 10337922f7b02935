import type { LogEntry } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';

const drop = (_entry: LogEntry): void => {};

/** Share of the lines that a fresh reader claims; blank lines do not count. */
export function shareClaimed(lines: readonly string[], reader: FrameReader): number {
  let claimed = 0;
  let counted = 0;
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    counted += 1;
    const line = { path: '', text, line: index + 1, byteStart: 0, byteEnd: text.length, cut: false };
    if (reader.read(line, drop)) claimed += 1;
  }
  return counted === 0 ? 0 : claimed / counted;
}
