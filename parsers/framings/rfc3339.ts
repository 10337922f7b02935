import { isoStamps } from '../time/iso.ts';
import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { shareClaimed } from './parts/sniff.ts';
import { syslogHeader } from './parts/syslog-header.ts';
import { syslogLineReader } from './parts/syslog-line.ts';

/** rsyslog's own file format and syslog-ng's ISO dates: `STAMP host tag: message`; also `journalctl -o short-iso`. */
export const rfc3339: Framing = {
  name: 'rfc3339',
  samples: [
    '2026-11-20T09:30:30.123456+00:00 web01 kernel: [12345.678901] Mem-Info:',
    '2026-11-20T09:30:30+0200 web01 kernel: Mem-Info:',
    '2026-11-20T09:30:30.123456Z web01 systemd[1]: Started Session 3 of user root.',
    '2026-11-20T09:30:30.123456+00:00 10.0.0.5 [12345.678901] Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, rfc3339.reader()),
  reader: () => syslogLineReader(syslogHeader(isoStamps('.'), { strict: true })),
};
