import type { LogEntry } from '../../parsers/model/entry.ts';
import type { RecordBody } from '../../parsers/model/record.ts';

/**
 * True for an entry by which a link of the chain from the kernel to this log says that kernel messages were lost here:
 * ```
 * ** 57 printk messages dropped **                                       kernel/printk/printk.c, on a slow console
 * Missed 14 kernel messages                                              systemd-journald, which saw a gap in /dev/kmsg
 * imjournal: 1204 messages lost due to rate-limiting (20000 allowed within 600 seconds)          rsyslogd
 * ```
 */
export function tellsOfDropped({ text, writer, tag }: LogEntry): boolean {
  // Asked for every entry inside a report: the first character excludes nearly all.
  switch (text.charCodeAt(0)) {
    case 42: // *
      return writer !== 'user' && /^\*\* \d+ (?:printk )?messages dropped \*\*/.test(text);
    case 77: // M
      return (tag === 'systemd-journald' || tag === 'systemd-journal') && /^Missed \d+ kernel messages\b/.test(text);
    case 105: // i
      return (
        (tag === 'rsyslogd' || tag === 'rsyslogd-2177') &&
        /^imjournal: \d+ messages lost due to rate-limiting/.test(text)
      );
    default:
      return false;
  }
}

/** The record of which some lines were dropped: what it lacks nobody knows. */
export function withoutDropped(body: RecordBody): RecordBody {
  return { ...body, complete: false, problems: [...body.problems, 'messages-dropped'] };
}
