import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import type { Stamp } from '../../model/stamp.ts';
import { type Emit, entryOf, spanOf, spanOfLines, unknownHead } from './entry.ts';

/** One line of a container's log, or a piece of one. */
export interface ContainerPiece {
  readonly line: Line;
  /** `stdout`, `stderr`. */
  readonly stream: string;
  readonly stamp: Stamp | null;
  readonly text: string;
  /** False where the runtime cut the program's line here (after 16 KiB). */
  readonly isLast: boolean;
}

export interface ContainerLines {
  take(piece: ContainerPiece, emit: Emit): void;
  /** A line of which the last piece has not come. */
  readonly holding: boolean;
  forget(): void;
  end(emit: Emit): void;
}

/**
 * A line that goes on for more lines of the log than this (128 KiB) has no end, or is no message: its first pieces are one
 * entry, each further one is its own. As many lines the framings look back, for which the line layer keeps 256 KiB.
 */
export const MOST_PIECES = 8;

interface Held {
  span: Span;
  readonly stamp: Stamp | null;
  readonly first: boolean;
  text: string;
  done: boolean;
}

/**
 * Emits what a container's program printed. The writer is always `user`: a container has no kernel, and what looks like one's
 * report in there was copied or made up.
 *
 * The pieces of a long line become one entry, stream by stream. Entries come out in the order in which they began, so that a
 * line of the other stream waits for the end of the pieces around it. `decode` gets the joined text: a piece may end inside a
 * character.
 */
export function containerLines(decode: (text: string) => string): ContainerLines {
  const head = { ...unknownHead(), writer: 'user' as const };
  /** In order of their first line; behind an unfinished one stand finished ones of the other stream. */
  let queue: Held[] = [];
  const open = new Map<string, Held>();
  /** Streams whose line was too long: its further pieces continue what was emitted. */
  const overlong = new Set<string>();

  function release(emit: Emit): void {
    while (queue[0]?.done) {
      const { span, stamp, text, first } = queue.shift() as Held;
      head.stamp = stamp;
      emit(entryOf(span, decode(text), head, first));
    }
  }

  /** Unfinished lines that began too long ago end here. */
  function giveUp(line: number): void {
    for (const [stream, held] of open) {
      if (line - held.span.line < MOST_PIECES) continue;
      held.done = true;
      open.delete(stream);
      overlong.add(stream);
    }
  }

  return {
    get holding() {
      return open.size > 0;
    },
    take({ line, stream, stamp, text, isLast }, emit) {
      giveUp(line.line);
      const begun = open.get(stream);
      if (begun) {
        begun.span = spanOfLines(begun.span, line);
        begun.text += text;
        begun.done = isLast;
        if (isLast) open.delete(stream);
      } else {
        const goesOn = overlong.has(stream);
        const held = { span: spanOf(line), stamp, first: !goesOn, text, done: isLast || goesOn };
        queue.push(held);
        if (!held.done) open.set(stream, held);
        if (isLast) overlong.delete(stream);
      }
      release(emit);
    },
    forget() {
      queue = [];
      open.clear();
      overlong.clear();
    },
    end(emit) {
      for (const held of queue) held.done = true;
      release(emit);
      this.forget();
    },
  };
}
