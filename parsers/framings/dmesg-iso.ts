import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { dmesgStamp } from './parts/dmesg-stamp.ts';
import { printkLineReader } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';

/** `dmesg --time-format iso`: `2026-11-20T09:30:30,123456+00:00 text`. The comma tells it from syslog. */
export const dmesgIso: Framing = {
  name: 'dmesg-iso',
  samples: [
    '2026-11-20T09:30:30,123456+00:00 Mem-Info:',
    '2026-11-20T09:30:30,123456+01:00 [  T123] usb 1-1: new high-speed USB device number 2 using xhci_hcd',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, dmesgIso.reader()),
  reader() {
    const time = dmesgStamp();
    return printkLineReader((text, head) => {
      if (time.read(text, 0) !== 'iso') return -1;
      head.stamp = time.stamp;
      head.monotonicUs = time.monotonicUs;
      head.caller = time.caller;
      return time.end;
    });
  },
};
