import type { Writer } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';
import { stripAnsi } from './ansi.ts';
import { continuation } from './continuation.ts';
import { type EntryHead, emitMessage, spanOf, textOf, unknownHead } from './entry.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * Reads the lines that dmesg prints: a prefix, then the text; the lines of a longer message follow indented. `prefix` fills
 * the head and returns where the text begins, or -1 if the line is in another form.
 */
export function printkLineReader(prefix: (text: string, head: EntryHead) => number): FrameReader {
  const head = unknownHead();
  const rest = continuation();

  return {
    read(line, emit) {
      const text = stripAnsi(textOf(line));
      const begin = prefix(text, head);
      if (begin < 0) return rest.read(line, head, emit);
      rest.begin(begin);
      emitMessage(spanOf(line), decodeUtf8(text.slice(begin)), head, emit);
      return true;
    },
    jump: () => rest.forget(),
    end: () => rest.forget(),
  };
}

/** What a facility that the kernel itself keeps proves: users who write to /dev/kmsg get another than 0. */
export function writerOfFacility(facility: number): Writer {
  return facility === 0 ? 'kernel' : 'user';
}
