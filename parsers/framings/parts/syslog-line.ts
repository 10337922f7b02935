import type { Writer } from '../../model/entry.ts';
import type { FrameReader } from '../framing.ts';
import { continuation } from './continuation.ts';
import { type EntryHead, emitMessage, entryOf, spanOf, textOf, unknownHead } from './entry.ts';
import { printkPrefix } from './printk-prefix.ts';
import { printkStampWatch } from './printk-stamp-watch.ts';
import { unescapeControls } from './syslog-escapes.ts';
import { decodeUtf8 } from './utf8.ts';

export interface SyslogHead extends EntryHead {
  /** Facility that the line states, null where it states none. */
  facility: number | null;
}

/** Fills stamp, host, tag, pid, facility and severity; returns where the message begins, or -1 if the line is in another form. */
export type SyslogHeader = (text: string, head: SyslogHead) => number;

const SPACE = 32;
const OPEN = 91;
const kernelFacility = 0;
/** A tag that some daemons leave between theirs and the kernel's own stamp: `kernel: : [   12.345678] `. */
const emptyTag = ': [';
const beyondAscii = /[\x80-\xff]/;

/**
 * Reads lines that a syslog daemon or journalctl wrote: a header, then the message, in which the kernel's own stamp may come
 * first. journalctl indents the second and later lines of a message; rsyslog writes `#012` between them.
 *
 * Writer: a tag of another program, a pid, or a facility that is not the kernel's is `user`. `kernel:` alone is `unproved`,
 * since any program may send it, unless `PrintkStampWatch` sees that the kernel did not write it. A line without a tag is
 * `unproved` if a printk stamp begins its message (netconsole), else `user`.
 */
export function syslogLineReader(header: SyslogHeader): FrameReader {
  const head: SyslogHead = { ...unknownHead(), facility: null };
  const printk = printkPrefix();
  const watch = printkStampWatch();
  const rest = continuation();

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      if (text.charCodeAt(0) === SPACE) return rest.read(line, text, head, emit);
      head.monotonicUs = null;
      let begin = header(text, head);
      if (begin < 0) return false;
      if (text.startsWith(emptyTag, begin)) begin += emptyTag.length - 1;
      // Some write two spaces behind the tag.
      if (text.charCodeAt(begin) === SPACE && text.charCodeAt(begin + 1) === OPEN && printk.read(text, begin + 1))
        begin += 1;
      const stamped = printk.read(text, begin);
      if (stamped) head.monotonicUs = printk.monotonicUs;
      head.caller = stamped ? printk.caller : null;
      head.writer = writerOf(text, stamped ? printk.end : begin, stamped);
      rest.begin(begin);
      const message = text.slice(stamped ? printk.end : begin);
      // Most lines hold nothing to decode, and no line to break.
      const isPlain = !message.includes('#') && (line.asciiText === text || !beyondAscii.test(message));
      if (isPlain) emit(entryOf(spanOf(line), message, head, true));
      else emitMessage(spanOf(line), decodeUtf8(unescapeControls(message)), head, emit);
      return true;
    },
    jump: () => rest.forget(),
    end: () => rest.forget(),
  };

  function writerOf(text: string, at: number, stamped: boolean): Writer {
    if (head.facility !== null && head.facility !== kernelFacility) return 'user';
    if (head.tag === 'kernel') {
      if (head.pid !== null || text.startsWith('message repeated ', at)) return 'user';
      if (saysTheLogger(text, at)) {
        watch.restart(head.host);
        return 'user';
      }
      return watch.judge(head.host, stamped, text.startsWith('Linux version ', at));
    }
    if (head.tag === 'rsyslogd' && text.endsWith(' start')) watch.restart(head.host);
    return head.tag === null && stamped ? 'unproved' : 'user';
  }
}

/** `imklog 5.8.10, log source = /proc/kmsg started.`: what reads the kernel's log speaks under its tag. */
function saysTheLogger(text: string, at: number): boolean {
  return text.startsWith('imklog ', at) || text.startsWith('klogd ', at);
}
