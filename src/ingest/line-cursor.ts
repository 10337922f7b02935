import type { Line } from '../../parsers/model/line.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** What is kept behind the cursor stays small even where lines are long. */
const longestLookBehindBytes = 256 * 1024;

/**
 * Cuts lines out of a stream of chunks, at any place the caller asks for, in constant memory.
 *
 * The cursor stands at the start of a line. `next` takes that line; `skipTo` moves on without decoding what lies
 * between. Only bytes from a few lines behind the cursor to the end of the newest chunk are held. A line longer than
 * `longestLineBytes` is handed out once, cut, and its rest is passed over.
 */
export interface LineCursor {
  /** Adds the next bytes of the stream; the chunk is copied where it must outlive this call. `last` says that no more come. */
  push(chunk: Uint8Array, last: boolean): void;
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
  /** The line at the cursor without moving, null while its end is not held. */
  peek(): Line | null;
  /** Whether the line that holds this stream offset was handed out or passed over as overlong. */
  isTaken(offset: number): boolean;
  /** Moves to the start of the line that holds `offset`, then back over up to `linesBefore` lines not yet taken. */
  skipTo(offset: number, linesBefore: number): void;
  /** Moves to the first line that starts at or behind `offset`; false while that line's start is not held. */
  skipToLineFrom(offset: number): boolean;
  /** Moves to the last line start held: nothing before it is wanted any more, save what `skipTo` may go back to. */
  skipToLastLine(): void;
  /** Up to `count` last lines that are held, whether taken or not, without moving. */
  tail(count: number): Line[];
  /** Forgets what is no longer needed. Call after the chunk is used up. */
  release(): void;
  /** Lines longer than the cap so far. */
  readonly overlongLines: number;
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
  /** Stream offset of data[0]. */
  let base = options.from?.offset ?? 0;
  let offset = base;
  let line = options.from?.line ?? 1;
  /** Lines before this offset were taken and may not be taken again. */
  let taken = base;
  let last = false;
  let overlongLines = 0;
  /** The rest of an overlong line is passed over up to its newline. */
  let inOverlongRest = options.from?.insideLine ?? false;

  const end = (): number => base + data.length;

  /** Index in `data` of the newline that ends the line at `from`, -1 where it is not held. */
  const lineEndIndex = (from: number): number => data.indexOf(newline, from - base);

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

  function cutAt(advance: boolean): Line | null {
    if (!passOverlongRest()) return null;
    const at = lineEndIndex(offset);
    const held = end() - offset;
    const length = at === -1 ? held : at - (offset - base);
    if (length > options.longestLineBytes) return overlong(advance);
    if (at === -1 && (!last || held === 0)) return null;
    const from = offset - base;
    const to = length > 0 && data[from + length - 1] === carriageReturn ? from + length - 1 : from + length;
    const result: Line = {
      path: options.path,
      text: data.toString('latin1', from, to),
      line,
      byteStart: offset,
      byteEnd: base + to,
      cut: false,
    };
    if (advance) {
      offset += length + (at === -1 ? 0 : 1);
      taken = offset;
      if (at !== -1) line += 1;
    }
    return result;
  }

  function overlong(advance: boolean): Line {
    const from = offset - base;
    const to = from + options.longestLineBytes;
    const result: Line = {
      path: options.path,
      text: data.toString('latin1', from, to),
      line,
      byteStart: offset,
      byteEnd: base + to,
      cut: true,
    };
    if (advance) {
      overlongLines += 1;
      offset = base + to;
      taken = offset;
      inOverlongRest = true;
      passOverlongRest();
    }
    return result;
  }

  function lineStart(at: number): number {
    if (at <= base) return base;
    return base + data.lastIndexOf(newline, at - base - 1) + 1;
  }

  return {
    push(chunk, isLast) {
      const held = data.length;
      if (arena.length < held + chunk.length) {
        const larger = Buffer.allocUnsafe(Math.max(2 * arena.length, held + chunk.length));
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
    isTaken: (target) => target < taken,
    next: () => cutAt(true),
    peek: () => cutAt(false),
    skipTo(target, linesBefore) {
      if (!passOverlongRest() || target < taken || target < base) return;
      let start = lineStart(target);
      for (let back = 0; back < linesBefore && start > taken && start > base; back += 1) start = lineStart(start - 1);
      moveTo(Math.max(start, taken));
    },
    skipToLineFrom(target) {
      if (!passOverlongRest()) return false;
      if (target <= offset) return true;
      if (target > end()) return false;
      const before = data.indexOf(newline, Math.max(0, target - base - 1));
      if (before === -1) return false;
      moveTo(base + before + 1);
      return true;
    },
    skipToLastLine() {
      if (!passOverlongRest()) return;
      const start = lineStart(end());
      if (start > offset) moveTo(start);
      if (end() - offset > options.longestLineBytes) {
        overlongLines += 1;
        offset = end();
        taken = offset;
        inOverlongRest = true;
      }
    },
    tail(count) {
      const lines: Line[] = [];
      let to = data.at(-1) === newline ? data.length - 1 : data.length;
      while (to > 0 && lines.length < count) {
        const from = data.lastIndexOf(newline, to - 1) + 1;
        lines.unshift({
          path: options.path,
          text: data.toString('latin1', from, to),
          line: 0,
          byteStart: base + from,
          byteEnd: base + to,
          cut: false,
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
      data = data.subarray(keep - base);
      base = keep;
    },
  };
}

function countNewlines(data: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = data.indexOf(newline, from); at !== -1 && at < to; at = data.indexOf(newline, at + 1)) count += 1;
  return count;
}
