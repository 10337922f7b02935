import type { Stamp } from '../model/stamp.ts';
import { dayStartUs, YEARLESS } from '../time/civil.ts';
import { monthOf } from '../time/month-names.ts';
import type { Framing } from './framing.ts';
import { printkLineReader } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';

const minuteUs = 60_000_000;
const minute = /^\[([^\s\d[\]]{3,8}) ?(\d{1,2}) (\d\d):(\d\d)\] /;
const delta = /^\[ {0,2}\+\d+\.\d{6}\] /;

/**
 * `dmesg -e` and `dmesg -H`: `[Nov20 09:30] text` once a minute, between them `[  +0.000123] text`. The deltas leave out
 * lines that were filtered, so times are as exact as the minute and no more.
 */
export const dmesgReltime: Framing = {
  name: 'dmesg-reltime',
  samples: ['[Nov20 09:30] Mem-Info:', '[Nov 5 09:30] Mem-Info:', '[  +0.000123] Mem-Info:', '[ +12.345678] Mem-Info:'],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /\d\d:\d\d\] |\+\d+\.\d{6}\]/,
  sniff: (lines) => shareClaimed(lines, dmesgReltime.reader()),
  reader() {
    let stamp: Stamp | null = null;
    return printkLineReader(
      (text, head) => {
        const full = minute.exec(text);
        const end = (full ?? delta.exec(text))?.[0].length ?? -1;
        if (full) stamp = minuteStamp(full);
        head.stamp = stamp;
        return end;
      },
      () => {
        stamp = null;
      },
    );
  },
};

function minuteStamp([, name, day, hours, minutes]: RegExpExecArray): Stamp | null {
  const dayUs = dayStartUs(YEARLESS, monthOf(name ?? ''), Number(day));
  if (Number.isNaN(dayUs)) return null;
  const civilUs = dayUs + (Number(hours) * 60 + Number(minutes)) * minuteUs;
  return { civilUs, offsetMinutes: null, hasYear: false, precisionUs: minuteUs };
}
