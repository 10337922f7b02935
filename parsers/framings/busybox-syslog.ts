import { ctimeStamps } from '../time/ctime.ts';
import { isoStamps } from '../time/iso.ts';
import { rfc3164Stamps } from '../time/rfc3164.ts';
import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { namedPriority } from './parts/named-priority.ts';
import { shareClaimed } from './parts/sniff.ts';
import { type SyslogHead, type SyslogHeader, syslogLineReader } from './parts/syslog-line.ts';
import { syslogTag } from './parts/syslog-tag.ts';

const SPACE = 32;
const OPEN = 91;
const ofKernel = 0;
const ofUser = 1;

/**
 * busybox syslogd (`STAMP host kern.warn kernel: message`) and OpenWrt's logread (`Fri Nov 20 09:30:30 2026 kern.warn kernel: `).
 * With `-S` busybox leaves out host and priority: that is `rfc3164`. Templates of rsyslog and syslog-ng write the same behind an ISO
 * date.
 *
 * Writer: the priority is what the sender claims, so `kern` proves nothing; any other facility proves a user. But with glibc busybox's
 * klogd logs as `user`, for syslog(3) takes the kernel's facility, 0, for none: in a file without `kern` it proves nothing either.
 */
export const busyboxSyslog: Framing = {
  name: 'busybox-syslog',
  samples: [
    'Nov 20 09:30:30 box kern.warn kernel: [  608.218483] Mem-Info:',
    'Nov 20 09:30:30.123 box daemon.info init: starting pid 99',
    'Fri Nov 20 09:30:30 2026 kern.warn kernel: [  608.218483] Mem-Info:',
    '2026-11-20T09:30:30+01:00 box kern.warning kernel: Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, busyboxSyslog.reader()),
  reader: () => syslogLineReader(header()),
};

function header(): SyslogHeader {
  const stamps = [rfc3164Stamps(), ctimeStamps(), isoStamps()];
  const priority = namedPriority();
  const sender = syslogTag();
  let isKernSeen = false;

  return (text, head) => {
    for (const reader of stamps) {
      head.stamp = reader.read(text, 0);
      if (head.stamp !== null)
        return text.charCodeAt(reader.end) === SPACE ? readPriority(text, reader.end + 1, head) : -1;
    }
    return -1;
  };

  function readPriority(text: string, at: number, head: SyslogHead): number {
    head.host = null;
    if (!priority.read(text, at)) {
      const hostEnd = text.indexOf(' ', at);
      if (hostEnd < 0 || !priority.read(text, hostEnd + 1)) return -1;
      head.host = text.slice(at, hostEnd);
    }
    head.facility = priority.facility;
    head.severity = priority.severity;
    const isTagged = sender.readTag(text, priority.end);
    head.tag = isTagged ? sender.tag : null;
    head.pid = isTagged ? sender.pid : null;
    if (head.tag === 'kernel') {
      isKernSeen ||= head.facility === ofKernel;
      const isStamped = text.charCodeAt(sender.end) === OPEN;
      if (head.facility === ofUser && isStamped && !isKernSeen) head.facility = null;
    }
    return isTagged ? sender.end : priority.end;
  }
}
