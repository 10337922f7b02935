import type { Line } from '../../parsers/model/line.ts';
import type { LineCursor, LineCursorOptions } from './cursor.ts';
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
  const lineStartAt = (at: number): number => base + lineStart(data, at - base);

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
    const from = pastNuls(data, start - base);
    const length = (at === -1 ? data.length : at) - from;
    const cut = length > options.longestLineBytes;
    if (!cut && at === -1 && (!last || length === 0)) return null;
    const end = from + (cut ? options.longestLineBytes : length);
    const to = !cut && length > 0 && data[end - 1] === carriageReturn ? end - 1 : end;
    const text = data.toString('latin1', from, to);
    const taken = { path: options.path, text, line: number, byteStart: base + from, byteEnd: base + to, cut };
    return !cut && at === -1 && to === end ? { ...taken, unterminated: true } : taken;
  }

  /** Not held for the line's sake: a log that was truncated under its writer begins with gigabytes of them. */
  function dropNuls(): void {
    const start = base + pastNuls(data, offset - base);
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

  return {
    push(chunk, isLast, known) {
      newlinesHeld += known?.newlines ?? newlinesIn(chunk);
      data = held.add(chunk, known?.roomBytes ?? -1);
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
      let start = lineStartAt(target);
      for (let back = 0; back < linesBefore && start > taken && start > base; back += 1) start = lineStartAt(start - 1);
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
      const start = lineStartAt(end());
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
    tail: (count) => lastLines(data, count, { path: options.path, base }),
    release() {
      let keep = offset;
      for (let back = 0; back < options.linesBehind && keep > taken && keep > base; back += 1) {
        const start = lineStartAt(keep - 1);
        if (offset - start > longestLookBehindBytes) break;
        keep = Math.max(start, taken);
      }
      const keepLine = line - countNewlines(data, keep - base, offset - base);
      newlinesHeld -= keepLine - baseLine;
      baseLine = keepLine;
      data = held.keepFrom(keep - base);
      base = keep;
    },
  };
}

function newlinesIn(chunk: Uint8Array): number {
  return countNewlines(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), 0, chunk.length);
}
