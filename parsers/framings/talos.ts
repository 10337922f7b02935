import { isoStamps } from '../time/iso.ts';
import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { facilityOf, severityOf } from './parts/facility-names.ts';
import { printkLineReader, writerOfFacility } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';

/** Facility, padded level, stamp; with several nodes asked, the node's address comes first. */
const prefix = /^(?:([\w.:-]+): +)?(\w+): +(\w+): \[/;
const longestPrefix = 96;

/**
 * `talosctl dmesg` (Talos Linux): `kern: warning: [2026-11-20T09:30:30.123456789Z]: text`, with the node's address before it
 * where several nodes were asked.
 *
 * Writer: the kernel keeps the facility; users who write to /dev/kmsg get another than `kern`.
 */
export const talos: Framing = {
  name: 'talos',
  samples: [
    'kern: warning: [2026-11-20T09:30:30.123456789Z]: Mem-Info:',
    'kern:    info: [2026-11-20T09:30:30.123456789Z]: [ 119588]  1001 119588    55434     3501   176128        5           996 postgres',
    '10.5.0.2: kern:     err: [2026-11-20T09:30:30.123456789Z]: Mem-Info:',
    'user: warning: [2026-11-20T09:30:30.123456789Z]: [talos] service[kubelet](Running): Health check successful',
  ],
  lookBehindLines: 0,
  showsWriter: true,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, talos.reader()),
  reader() {
    const iso = isoStamps('.');
    return printkLineReader((text, head) => {
      const match = prefix.exec(text.slice(0, longestPrefix));
      if (!match) return -1;
      const [{ length }, node, facilityName = '', severityName = ''] = match;
      const facility = facilityOf(facilityName);
      const severity = severityOf(severityName);
      const stamp = iso.read(text, length);
      if (facility < 0 || severity < 0 || stamp === null || !text.startsWith(']: ', iso.end)) return -1;
      head.host = node ?? null;
      head.writer = writerOfFacility(facility);
      head.severity = severity;
      head.stamp = stamp;
      return iso.end + 3;
    });
  },
};
