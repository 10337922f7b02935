import { isoStamps } from '../time/iso.ts';
import type { Framing } from './framing.ts';
import { priorityReader } from './parts/priority.ts';
import { shareClaimed } from './parts/sniff.ts';
import { type SyslogHeader, syslogLineReader } from './parts/syslog-line.ts';

/**
 * RFC 5424: `<4>1 STAMP host app procid msgid structured-data message`, `-` for what is unknown (rsyslog's
 * SyslogProtocol23Format).
 *
 * Writer: the priority is what the sender claims, so facility 0 proves nothing (`unproved`); any other facility, another app
 * or a procid proves a user.
 */
export const rfc5424: Framing = {
  name: 'rfc5424',
  samples: [
    '<4>1 2026-11-20T09:30:30.123456+00:00 web01 kernel - - - [12345.678901] Mem-Info:',
    '<30>1 2026-11-20T09:30:30.123456+00:00 web01 systemd 1 - [meta seq="7" text="a \\] b"] \u00ef\u00bb\u00bfStarted nginx.',
    '<4>1 - web01 kernel - - - Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /<\d{1,3}>1 /,
  sniff: (lines) => shareClaimed(lines, rfc5424.reader()),
  reader: () => syslogLineReader(header()),
};

const byteOrderMark = '\u00ef\u00bb\u00bf';

function header(): SyslogHeader {
  const priority = priorityReader();
  const stamps = isoStamps('.');

  return (text, head) => {
    if (!priority.read(text, 0) || !text.startsWith('1 ', priority.end)) return -1;
    const stampAt = priority.end + 2;
    const stamp = stamps.read(text, stampAt);
    const stampEnd = stamp ? stamps.end : text.charAt(stampAt) === '-' ? stampAt + 1 : -1;
    const hostEnd = wordEnd(text, stampEnd);
    const appEnd = wordEnd(text, hostEnd);
    const procidEnd = wordEnd(text, appEnd);
    const msgidEnd = wordEnd(text, procidEnd);
    const dataEnd = structuredDataEnd(text, msgidEnd);
    if (dataEnd < 0) return -1;
    head.stamp = stamp;
    head.facility = priority.facility;
    head.severity = priority.severity;
    head.host = unlessNil(text.slice(stampEnd + 1, hostEnd));

    head.tag = unlessNil(text.slice(hostEnd + 1, appEnd));
    const procid = unlessNil(text.slice(appEnd + 1, procidEnd));
    head.pid = procid !== null && /^\d{1,10}$/.test(procid) ? Number(procid) : null;
    const message = dataEnd + (text.charAt(dataEnd) === ' ' ? 1 : 0);
    return text.startsWith(byteOrderMark, message) ? message + byteOrderMark.length : message;
  };
}

/** RFC 5424 calls `-` the nil value. */
function unlessNil(word: string): string | null {
  return word === '-' ? null : word;
}

/** End of the word behind the space at `at`; -1 where there is none, or `at` is -1 itself. */
function wordEnd(text: string, at: number): number {
  if (at < 0 || text.charAt(at) !== ' ') return -1;
  const end = text.indexOf(' ', at + 1);
  return end > at + 1 ? end : -1;
}

/** End of `-` or of `[id name="value"]...` behind the space at `at`. Quotes, brackets and backslashes in values are escaped. */
function structuredDataEnd(text: string, at: number): number {
  if (at < 0 || text.charAt(at) !== ' ') return -1;
  let to = at + 1;
  if (text.charAt(to) === '-') return to + 1;
  while (text.charAt(to) === '[') {
    let quoted = false;
    for (to += 1; to < text.length; to += 1) {
      const char = text.charAt(to);
      if (quoted && char === '\\') to += 1;
      else if (char === '"') quoted = !quoted;
      else if (char === ']' && !quoted) break;
    }
    if (to >= text.length) return -1;
    to += 1;
  }
  return to > at + 1 ? to : -1;
}
