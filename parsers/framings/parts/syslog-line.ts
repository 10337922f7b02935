import type { StampReader } from '../../time/stamp-reader.ts';
import type { FrameReader } from '../framing.ts';
import { continuation } from './continuation.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './entry.ts';
import { printkPrefix } from './printk-prefix.ts';
import { printkStampWatch } from './printk-stamp-watch.ts';
import { priorityReader } from './priority.ts';
import { unescapeControls } from './syslog-escapes.ts';
import { syslogTag } from './syslog-tag.ts';
import { decodeUtf8 } from './utf8.ts';

export interface SyslogLineOptions {
  readonly stamps: StampReader;
  /** Refuses a line without a tag unless a syslog daemon writes such: for stamps with which other programs begin lines, too. */
  readonly tagRequired: boolean;
  /** Reads what stands between host and tag, and returns where the tag begins, or -1 to refuse the line. */
  readonly facility?: (
    text: string,
    at: number,
  ) => { readonly end: number; readonly facility: number; readonly severity: number } | null;
}

const SPACE = 32;

/**
 * Reads `STAMP host tag[pid]: message`, the line of every syslog daemon; the stamp differs, and `<pri>` may stand before it.
 *
 * Writer: a tag of another program, a pid, or a facility that is not the kernel's is `user`. `kernel:` alone is `unproved`,
 * since any program may send it, unless `PrintkStampWatch` sees that the kernel did not write it. A line without a tag is
 * `unproved` if a printk stamp begins its message (netconsole), else `user`.
 */
export function syslogLineReader(options: SyslogLineOptions): FrameReader {
  const { stamps } = options;
  const priority = priorityReader();
  const sender = syslogTag();
  const printk = printkPrefix();
  const watch = printkStampWatch();
  const head = unknownHead();
  const rest = continuation();

  return {
    read(line, emit) {
      const text = textOf(line);
      priority.read(text, 0);
      const stamp = stamps.read(text, priority.end);
      if (stamp === null || text.charCodeAt(stamps.end) !== SPACE) return rest.read(line, head, emit);
      if (!sender.read(text, stamps.end + 1)) return false;
      const stamped = printk.read(text, sender.end);
      if (sender.tag === null && options.tagRequired && !stamped && !isDaemonNotice(text, sender.end)) return false;

      const body = stamped ? printk.end : sender.end;
      head.stamp = stamp;
      head.monotonicUs = stamped ? printk.monotonicUs : null;
      head.caller = stamped ? printk.caller : null;
      head.host = sender.host;
      head.tag = sender.tag;
      head.pid = sender.pid;
      head.severity = priority.severity;
      head.writer = writerOf(text, body, stamped);
      rest.begin(sender.end);
      emitMessage(spanOf(line), decodeUtf8(unescapeControls(text.slice(body))), head, emit);
      return true;
    },
    jump: () => rest.forget(),
    end: () => rest.forget(),
  };

  function writerOf(text: string, body: number, stamped: boolean) {
    if (sender.tag === null) return stamped && !isForeign() ? 'unproved' : 'user';
    if (sender.tag !== 'kernel') {
      if (sender.tag === 'rsyslogd') watch.restart(sender.host);
      return 'user';
    }
    if (sender.pid !== null || isForeign() || isRepeat(text, body)) return 'user';
    return watch.judge(sender.host, stamped, text.slice(body, body + 16));
  }

  /** The priority names a facility, and it is not the kernel's (0). */
  function isForeign(): boolean {
    return priority.facility !== null && priority.facility !== 0;
  }
}

function isRepeat(text: string, at: number): boolean {
  return text.startsWith('message repeated ', at);
}

/** Lines that syslog daemons write about themselves, without a tag. */
function isDaemonNotice(text: string, at: number): boolean {
  return text.startsWith('last message repeated ', at) || isRepeat(text, at) || text.startsWith('-- MARK --', at);
}
