import type { StampReader } from '../../time/stamp-reader.ts';
import { priorityReader } from './priority.ts';
import type { SyslogHead, SyslogHeader } from './syslog-line.ts';
import { type SyslogTag, syslogTag } from './syslog-tag.ts';

const SPACE = 32;

/** What syslog daemons say themselves, without a tag and sometimes without a host. */
const notice = /^(last message repeated |message repeated |-- MARK --)/;
/** Untagged messages that a strict header takes: notices, and kernel lines that netconsole sent. */
const untagged = /^(\[ *\d+\.\d{6}\]|last message repeated |message repeated |-- MARK --)/;

/**
 * `[<pri>]STAMP host tag[pid]: `. With `strict` a line needs a tag or one of the untagged messages that daemons write: for
 * stamps with which other programs begin their lines, too.
 */
export function syslogHeader(stamps: StampReader, { strict }: { readonly strict: boolean }): SyslogHeader {
  const priority = priorityReader();
  const sender = syslogTag();
  /** The header read last, of which the head still tells: the lines of a report begin alike, as long as its second lasts. */
  let known = '';
  let headOfKnown: SyslogHead | null = null;

  return (text, head) => {
    if (head === headOfKnown && text.startsWith(known)) return known.length;
    headOfKnown = null;
    const begin = read(text, head);
    if (begin > 0 && head.tag !== null && text.charCodeAt(begin - 1) === SPACE) {
      known = text.slice(0, begin);
      headOfKnown = head;
    }
    return begin;
  };

  function read(text: string, head: SyslogHead): number {
    priority.read(text, 0);
    const stamp = stamps.read(text, priority.end);
    if (stamp === null || text.charCodeAt(stamps.end) !== SPACE) return -1;
    const begin = stamps.end + 1;
    if (!sender.read(text, begin)) return -1;
    if (strict && sender.tag === null && !untagged.test(text.slice(sender.end, sender.end + 32))) return -1;
    head.stamp = stamp;
    head.facility = priority.facility;
    head.severity = priority.severity;
    takeSender(sender, head);
    if (sender.tag !== null || !notice.test(text.slice(begin, begin + 32))) return sender.end;
    head.host = null;
    return begin;
  }
}

export function takeSender(sender: SyslogTag, head: SyslogHead): void {
  head.host = sender.host;
  head.tag = sender.tag;
  head.pid = sender.pid;
}
