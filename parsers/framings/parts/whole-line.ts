import { dmesg } from '../dmesg.ts';
import type { FrameReader } from '../framing.ts';
import { rfc3164 } from '../rfc3164.ts';
import { rfc3339 } from '../rfc3339.ts';
import { rfc5424 } from '../rfc5424.ts';
import { syslogLineReader } from './syslog-line.ts';

/** `web01 kernel: text`: a syslog line of which a log store keeps the date in a field of its own. */
const dateless = /^(?:([\w.-]{1,255}) )?kernel: /;

/** What the message of a log store's entry may be by itself, in the order in which it is tried. */
export function wholeLineReaders(): readonly FrameReader[] {
  const withoutDate = syslogLineReader((text, head) => {
    const found = dateless.exec(text);
    if (found === null) return -1;
    head.host = found[1] ?? null;
    head.tag = 'kernel';
    return found[0].length;
  });
  return [...[rfc3164, rfc3339, rfc5424, dmesg].map((framing) => framing.reader()), withoutDate];
}
