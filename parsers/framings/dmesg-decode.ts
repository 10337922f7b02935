import type { Framing } from './framing.ts';
import { dmesgStamp } from './parts/dmesg-stamp.ts';
import { facilityOf, severityOf } from './parts/facility-names.ts';
import { printkLineReader, writerOfFacility } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';

/**
 * `dmesg -x`: `facility:level : ` (each padded to six) before any of dmesg's stamps or none.
 *
 * Writer: the kernel keeps the facility; users who write to /dev/kmsg get another than `kern`.
 */
export const dmesgDecode: Framing = {
  name: 'dmesg-decode',
  samples: [
    'kern  :warn  : [  608.218483] Mem-Info:',
    'kern  :warn  : 2026-11-20T09:30:30,123456+00:00 Mem-Info:',
    'kern  :info  : [Fri Nov 20 09:30:30 2026] Mem-Info:',
    'kern  :err   : Mem-Info:',
    'daemon:info  : [   12.345678] systemd[1]: Mounted /boot.',
    'authpriv:info  : [   12.345678] sshd[99]: Server listening on 0.0.0.0 port 22.',
  ],
  lookBehindLines: 0,
  showsWriter: true,
  needles: [],
  mark: /:[^\n]{6}: /,
  sniff: (lines) => shareClaimed(lines, dmesgDecode.reader()),
  reader() {
    const time = dmesgStamp();
    return printkLineReader((text, head) => {
      const colon = text.indexOf(':');
      if (colon < 6 || colon > 8 || text.slice(colon + 7, colon + 9) !== ': ') return -1;
      const facility = facilityOf(text.slice(0, colon).trimEnd());
      const severity = severityOf(text.slice(colon + 1, colon + 7).trimEnd());
      if (facility < 0 || severity < 0) return -1;
      time.read(text, colon + 9);
      head.writer = writerOfFacility(facility);
      head.severity = severity;
      head.stamp = time.stamp;
      head.monotonicUs = time.monotonicUs;
      head.caller = time.caller;
      return time.end;
    });
  },
};
