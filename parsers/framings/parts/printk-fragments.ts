import type { Line } from '../../model/line.ts';
import type { Span } from '../../model/span.ts';
import { type Emit, type EntryHead, spanOf, spanOfLines, unknownHead } from './entry.ts';

/** A record of /dev/kmsg whose line goes on in the next. */
interface Begun {
  span: Span;
  text: string;
  sequence: number;
}

/** Emits a message with the span of all its fragments. */
export type EmitMessage = (span: Span, text: string, head: EntryHead, emit: Emit) => void;

/**
 * Puts the fragments of a line together that kernels up to 4.8 hand out when one of them was printed before its rest was
 * known (`devkmsg_read()` of kernel/printk/printk.c): `c` marks the first, `+` the ones that follow. From 4.9 on `c` marks
 * what continues the record before, and no `+` ever comes: it stands for itself.
 */
export interface PrintkFragments {
  /** True while a line has begun of which more may come. */
  readonly holding: boolean;
  /** A first fragment. `text` is still escaped. */
  begin(line: Line, text: string, head: EntryHead, sequence: number): void;
  /** Adds a fragment; false if it does not go on with what was held: a record between them was lost, or wrote by another. */
  add(line: Line, text: string, head: EntryHead, sequence: number): boolean;
  /** Emits what is held. */
  flush(emit: Emit): void;
  forget(): void;
}

/** Lines of the log that one line of the kernel may come in; a buddy list has thirteen pieces, memcg stats twenty. */
export const MOST_FRAGMENTS = 32;

export function printkFragments(emitMessage: EmitMessage): PrintkFragments {
  let held: Begun | null = null;
  const head = unknownHead();

  return {
    get holding() {
      return held !== null;
    },
    begin(line, text, of, sequence) {
      held = { span: spanOf(line), text, sequence };
      Object.assign(head, of);
    },
    add(line, text, of, sequence) {
      if (held === null || sequence !== held.sequence + 1 || of.writer !== head.writer) return false;
      if (line.line - held.span.line >= MOST_FRAGMENTS) return false;
      held = { span: spanOfLines(held.span, line), text: held.text + text, sequence };
      return true;
    },
    flush(emit) {
      if (held === null) return;
      const { span, text } = held;
      held = null;
      emitMessage(span, text, head, emit);
    },
    forget() {
      held = null;
    },
  };
}
