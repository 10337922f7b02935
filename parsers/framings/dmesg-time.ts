import { clock } from '../time/time-of-day.ts';
import type { Framing } from './framing.ts';
import { dmesgStamp } from './parts/dmesg-stamp.ts';
import { printkLineReader } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';

/**
 * `dmesg -T`: `[Fri Nov 20 09:30:30 2026] text`, in the language and zone of whoever ran it. The time is reckoned from the
 * time since boot, so it is off after a suspend or where the clock was set.
 */
export const dmesgTime: Framing = {
  name: 'dmesg-time',
  samples: [
    '[Fri Nov 20 09:30:30 2026] Mem-Info:',
    '[Di M\u00c3\u00a4r 10 09:30:30 2026] Mem-Info:',
    '[mer. f\u00c3\u00a9vr.  4 09:30:30 2026] Mem-Info:',
    '[Fri Nov 20 09:30:30 2026 <    0.000010>] Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, dmesgTime.reader()),
  reader() {
    const time = dmesgStamp();
    return printkLineReader((text, head) => {
      if (time.read(text, 0) !== 'ctime') return -1;
      head.stamp = time.stamp;
      head.monotonicUs = time.monotonicUs;
      head.caller = time.caller;
      return time.end;
    });
  },
};
