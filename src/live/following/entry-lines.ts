import { type AdaptiveReader, adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { needles } from '../../ingest/needles.ts';
import type { LogStream } from './log-stream.ts';

export interface LineTaker {
  /** Takes the next line (latin1, without its newline). `offset` is the place of its first byte, or its number. */
  take(text: string, at: { readonly offset: number; readonly line: number; readonly cut: boolean }): void;
  end(): void;
  /** Framing of the last lines, null before one was found. */
  readonly format: string | null;
  readonly showsWriter: boolean;
}

/** Any of the literals without which no record opens. */
export const mayOpenRecord = new RegExp(
  needles.map((needle) => needle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'),
);

/** Frames lines that come one by one. `edit` completes what the framing cannot know (host and boot of this machine). */
export function createLineTaker(
  path: string,
  stream: LogStream,
  edit: (entry: LogEntry) => LogEntry = (entry) => entry,
  frames: AdaptiveReader = adaptiveReader(null),
): LineTaker {
  let heldPointed = false;

  return {
    take(text, { offset, line, cut }) {
      const pointed = heldPointed || mayOpenRecord.test(text);
      const claimed = frames.read(
        { path, text, line, byteStart: offset, byteEnd: offset + text.length, cut },
        (framed) => {
          const entry = edit(framed);
          stream.note(entry);
          stream.date(entry);
          stream.assembler.feed(entry, pointed);
        },
      );
      heldPointed = pointed && frames.holding;
      if (!claimed) stream.assembler.pass();
    },
    get format() {
      return frames.current?.name ?? null;
    },
    get showsWriter() {
      return frames.current?.showsWriter ?? false;
    },
    end() {
      frames.end((entry) => stream.assembler.feed(edit(entry), false));
    },
  };
}
