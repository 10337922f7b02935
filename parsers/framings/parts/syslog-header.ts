import type { Stamp } from '../../model/stamp.ts';
import { zoneOffsetMinutes } from '../../samples/moment/zone-abbreviations.ts';
import type { StampReader } from '../../time/stamp-reader.ts';
import { printkPrefix } from './printk-prefix.ts';
import { priorityReader } from './priority.ts';
import type { SyslogHead, SyslogHeader } from './syslog-line.ts';
import { type SyslogTag, syslogTag } from './syslog-tag.ts';

const SPACE = 32;
const OPEN = 91;

/** What syslog daemons say themselves, without a tag and sometimes without a host. */
const notice = /^(last message repeated |message repeated |-- MARK --)/;
/** Untagged messages that a strict header takes: notices, and kernel lines that netconsole sent. */
const untagged = /^(\[ *\d+\.\d{6}\]|last message repeated |message repeated |-- MARK --)/;

/** `CET` or `+0100` where a host stands otherwise. */
const zone = /^(?:[A-Z]{1,5}|[+-]\d{4})$/;

/**
 * `[<pri>]STAMP host tag[pid]: `. With `strict` a line needs a tag or one of the untagged messages that daemons write: for
 * stamps with which other programs begin their lines, too.
 *
 * Three more things stand behind the stamp: the kernel's own stamp at once (`dmesg -w | ts`, `docker logs -t`), a zone before the
 * host (`2026-11-20 09:30:30.123 CET web01 kernel: `), and in a line that a relay passed on a whole second header.
 */
export function syslogHeader(stamps: StampReader, { strict }: { readonly strict: boolean }): SyslogHeader {
  const priority = priorityReader();
  const sender = syslogTag();
  const printk = printkPrefix();

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
    head.facility = priority.facility;
    head.severity = priority.severity;
    if (text.charCodeAt(begin) === OPEN && printk.read(text, begin)) {
      head.stamp = stamp;
      head.host = head.tag = head.pid = null;
      return begin;
    }
    if (!sender.read(text, begin)) return -1;
    const whole = sender.tag === null ? readOn(text, begin, stamp) : stamp;
    if (whole === null) return -1;
    head.stamp = whole;
    takeSender(sender, head);
    if (sender.tag !== null || !notice.test(text.slice(begin, begin + 32))) return sender.end;
    head.host = null;
    return begin;
  }

  /** Of a line with no tag behind what was taken for its host: its stamp, or null where it is none of a syslog's. */
  function readOn(text: string, begin: number, stamp: Stamp): Stamp | null {
    const { host, end } = sender;
    if (!strict) {
      const relayed = stamps.read(text, end);
      if (relayed === null || text.charCodeAt(stamps.end) !== SPACE) return stamp;
      if (sender.read(text, stamps.end + 1) && sender.tag !== null) return relayed;
      sender.read(text, begin);
      return stamp;
    }
    if (untagged.test(text.slice(end, end + 32))) return stamp;
    if (host === null || !zone.test(host) || !sender.read(text, end) || sender.tag !== 'kernel') return null;
    return { ...stamp, offsetMinutes: stamp.offsetMinutes ?? offsetOf(host) };
  }
}

function offsetOf(written: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(written) ?? [];
  if (sign === undefined) return zoneOffsetMinutes(written);
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

export function takeSender(sender: SyslogTag, head: SyslogHead): void {
  head.host = sender.host;
  head.tag = sender.tag;
  head.pid = sender.pid;
}
