import type { FrameReader, Framing } from './framing.ts';
import { stripAnsi } from './parts/ansi.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { printkPrefix } from './parts/printk-prefix.ts';
import { priorityReader } from './parts/priority.ts';
import { shareClaimed } from './parts/sniff.ts';
import { userTag } from './parts/user-tag.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** What a console too slow for its kernel prints before the next line, up to 4.9 without a newline between them. */
const DROPPED = /^\*\* \d+ (?:printk )?messages dropped \*\*(?= )/;

/** How far into a line a kernel line may begin. */
const longestNoise = 512;

/**
 * A serial console, as a terminal server or a hypervisor captured it: kernel lines that begin behind something else, for a
 * program had written to the line and not ended it (`login: [  608.218483] Mem-Info:`), or behind a carriage return or the
 * capturing program's own date, or because messages were dropped. A line that begins with the stamp is `dmesg`'s.
 *
 * Writer: `unproved`; every program that may write to the console can print the same.
 */
export const consoleCapture: Framing = {
  name: 'console',
  samples: [
    'web01 login: [  608.218483] Mem-Info:',
    '\r<4>[  608.218483] Mem-Info:',
    '~ # \x1b[6n[  608.218483][  T123] Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /\d\.\d{6}/,
  sniff: (lines) => shareClaimed(lines, consoleCapture.reader()),
  reader,
};

function reader(): FrameReader {
  const printk = printkPrefix();
  const priority = priorityReader();
  const head = unknownHead();
  const tagged = userTag();

  return {
    holding: false,
    read(line, emit) {
      const text = stripAnsi(textOf(line));
      if (text.startsWith('{') || !findStamp(text)) return false;
      head.monotonicUs = printk.monotonicUs;
      head.caller = printk.caller;
      const dropped = DROPPED.exec(text)?.[0];
      if (dropped !== undefined) emitMessage(spanOf(line), dropped, head, emit);
      emitMessage(spanOf(line), tagged(decodeUtf8(text.slice(printk.end)), head), head, emit);
      return true;
    },
    jump() {},
    end() {},
  };

  /** The first stamp in the line, with the priority directly before it. */
  function findStamp(text: string): boolean {
    for (let at = text.indexOf('['); at >= 0 && at < longestNoise; at = text.indexOf('[', at + 1)) {
      if (!printk.read(text, at)) continue;
      const less = text.lastIndexOf('<', at);
      const hasPriority = less >= 0 && priority.read(text, less) && priority.end === at;
      head.severity = hasPriority ? priority.severity : null;
      head.writer = hasPriority && priority.facility !== 0 ? 'user' : 'unproved';
      return true;
    }
    return false;
  }
}
