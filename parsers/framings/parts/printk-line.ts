import type { Writer } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';
import { stripAnsi } from './ansi.ts';
import { continuation } from './continuation.ts';
import { type EntryHead, emitMessage, spanOf, textOf, unknownHead } from './entry.ts';
import { userTag } from './user-tag.ts';
import { decodeUtf8 } from './utf8.ts';

const SPACE = 32;

/** Fills the head from the prefix of a line and returns where the text begins, or -1 if the line is in another form. */
export type PrefixReader = (text: string, head: EntryHead) => number;

/** Reads the lines that dmesg prints: a prefix, then the text; the lines of a longer message follow indented. */
export function printkLineReader(prefix: PrefixReader, jumped: () => void = () => {}): FrameReader {
  const head = unknownHead();
  const rest = continuation();
  const tagged = userTag();

  return {
    holding: false,
    read(line, emit) {
      const text = stripAnsi(textOf(line));
      if (text.charCodeAt(0) === SPACE) return rest.read(line, text, head, emit);
      head.writer = 'unproved';
      const begin = prefix(text, head);
      if (begin < 0) return false;
      rest.begin(begin);
      const message = text.slice(begin);
      const decoded = line.asciiText === text ? message : decodeUtf8(message);
      emitMessage(spanOf(line), tagged(decoded, head), head, emit);
      return true;
    },
    jump() {
      rest.forget();
      jumped();
    },
    end: () => rest.forget(),
  };
}

/** What a facility that the kernel itself keeps proves: users who write to /dev/kmsg get another than 0. */
export function writerOfFacility(facility: number): Writer {
  return facility === 0 ? 'kernel' : 'user';
}
