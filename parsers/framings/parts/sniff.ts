import type { LogEntry } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';

/** Share of the lines that a fresh reader claims; blank lines do not count. `mustEmit`: 0 where they hold no entry. */
export function shareClaimed(
  lines: readonly string[],
  reader: FrameReader,
  { mustEmit = false }: { readonly mustEmit?: boolean } = {},
): number {
  let claimed = 0;
  let counted = 0;
  let entries = 0;
  let line = 0;
  const count = (_entry: LogEntry): void => {
    entries += 1;
  };
  for (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    counted += 1;
    if (reader.read({ path: '', text, line, byteStart: 0, byteEnd: text.length, cut: false }, count)) claimed += 1;
  }
  if (mustEmit) {
    reader.end(count);
    if (entries === 0) return 0;
  }
  return counted === 0 ? 0 : claimed / counted;
}

/**
 * The same for a reader that learns only from its end whether an object is an entry: lines of one that is none do not count,
 * those of one that has not ended do.
 */
export function shareOfEntries(lines: readonly string[], reader: FrameReader): number {
  let [written, claimed, undecided, line] = [0, 0, 0, 0];
  let isEntry = false;
  const emit = (): void => {
    isEntry = true;
  };
  for (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    written += 1;
    if (reader.read({ path: '', text, line, byteStart: 0, byteEnd: text.length, cut: false }, emit)) undecided += 1;
    if (reader.holding) continue;
    if (isEntry) claimed += undecided;
    isEntry = false;
    undecided = 0;
  }
  return written === 0 ? 0 : (claimed + undecided) / written;
}
