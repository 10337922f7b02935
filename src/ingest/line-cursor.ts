import type { Line } from '../../parsers/model/line.ts';
import { createNewlineSearch } from './newline-search.ts';

const newline = 0x0a;
/** A hole is passed over so many bytes at a time. */
const nuls = Buffer.alloc(4096);
const carriageReturn = 0x0d;
/** What is kept behind the cursor stays small even where lines are long. */
const longestLookBehindBytes = 256 * 1024;

/**
 * Cuts lines out of a stream of chunks, at any place the caller asks for, in constant memory.
 *
 * The cursor stands at the start of a line. `next` takes that line; `skipTo` moves on without decoding what lies
 * between. Only bytes from a few lines behind the cursor to the end of the newest chunk are held. A line longer than
 * `longestLineBytes` is handed out once, cut, and its rest is passed over. NUL bytes before a line (a power cut leaves them
 * where nothing was written) are no part of it.
 */
export interface LineCursor {
  /** Adds the next bytes of the stream, which are used until `release`. `last` says that no more come. */
  push(chunk: Uint8Array, last: boolean, known?: KnownOfChunk): void;
  /** Stream offset of the line the cursor stands at. */
  readonly offset: number;
  /** 1-based number of the line the cursor stands at. */
  readonly line: number;
  /** True in the middle of an overlong line, of which only the head was read. */
  readonly insideLine: boolean;
  /** Stream offset behind the last byte held. */
  readonly end: number;
  /** The line at the cursor, which then stands behind it; null while its end is not held yet. */
  next(): Line | null;
  /** Whether the line that holds this stream offset was handed out or passed over as overlong. */
  isTaken(offset: number): boolean;
  /** Moves to the start of the line that holds `offset`, then back over up to `linesBefore` lines not yet taken. */
  skipTo(offset: number, linesBefore: number): void;
  /** The first line that starts at or behind `offset`, without moving and without its number; null while it is not held. */
  lineFrom(offset: number): Line | null;
  /** Moves to the last line start held: nothing before it is wanted any more, save what `skipTo` may go back to. */
  skipToLastLine(): void;
  /** Up to `count` last lines that are held, whether taken or not, without moving. */
  tail(count: number): Line[];
  /** Forgets what is no longer needed. Call after the chunk is used up. */
  release(): void;
  /** Lines longer than the cap so far. */
  readonly overlongLines: number;
  /** NUL bytes that stood before lines and were passed over. */
  readonly nulBytes: number;
}

/** What a caller may know of a chunk: it spares the cursor from counting and copying. */
export interface KnownOfChunk {
  readonly newlines: number;
  /** So many bytes before the chunk's, in the same memory, are the cursor's to write on. */
  readonly roomBytes: number;
}

export interface LineCursorOptions {
  readonly path: string;
  readonly longestLineBytes: number;
  /** How many lines behind the cursor stay reachable for `skipTo`. */
  readonly linesBehind: number;
  /** Where the first chunk begins, for a reader that goes on where another one stopped. */
  readonly from?: CursorPosition;
}

/** A place between two lines, or inside an overlong line whose rest is passed over. */
export interface CursorPosition {
  readonly offset: number;
  readonly line: number;
  readonly insideLine: boolean;
}

export function createLineCursor(options: LineCursorOptions): LineCursor {
  /** Bytes are held in one piece of memory, used again for each chunk: a fresh one each time would keep the collector busy. */
  let arena: Buffer = Buffer.alloc(0);
  let data: Buffer = arena;
  /** Stream offset of data[0], the number of the line it is in, and the newlines held. */
  let base = options.from?.offset ?? 0;
  let baseLine = options.from?.line ?? 1;
  let newlinesHeld = 0;
  let offset = base;
  let line = options.from?.line ?? 1;
  /** Lines before this offset were taken and may not be taken again. */
  let taken = base;
  let last = false;
  let overlongLines = 0;
  let nulBytes = 0;
  /** The rest of an overlong line is passed over up to its newline. */
  let inOverlongRest = options.from?.insideLine ?? false;

  const search = createNewlineSearch();
  const end = (): number => base + data.length;

  /** Index in `data` of the newline that ends the line at `from`, -1 where it is not held. */
  function lineEndIndex(from: number): number {
    return search.in(data, from - base);
  }

  function moveTo(target: number): void {
    if (target >= offset) line += countNewlines(data, offset - base, target - base);
    else line -= countNewlines(data, target - base, offset - base);
    offset = target;
  }

  function passOverlongRest(): boolean {
    if (!inOverlongRest) return true;
    const at = lineEndIndex(offset);
    if (at === -1) {
      offset = end();
      taken = offset;
      return false;
    }
    inOverlongRest = false;
    offset = base + at + 1;
    taken = offset;
    line += 1;
    return true;
  }

  /** The line that starts at this offset; null while its end is not held. */
  function lineAt(start: number, number: number): Line | null {
    const at = lineEndIndex(start);
    const from = pastNuls(start) - base;
    const length = (at === -1 ? data.length : at) - from;
    const cut = length > options.longestLineBytes;
    if (!cut && at === -1 && (!last || length === 0)) return null;
    const end = from + (cut ? options.longestLineBytes : length);
    const to = !cut && length > 0 && data[end - 1] === carriageReturn ? end - 1 : end;
    const text = data.toString('latin1', from, to);
    const taken = { path: options.path, text, line: number, byteStart: base + from, byteEnd: base + to, cut };
    return !cut && at === -1 && to === end ? { ...taken, unterminated: true } : taken;
  }

  function pastNuls(start: number): number {
    let at = start - base;
    while (data[at] === 0 && at + nuls.length <= data.length && nuls.compare(data, at, at + nuls.length) === 0)
      at += nuls.length;
    while (data[at] === 0) at += 1;
    return base + at;
  }

  /** Not held for the line's sake: a log that was truncated under its writer begins with gigabytes of them. */
  function dropNuls(): void {
    const start = pastNuls(offset);
    if (start === offset) return;
    nulBytes += start - offset;
    offset = start;
    taken = start;
  }

  function takeLine(): Line | null {
    if (!passOverlongRest()) return null;
    dropNuls();
    const taking = lineAt(offset, line);
    if (taking === null) return null;
    if (taking.cut) {
      overlongLines += 1;
      offset = taking.byteEnd;
      taken = offset;
      inOverlongRest = true;
      passOverlongRest();
      return taking;
    }
    // Behind the text stand a carriage return, or not, and a newline, or the end.
    offset = taking.byteEnd;
    if (data[offset - base] === carriageReturn) offset += 1;
    if (offset < end()) {
      offset += 1;
      line += 1;
    }
    taken = offset;
    return taking;
  }

  function lineStart(at: number): number {
    if (at <= base) return base;
    return base + data.lastIndexOf(newline, at - base - 1) + 1;
  }

  /** Into our own memory: a chunk's is the caller's again. */
  function copied(held: Buffer): Buffer {
    if (arena.length < held.length) arena = Buffer.allocUnsafeSlow(2 * held.length);
    held.copy(arena);
    return arena.subarray(0, held.length);
  }

  return {
    push(chunk, isLast, known) {
      const held = data.length;
      newlinesHeld += known?.newlines ?? newlinesIn(chunk);
      if (held <= (known?.roomBytes ?? -1)) {
        const joined = Buffer.from(chunk.buffer, chunk.byteOffset - held, held + chunk.length);
        data.copy(joined);
        data = joined;
        last = isLast;
        return;
      }
      if (arena.length < held + chunk.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * arena.length, held + chunk.length));
        data.copy(larger);
        arena = larger;
      } else if (data.byteOffset !== arena.byteOffset) {
        arena.copyWithin(0, data.byteOffset - arena.byteOffset, data.byteOffset - arena.byteOffset + held);
      }
      arena.set(chunk, held);
      data = arena.subarray(0, held + chunk.length);
      last = isLast;
    },
    get offset() {
      return offset;
    },
    get line() {
      return line;
    },
    get end() {
      return end();
    },
    get insideLine() {
      return inOverlongRest;
    },
    get overlongLines() {
      return overlongLines;
    },
    get nulBytes() {
      return nulBytes;
    },
    isTaken: (target) => target < taken,
    next: takeLine,
    skipTo(target, linesBefore) {
      if (!passOverlongRest() || target < taken || target < base) return;
      let start = lineStart(target);
      for (let back = 0; back < linesBefore && start > taken && start > base; back += 1) start = lineStart(start - 1);
      moveTo(Math.max(start, taken));
    },
    lineFrom(target) {
      if (!passOverlongRest()) return null;
      if (target <= offset) return lineAt(offset, 0);
      const before = data.indexOf(newline, Math.max(0, target - base - 1));
      return before === -1 || target > end() ? null : lineAt(base + before + 1, 0);
    },
    skipToLastLine() {
      if (!passOverlongRest()) return;
      const start = lineStart(end());
      if (start > offset) {
        offset = start;
        line = baseLine + newlinesHeld;
      }
      if (end() - offset > options.longestLineBytes) dropNuls();
      if (end() - offset > options.longestLineBytes) {
        overlongLines += 1;
        offset = end();
        taken = offset;
        inOverlongRest = true;
      }
    },
    tail(count) {
      const lines: Line[] = [];
      const isEnded = data.at(-1) === newline;
      let to = isEnded ? data.length - 1 : data.length;
      while (to > 0 && lines.length < count) {
        const from = data.lastIndexOf(newline, to - 1) + 1;
        lines.unshift({
          path: options.path,
          text: data.toString('latin1', from, to),
          line: 0,
          byteStart: base + from,
          byteEnd: base + to,
          cut: false,
          ...(isEnded || to < data.length ? {} : { unterminated: true }),
        });
        to = from - 1;
      }
      return lines;
    },
    release() {
      let keep = offset;
      for (let back = 0; back < options.linesBehind && keep > taken && keep > base; back += 1) {
        const start = lineStart(keep - 1);
        if (offset - start > longestLookBehindBytes) break;
        keep = Math.max(start, taken);
      }
      const keepLine = line - countNewlines(data, keep - base, offset - base);
      newlinesHeld -= keepLine - baseLine;
      baseLine = keepLine;
      data = data.subarray(keep - base);
      base = keep;
      if (data.buffer !== arena.buffer) data = copied(data);
    },
  };
}

function newlinesIn(chunk: Uint8Array): number {
  return countNewlines(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), 0, chunk.length);
}

function countNewlines(data: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = data.indexOf(newline, from); at !== -1 && at < to; at = data.indexOf(newline, at + 1)) count += 1;
  return count;
}
