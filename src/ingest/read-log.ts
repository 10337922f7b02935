import type { FrameReader } from '../../parsers/framings/framing.ts';
import type { LogEntry } from '../../parsers/model/entry.ts';
import type { Line } from '../../parsers/model/line.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { Assembler } from './assemble.ts';
import type { CursorPosition, LineCursor } from './cursor.ts';
import { nextLandmark } from './landmarks.ts';

/** Enough last lines for one of them to carry a stamp. */
const tailLines = 20;

/** What a scanner says of a chunk; `roomBytes` is the cursor's, see there. */
type Finds = ReturnType<Scanner['scan']> & { readonly roomBytes?: number; readonly isSkimmed?: boolean };

export interface LogReading {
  readonly cursor: LineCursor;
  /** Is shown each chunk that is read, in order. */
  readonly scanner: { scan(chunk: Uint8Array): Finds };
  readonly frames: FrameReader;
  readonly linesBefore: number;
  readonly assembler: Assembler;
  /** Sees every line before the framings do and says whether it took it; null for a log, of which only regions are read. */
  readonly everyLine: ((line: Line) => boolean) | null;
  /** An entry that may open a record, or a landmark. Called in order of the stream. */
  note(entry: LogEntry): void;
  /**
   * An entry whose time matters: it opened a record, or it is a landmark. Called in order of the stream, and for the same
   * entries however many lines the scanner points at: the year of a log without one is counted from them.
   */
  date(entry: LogEntry): void;
  /** An entry of a region that is read: every one that a needle stands in is among them. */
  entry?(entry: LogEntry): void;
  /** A line that the scanner pointed at and no framing claims. */
  unclaimed(line: Line): void;
  /** The file ends inside of this line; `before` is the one before it. */
  endsInside?(line: Line, before: Line): void;
}

/**
 * Reads a log at two speeds: the scanner walks raw bytes for the openers of all record kinds; only the lines around a
 * find are decoded and framed, and line by line as long as a record is under construction.
 */
export interface LogReader {
  /** Reads on as far as the cursor's bytes go; `chunk` is what was just pushed into it. */
  read(chunk: Uint8Array, last: boolean): void;
  readonly newlines: number;
  /**
   * In the middle of nothing: of a chunk without finds only the first two lines, those at landmarks and the last ones, as many
   * as `linesBefore`, will be looked at, as long as none of the first begins an entry of several lines.
   */
  readonly isAtRest: boolean;
  /** Behind the last line that is done with: a later reader that begins here misses nothing but open records. */
  readonly resume: CursorPosition;
}

export function createLogReader(reading: LogReading): LogReader {
  const { cursor, scanner, frames, assembler } = reading;
  /** Stream offsets of needles not yet reached, ascending; `finds[found]` is the next. */
  let finds: number[] = [];
  let found = 0;
  /** Where the scanner's stream, which begins at 0, lies in the cursor's. */
  const origin = cursor.offset;
  let landmark = 0;
  let newlines = 0;
  /** Start of the entry whose lines are not all here yet. */
  let held: CursorPosition | null = null;
  /** The line the reader stands at follows the one it framed last. */
  let contiguous = true;
  /** A needle stands in a line of an entry that is not complete yet. */
  let heldPointed = false;
  let heldLandmark = false;

  /** Of the newest chunk only a few lines are there. */
  let isSkimmed = false;

  const nextFind = (): number => finds[found] ?? Number.POSITIVE_INFINITY;

  /** Of the line being framed: its first entry is noted, and dated at a landmark; its entries may open records. */
  let isNoted = false;
  let isDated = false;
  let mayOpen = false;
  function feed(entry: LogEntry): void {
    if (isNoted) reading.note(entry);
    if (isDated) reading.date(entry);
    isNoted = false;
    isDated = false;
    reading.entry?.(entry);
    if (assembler.feed(entry, mayOpen)) reading.date(entry);
  }

  function take(line: Line): void {
    const behind = cursor.offset;
    let pointed = heldPointed;
    while (nextFind() < behind) {
      if ((finds[found] as number) >= line.byteStart) pointed = true;
      found += 1;
    }
    const isLandmark = heldLandmark || line.byteStart >= landmark;
    if (line.byteStart >= landmark) landmark = nextLandmark(line.byteStart);
    if (reading.everyLine?.(line)) return;
    isNoted = pointed || isLandmark;
    isDated = isLandmark;
    mayOpen = pointed;
    const claimed = frames.read(line, feed);
    heldPointed = pointed && frames.holding;
    heldLandmark = isLandmark && frames.holding;
    held = frames.holding ? (held ?? { offset: line.byteStart, line: line.line, insideLine: false }) : null;
    if (!claimed) {
      assembler.pass();
      if (pointed) reading.unclaimed(line);
    }
    contiguous = true;
  }

  function jumpTo(offset: number, linesBefore: number): void {
    const from = cursor.offset;
    cursor.skipTo(offset, linesBefore);
    if (cursor.offset !== from || !contiguous) frames.jump();
    contiguous = false;
  }

  /** Frames and drops the lines up to the one at `offset`, so that what follows can continue them. Null: bytes are missing. */
  function readThrough(offset: number): boolean {
    while (cursor.offset <= offset) {
      const line = cursor.next();
      if (!line) return false;
      take(line);
    }
    return true;
  }

  function advance(last: boolean): void {
    for (;;) {
      while (nextFind() < cursor.offset && cursor.isTaken(nextFind())) found += 1;
      if (assembler.busy || frames.holding || reading.everyLine) {
        const line = cursor.next();
        if (!line) return;
        take(line);
        continue;
      }
      const find = nextFind();
      if (landmark < find && cursor.end > landmark) {
        if (!passLandmark(last)) {
          cursor.skipToLastLine();
          return;
        }
        continue;
      }
      if (find >= cursor.end) {
        cursor.skipToLastLine();
        return;
      }
      jumpTo(find, reading.linesBefore);
      if (!readThrough(find)) return;
    }
  }

  function look(line: Line): void {
    frames.jump();
    frames.read(line, (entry) => {
      reading.note(entry);
      reading.date(entry);
    });
  }

  /** Looks at the stamp of the first line at the landmark. */
  function passLandmark(last: boolean): boolean {
    const line = cursor.lineFrom(landmark);
    if (!line) {
      if (last) landmark = Number.POSITIVE_INFINITY;
      return last;
    }
    contiguous = false;
    landmark = nextLandmark(line.byteStart);
    look(line);
    if (!frames.holding) return true;
    // Its entry has several lines, and may have begun before this one.
    frames.jump();
    if (isSkimmed) return true;
    landmark = line.byteStart;
    cursor.skipTo(line.byteStart, reading.linesBefore);
    return readThrough(line.byteStart);
  }

  function lookAtTail(): void {
    const lines = cursor.tail(tailLines);
    for (const line of lines) look(line);
    const [before, line] = lines.slice(-2);
    if (before && line?.unterminated) reading.endsInside?.(line, before);
  }

  return {
    read(chunk, last) {
      const scan = scanner.scan(chunk);
      isSkimmed = scan.isSkimmed ?? false;
      newlines += scan.newlines;
      const offsets = origin === 0 ? scan.offsets : scan.offsets.map((offset) => offset + origin);
      finds = found < finds.length ? [...finds.slice(found), ...offsets] : [...offsets];
      found = 0;
      cursor.push(chunk, last, { newlines: scan.newlines, roomBytes: scan.roomBytes ?? 0 });
      advance(last);
      if (last) {
        // A look at the tail makes the reader forget what it holds.
        if (frames.holding) frames.end(feed);
        lookAtTail();
        frames.jump();
      }
      cursor.release();
    },
    get newlines() {
      return newlines;
    },
    get isAtRest() {
      const isReading = assembler.busy || frames.holding || reading.everyLine !== null;
      return !isReading && found >= finds.length && !cursor.insideLine;
    },
    get resume() {
      return held ?? { offset: cursor.offset, line: cursor.line, insideLine: cursor.insideLine };
    },
  };
}
