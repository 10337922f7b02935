import type { Line } from '../../parsers/model/line.ts';
import type { KnownOfChunk, LineCursor, LineCursorOptions } from './cursor.ts';
import { createHeldBytes } from './held-bytes.ts';
import { countNewlines, lastLines, lineStart, pastNuls } from './line-bounds.ts';
import { createNewlineSearch } from './newline-search.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** What is kept behind the cursor stays small even where lines are long. */
const longestLookBehindBytes = 256 * 1024;

/** See `cursor.ts`. */
export function createLineCursor(options: LineCursorOptions): LineCursor {
  const held = createHeldBytes();
  let data: Buffer = Buffer.alloc(0);
  /** Stream offset of data[0], the number of the line it is in, and the newlines held. */
  let base = options.from?.offset ?? 0;
  let baseLine = options.from?.line ?? 1;
  let newlinesHeld = 0;
  /** Lines before this offset were taken and may not be taken again. */
  let taken = base;
  let last = false;
  const search = createNewlineSearch();

  /** Its numbers are fields, not getters: V8 keeps an object with getters of its own as a dictionary, and they are asked for each line. */
  const cursor = {
    offset: base,
    line: options.from?.line ?? 1,
    end: base,
    /** The rest of an overlong line is passed over up to its newline. */
    insideLine: options.from?.insideLine ?? false,
    overlongLines: 0,
    nulBytes: 0,
    push,
    next,
    isTaken: (target: number): boolean => target < taken,
    skipTo,
    lineFrom,
    skipToLastLine,
    tail: (count: number): Line[] => lastLines(data, count, { path: options.path, base }),
    release,
  };
  return cursor;

  function lineStartAt(at: number): number {
    return base + lineStart(data, at - base);
  }

  /** Index in `data` of the newline that ends the line at `from`, -1 where it is not held. */
  function lineEndIndex(from: number): number {
    return search.in(data, from - base);
  }

  function moveTo(target: number): void {
    if (target >= cursor.offset) cursor.line += countNewlines(data, cursor.offset - base, target - base);
    else cursor.line -= countNewlines(data, target - base, cursor.offset - base);
    cursor.offset = target;
  }

  function passOverlongRest(): boolean {
    if (!cursor.insideLine) return true;
    const at = lineEndIndex(cursor.offset);
    if (at === -1) {
      cursor.offset = cursor.end;
      taken = cursor.offset;
      return false;
    }
    cursor.insideLine = false;
    cursor.offset = base + at + 1;
    taken = cursor.offset;
    cursor.line += 1;
    return true;
  }

  /** The line that starts at this offset; null while its end is not held. */
  function lineAt(start: number, number: number): Line | null {
    const at = lineEndIndex(start);
    const from = pastNuls(data, start - base);
    const length = (at === -1 ? data.length : at) - from;
    const cut = length > options.longestLineBytes;
    if (!cut && at === -1 && (!last || length === 0)) return null;
    const end = from + (cut ? options.longestLineBytes : length);
    const to = !cut && length > 0 && data[end - 1] === carriageReturn ? end - 1 : end;
    const text = data.toString('latin1', from, to);
    const asciiText = search.isAscii() ? text : null;
    const taken = {
      path: options.path,
      text,
      line: number,
      byteStart: base + from,
      byteEnd: base + to,
      cut,
      asciiText,
    };
    return !cut && at === -1 && to === end ? { ...taken, unterminated: true } : taken;
  }

  /** Not held for the line's sake: a log that was truncated under its writer begins with gigabytes of them. */
  function dropNuls(): void {
    const start = base + pastNuls(data, cursor.offset - base);
    if (start === cursor.offset) return;
    cursor.nulBytes += start - cursor.offset;
    cursor.offset = start;
    taken = start;
  }

  function next(): Line | null {
    if (!passOverlongRest()) return null;
    dropNuls();
    const taking = lineAt(cursor.offset, cursor.line);
    if (taking === null) return null;
    if (taking.cut) {
      cursor.overlongLines += 1;
      cursor.offset = taking.byteEnd;
      taken = cursor.offset;
      cursor.insideLine = true;
      passOverlongRest();
      return taking;
    }
    // Behind the text stand a carriage return, or not, and a newline, or the end.
    cursor.offset = taking.byteEnd;
    if (data[cursor.offset - base] === carriageReturn) cursor.offset += 1;
    if (cursor.offset < cursor.end) {
      cursor.offset += 1;
      cursor.line += 1;
    }
    taken = cursor.offset;
    return taking;
  }

  function push(chunk: Uint8Array, isLast: boolean, known?: KnownOfChunk): void {
    newlinesHeld += known?.newlines ?? newlinesIn(chunk);
    data = held.add(chunk, known?.roomBytes ?? -1);
    cursor.end = base + data.length;
    last = isLast;
  }

  function skipTo(target: number, linesBefore: number): void {
    if (!passOverlongRest() || target < taken || target < base) return;
    let start = lineStartAt(target);
    for (let back = 0; back < linesBefore && start > taken && start > base; back += 1) start = lineStartAt(start - 1);
    moveTo(Math.max(start, taken));
  }

  function lineFrom(target: number): Line | null {
    if (!passOverlongRest()) return null;
    if (target <= cursor.offset) return lineAt(cursor.offset, 0);
    const before = data.indexOf(newline, Math.max(0, target - base - 1));
    return before === -1 || target > cursor.end ? null : lineAt(base + before + 1, 0);
  }

  function skipToLastLine(): void {
    if (!passOverlongRest()) return;
    const start = lineStartAt(cursor.end);
    if (start > cursor.offset) {
      cursor.offset = start;
      cursor.line = baseLine + newlinesHeld;
    }
    if (cursor.end - cursor.offset > options.longestLineBytes) dropNuls();
    if (cursor.end - cursor.offset > options.longestLineBytes) {
      cursor.overlongLines += 1;
      cursor.offset = cursor.end;
      taken = cursor.offset;
      cursor.insideLine = true;
    }
  }

  function release(): void {
    let keep = cursor.offset;
    for (let back = 0; back < options.linesBehind && keep > taken && keep > base; back += 1) {
      const start = lineStartAt(keep - 1);
      if (cursor.offset - start > longestLookBehindBytes) break;
      keep = Math.max(start, taken);
    }
    const keepLine = cursor.line - countNewlines(data, keep - base, cursor.offset - base);
    newlinesHeld -= keepLine - baseLine;
    baseLine = keepLine;
    data = held.keepFrom(keep - base);
    base = keep;
  }
}

function newlinesIn(chunk: Uint8Array): number {
  return countNewlines(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), 0, chunk.length);
}
