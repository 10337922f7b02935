import type { Framing } from '../../../parsers/framings/framing.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { Line } from '../../../parsers/model/line.ts';

/** Cuts a text into lines as the line layer does, the bytes as latin1. */
export function linesOf(text: string, path = 'x.log'): Line[] {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const lines: Line[] = [];
  let at = 0;
  for (const piece of bytes.split('\n')) {
    const end = at + piece.length;
    if (piece !== '' || end < bytes.length) {
      lines.push({ path, text: piece, line: lines.length + 1, byteStart: at, byteEnd: end, cut: false });
    }
    at = end + 1;
  }
  return lines;
}

export interface Framed {
  readonly entries: readonly LogEntry[];
  /** Lines that were not claimed. */
  readonly refused: readonly string[];
}

/** Reads a text with one framing. */
export function frame(framing: Pick<Framing, 'reader'>, text: string): Framed {
  const reader = framing.reader();
  const entries: LogEntry[] = [];
  const refused: string[] = [];
  for (const line of linesOf(text)) if (!reader.read(line, (entry) => entries.push(entry))) refused.push(line.text);
  reader.end((entry) => entries.push(entry));
  return { entries, refused };
}

/** The one entry of a one-line text. */
export function frameOne(framing: Pick<Framing, 'reader'>, text: string): LogEntry | null {
  const { entries } = frame(framing, text);
  return entries.length === 1 ? (entries[0] ?? null) : null;
}

/** A stamp as the log wrote it: civil time, then offset in minutes or `local`. */
export function written(entry: LogEntry | null): string | null {
  if (!entry?.stamp) return null;
  const { civilUs, offsetMinutes, hasYear } = entry.stamp;
  const civil = `${new Date(Math.floor(civilUs / 1000)).toISOString().slice(0, 19)}.${String(civilUs % 1_000_000).padStart(6, '0')}`;
  return `${hasYear ? civil : civil.slice(5)} ${offsetMinutes ?? 'local'}`;
}
