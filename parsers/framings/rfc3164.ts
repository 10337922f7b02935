import { rfc3164Stamps } from '../time/rfc3164.ts';
import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { shareClaimed } from './parts/sniff.ts';
import { syslogHeader } from './parts/syslog-header.ts';
import { syslogLineReader } from './parts/syslog-line.ts';

/** RFC 3164 syslog: kern.log, syslog and messages in the traditional format; also `journalctl -o short` and `short-precise`. */
export const rfc3164: Framing = {
  name: 'rfc3164',
  samples: [
    'Nov  5 09:30:30 web01 kernel: [12345.678901] python3 invoked oom-killer: gfp_mask=0x140cca, order=0, oom_score_adj=0',
    'Nov 20 09:30:30 web01 kernel: Mem-Info:',
    'Nov 20 09:30:30 kernel: Mem-Info:',
    'Nov 20 09:30:30  kernel: Mem-Info:',
    'Nov 5 09:30:30 kernel: Mem-Info:',
    'avril 16 09:30:30 web01 kernel: Mem-Info:',
    'Nov 20 09:30:30.123 web01 systemd[1]: Started Session 3 of user root.',
    '<4>Nov 20 09:30:30 web01 kernel: Mem-Info:',
    'Nov 20 09:30:30 web01 last message repeated 3 times',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, rfc3164.reader()),
  reader: () => syslogLineReader(syslogHeader(rfc3164Stamps(), { strict: false })),
};
