import type { LogEntry } from '../model/entry.ts';
import type { Line } from '../model/line.ts';
import type { FrameReader, Framing } from './framing.ts';
import { framings } from './index.ts';
import type { Emit } from './parts/entry.ts';

/** The framing that claims the largest share of a file's first lines (latin1); of equals the strictest. Null: none claims any. */
export function detectFraming(lines: readonly string[]): Framing | null {
  let best: Framing | null = null;
  let bestShare = 0;
  for (const framing of framings) {
    const share = framing.sniff(lines);
    if (share > bestShare) {
      best = framing;
      bestShare = share;
    }
    if (share === 1) break;
  }
  return best;
}

/** Framings so loose that a line is theirs only if no other wants it; they never become current. */
const lastResorts = new Set<string>(['console', 'plain']);

/**
 * Reads one file whose framing may change on the way (logs copied one behind the other). A line goes to the current framing;
 * one that it does not claim is offered to all others in the order of the list, and the one that claims it becomes current.
 */
export function adaptiveReader(first: Framing | null): FrameReader & { readonly current: Framing | null } {
  const readers = new Map<Framing, FrameReader>();
  let current: Framing | null = first;

  return {
    get current() {
      return current;
    },
    read(line, emit) {
      if (current && !lastResorts.has(current.name) && readerOf(current).read(line, emit)) return true;
      return readByAnother(line, emit);
    },
    jump() {
      for (const reader of readers.values()) reader.jump();
    },
    end(emit) {
      if (current) readerOf(current).end(emit);
    },
  };

  function readByAnother(line: Line, emit: Emit): boolean {
    const held: LogEntry[] = [];
    const strict = current && !lastResorts.has(current.name) ? current : null;
    for (const framing of framings) {
      if (framing === strict) continue;
      if (!readerOf(framing).read(line, (entry) => held.push(entry))) continue;
      if (current && current !== framing) readerOf(current).end(emit);
      if (!strict || !lastResorts.has(framing.name)) current = framing;
      for (const entry of held) emit(entry);
      return true;
    }
    return false;
  }

  function readerOf(framing: Framing): FrameReader {
    let reader = readers.get(framing);
    if (!reader) {
      reader = framing.reader();
      readers.set(framing, reader);
    }
    return reader;
  }
}
