import type { LogEntry } from '../model/entry.ts';
import type { Line } from '../model/line.ts';
import type { FrameReader, Framing } from './framing.ts';
import type { Head } from './head.ts';
import { framings, lastResorts } from './index.ts';
import { type Emit, entryOf } from './parts/entry.ts';
import { type TurnedEntries, turnedEntries } from './parts/newest-first.ts';
import { beginsKernelText, paste } from './parts/paste.ts';
import { quotedPrintable } from './parts/quoted-printable.ts';
import { inTurn, unwrapping } from './parts/unwrap.ts';

/** Framings of daemons of which some write a message's newlines as they are. */
const mayBreakLines: ReadonlySet<string> = new Set(['rfc3164', 'rfc3339', 'rfc5424', 'busybox-syslog']);

/** More lines without a prefix behind one another than this are no program's message, but a log in another form. */
const mostBareLines = 16;

export interface AdaptiveReader extends FrameReader {
  /** The framing that the last lines were in, null before one was found. */
  readonly current: Framing | null;
  /** Names of the framings that the file is in, with the number of lines read in each. */
  claims(): ReadonlyMap<string, number>;
  /** Lines are joined before they are read (a mail's, a terminal's), or turned, so that none stands alone. */
  readonly joinsLines: boolean;
}

/**
 * Reads one file whose framing may change on the way (logs copied one behind the other). A line goes to the current framing;
 * one that it does not claim is offered to all others in the order of the list, and the one that claims it becomes current.
 *
 * From the file's first lines readers learn its habits (whether its kernel lines carry stamps) before they see a part of it.
 */
export function adaptiveReader(first: Framing | null, head: Head | null = null): AdaptiveReader {
  const readers = new Map<Framing, FrameReader>();
  let current: Framing | null = null;
  let sink: Emit = ignore;
  /** The last entry of a strict framing, if nothing was skipped since. */
  let last: LogEntry | null = null;
  let bareLines = 0;
  const claims = new Map<string, number>();
  /** What was found in the head, or gave entries. Others claim a line that only begins like theirs: any object does. */
  const answered = new Set<Framing>();
  let answering: Framing | null = null;
  /** The reader of `current` if that is strict, and the lines it read that `claims` does not count yet: both for every line's sake. */
  let strict: FrameReader | null = null;
  let run = 0;
  const undo = head?.undo ?? null;
  const shown = paste();
  const broken = head && inTurn(quotedPrintable(head), unwrapping(head.lines));
  let turned: TurnedEntries | null = null;

  function claimed(framing: Framing): void {
    countRun();
    claims.set(framing.name, (claims.get(framing.name) ?? 0) + 1);
  }

  function countRun(): void {
    if (current !== null && run > 0) claims.set(current.name, (claims.get(current.name) ?? 0) + run);
    run = 0;
  }

  function answer(framing: Framing | null): void {
    answering = framing;
    if (framing !== null) answered.add(framing);
  }

  function endCurrent(emit: Emit): void {
    if (current === null) return;
    readerOf(current).end((entry) => {
      answer(current);
      emit(entry);
    });
  }

  function enter(framing: Framing): void {
    countRun();
    current = framing;
    strict = isStrict(framing) ? readerOf(framing) : null;
  }

  const pass: Emit = (entry) => {
    last = entry;
    if (answering !== current) answer(current);
    sink(entry);
  };
  if (first) {
    if (head) learn(first, head);
    enter(first);
    answered.add(first);
  }

  // Fields and no getters, for each line's sake: V8 keeps an object with getters of its own as a dictionary.
  const adaptive = {
    joinsLines: broken !== null || turned !== null,
    current: first,
    holding: isHolding(),
    claims() {
      countRun();
      return new Map(framings.flatMap((one) => (answered.has(one) ? [[one.name, claims.get(one.name) ?? 0]] : [])));
    },
    read(written: Line, emit: Emit): boolean {
      const line = shown.bare(undo === null ? written : { ...written, text: undo(written.text) });
      const isClaimed = broken === null ? readTurned(line, emit) : readBroken(broken.next(line), emit);
      renew();
      return isClaimed;
    },
    jump(): void {
      last = null;
      while (broken?.take());
      turned?.forget();
      for (const reader of readers.values()) reader.jump();
      renew();
    },
    end(emit: Emit): void {
      for (let whole = broken?.take(); whole; whole = broken?.take()) readTurned(whole, emit);
      const held: LogEntry[] = [];
      endCurrent(turned ? (entry) => held.push(entry) : emit);
      turned?.take(held, emit);
      turned?.end(emit);
      renew();
    },
  };
  return adaptive;

  function renew(): void {
    adaptive.current = current;
    adaptive.holding = isHolding();
  }

  function isHolding(): boolean {
    if (broken?.holding || turned) return true;
    return strict !== null ? strict.holding : current !== null && readerOf(current).holding;
  }

  function readBroken(whole: Line | null, emit: Emit): boolean {
    if (whole) readTurned(whole, emit);
    return true;
  }

  function readTurned(line: Line, emit: Emit): boolean {
    if (turned === null) return readOne(line, emit);
    const held: LogEntry[] = [];
    const isClaimed = readOne(line, (entry) => held.push(entry));
    turned.take(held, emit);
    return isClaimed;
  }

  function readOne(line: Line, emit: Emit): boolean {
    sink = emit;
    if (strict?.read(line, pass)) {
      run += 1;
      bareLines = 0;
      return true;
    }
    return readByAnother(line, emit);
  }

  function readByAnother(line: Line, emit: Emit): boolean {
    const tried = strict === null ? null : current;
    const held: LogEntry[] = [];
    const hold: Emit = (entry) => held.push(entry);
    const indented = shown.outdented(line);
    for (const framing of framings) {
      if (!readIndented(framing, indented, hold) && (framing === tried || !readerOf(framing).read(line, hold)))
        continue;
      if (current !== framing) endCurrent(emit);
      if (!tried || isStrict(framing)) claimed(framing);
      if (isStrict(framing)) {
        bareLines = 0;
        enter(framing);
        for (const entry of held) pass(entry);
      } else {
        if (!tried) enter(framing);
        answered.add(framing);
        for (const entry of held) emit(framing.name === 'plain' ? inherited(entry) : entry);
      }
      return true;
    }
    return false;
  }

  /** A line that would be in a framing if the block that it stands in were not indented. */
  function readIndented(framing: Framing, indented: Line | null, emit: Emit): boolean {
    if (indented === null || !(isStrict(framing) || beginsKernelText(indented.text))) return false;
    if (!readerOf(framing).read(indented, emit)) return false;
    shown.inBlock();
    return true;
  }

  /**
   * A syslog daemon that does not escape newlines leaves the rest of a program's message without a prefix. Such lines are the
   * program's: a report of the kernel is not made by a newline in a message.
   */
  function inherited(entry: LogEntry): LogEntry {
    if (current === null || !mayBreakLines.has(current.name) || bareLines >= mostBareLines) return entry;
    if (last === null || last.writer !== 'user' || last.tag === null) return entry;
    bareLines += 1;
    return entryOf(entry.span, entry.text, last, false);
  }

  function learn(framing: Framing, from: Head): void {
    const { reader, isNewestFirst } = from.take(framing);
    readers.set(framing, reader);
    if (isNewestFirst) turned = turnedEntries();
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

function ignore(_entry: LogEntry): void {}

function isStrict(framing: Framing): boolean {
  return !lastResorts.has(framing);
}
