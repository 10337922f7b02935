import { US_PER_SECOND } from '../time/civil.ts';
import { fourDigits, isDigit, twoDigits } from '../time/digits.ts';
import { epochStamp } from '../time/epoch.ts';
import { isoStamps } from '../time/iso.ts';
import { rfc3164Stamps } from '../time/rfc3164.ts';
import type { FrameReader, Framing } from './framing.ts';
import { stripAnsi } from './parts/ansi.ts';
import { printkPrefix } from './parts/printk-prefix.ts';
import { shareClaimed } from './parts/sniff.ts';
import { takeSender } from './parts/syslog-header.ts';
import { type SyslogHead, type SyslogHeader, syslogLineReader } from './parts/syslog-line.ts';
import { syslogTag } from './parts/syslog-tag.ts';

/**
 * journalctl's text outputs: `short` and `short-precise` (as RFC 3164), `short-iso` and `short-iso-precise` (as RFC 3339),
 * `short-monotonic`, `short-delta`, `short-unix`, `short-full` and `with-unit`, with the separators between boots.
 *
 * Writer: what a kernel line shows is `kernel:`, and a user who writes `kernel: ...` to /dev/kmsg gets the same: `unproved`.
 */
export const journalShort: Framing = {
  name: 'journal-short',
  samples: [
    '[  608.218483] web01 kernel: Mem-Info:',
    '[  608.218483 <    0.000123 >] web01 kernel: Mem-Info:',
    '[  608.218483] web01 systemd[1]: Started nginx.service.',
    'Fri 2026-11-20 09:30:30 UTC web01 kernel: Mem-Info:',
    'Fri 2026-11-20 09:30:30 CET web01 nginx.service[812]: started',
    '1795167030.123456 web01 kernel: Mem-Info:',
    '-- Boot 277179e7c769445ea7d63824e82cf045 --',
    '-- Journal begins at Tue 2026-08-04 15:05:12 UTC, ends at Tue 2026-08-04 15:06:11 UTC. --',
    '-- Reboot --',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /\d\d:\d\d:\d\d|\d\.\d{6}|(?:^|\n)-- /,
  sniff: (lines) => shareClaimed(lines, journalShort.reader()),
  reader,
};

const separator = /^-- (Boot [0-9a-f]{32}|Reboot|No entries|(Logs|Journal) begins? at .*|Subject: .*) --$/;

function reader(): FrameReader {
  const lines = syslogLineReader(header());
  return {
    holding: false,
    read(line, emit) {
      if (line.text.startsWith('-- ') && separator.test(stripAnsi(line.text).trimEnd())) {
        lines.end(emit);
        return true;
      }
      return lines.read(line, emit);
    },
    jump: () => lines.jump(),
    end: (emit) => lines.end(emit),
  };
}

function header(): SyslogHeader {
  const time = journalTime();
  const sender = syslogTag();
  /** The host of the lines before: in the monotonic forms it tells `web01 systemd[1]: ` from a kernel text. */
  let knownHost: string | null = null;

  return (text, head) => {
    const end = time(text, head);
    if (end < 0 || text.charAt(end) !== ' ' || !sender.read(text, end + 1)) return -1;
    if (sender.host === null || sender.tag === null) return -1;
    const isSure = head.stamp !== null || sender.tag === 'kernel' || sender.host === knownHost;
    if (!isSure && (sender.pid === null || knownHost !== null)) return -1;
    knownHost = sender.host;
    takeSender(sender, head);
    head.tag = programOf(sender.tag);
    head.facility = null;
    return sender.end;
  };
}

/** `with-unit` names the unit in the program's place: the manager's own is `init.scope`. */
function programOf(tag: string): string {
  if (tag === 'init.scope') return 'systemd';
  return tag.endsWith('.service') ? tag.slice(0, -'.service'.length) : tag;
}

/** Fills stamp or monotonic time from the begin of a line; returns where the time ends, or -1. */
function journalTime(): (text: string, head: SyslogHead) => number {
  const short = rfc3164Stamps();
  const iso = isoStamps('.');
  const printk = printkPrefix();

  return (text, head) => {
    head.stamp = null;
    const code = text.charCodeAt(0);
    if (code === 91) {
      if (!printk.read(text, 0) || printk.caller !== null) return -1;
      head.monotonicUs = printk.monotonicUs;
      return printk.end - 1;
    }
    if (isDigit(code)) {
      head.stamp = iso.read(text, 0);
      return head.stamp ? iso.end : unixEnd(text, head);
    }
    head.stamp = short.read(text, 0);
    return head.stamp ? short.end : fullEnd(text, head);
  };

  /** `Fri 2026-11-20 09:30:30 UTC`: only UTC and numeric zones say how far they are from it. */
  function fullEnd(text: string, head: SyslogHead): number {
    if (text.charAt(3) !== ' ' || fourDigits(text, 4) < 0) return -1;
    const stamp = iso.read(text, 4);
    if (stamp === null || text.charAt(iso.end) !== ' ') return -1;
    const zoneEnd = text.indexOf(' ', iso.end + 1);
    if (zoneEnd < 0) return -1;
    head.stamp = { ...stamp, offsetMinutes: zoneOffset(text.slice(iso.end + 1, zoneEnd)) };
    return zoneEnd;
  }
}

/** `1795167030.123456` */
function unixEnd(text: string, head: SyslogHead): number {
  const match = /^(\d{9,11})\.(\d{6}) /.exec(text);
  if (!match) return -1;
  head.stamp = epochStamp(Number(match[1]) * US_PER_SECOND + Number(match[2]));
  return match[0].length - 1;
}

function zoneOffset(zone: string): number | null {
  if (zone === 'UTC' || zone === 'GMT') return 0;
  const hours = twoDigits(zone, 1);
  if (!/^[+-]\d{2}(\d{2})?$/.test(zone)) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + Math.max(0, twoDigits(zone, 3)));
}
