import type { Stamp } from '../model/stamp.ts';
import { zoneOffsetMinutes } from '../samples/moment/zone-abbreviations.ts';
import { dayStartUs, YEARLESS } from '../time/civil.ts';
import { twoDigits } from '../time/digits.ts';
import { isoStamps } from '../time/iso.ts';
import { clock, timeOfDay } from '../time/time-of-day.ts';
import type { FrameReader, Framing } from './framing.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Tables of samples begin their lines with dates, too: this alone makes no file a log. */
const weight = 0.3;

/**
 * A program's own log file, in which each line begins with a date: `2026-11-20 09:30:30.123 ...` (also in brackets),
 * `time="2026-11-20T..." ...` (logrus: dockerd, containerd), `E1120 09:30:30.123456    1234 file.go:12] ...` (klog: kubelet).
 * The text keeps its date. A zone behind it counts: `UTC`, `Z`, `+0200`, `CEST`, with or without a space; one that could be
 * several (`CST`) is no zone.
 *
 * Writer: `user`, for the kernel writes no such date.
 */
export const appLog: Framing = {
  name: 'app-log',
  samples: [
    '2026-11-20 09:30:30.123 UTC [250] ERROR:  out of memory',
    '[2026-11-20T09:30:30,123][ERROR][o.e.b.Elasticsearch] fatal error',
    'time="2026-11-20T09:30:30.123456789Z" level=info msg="shim disconnected"',
    'W1120 09:30:30.123456    1234 oom_watcher.go:76] "Got OOM event"',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => weight * shareClaimed(lines, appLog.reader()),
  reader,
};

function reader(): FrameReader {
  const iso = isoStamps();
  const time = timeOfDay();
  const head = { ...unknownHead(), writer: 'user' as const };

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      const date = iso.read(text, dateBegin(text));
      const stamp = date ? zoned(date, text, iso.end) : klogStamp(text);
      if (stamp === null) return false;
      head.stamp = stamp;
      emitMessage(spanOf(line), decodeUtf8(text), head, emit);
      return true;
    },
    jump() {},
    end() {},
  };

  function klogStamp(text: string): Stamp | null {
    if (!/^[IWEF]\d{4} /.test(text) || !time.read(text, 6)) return null;
    const dayUs = dayStartUs(YEARLESS, twoDigits(text, 1), twoDigits(text, 3));
    if (Number.isNaN(dayUs)) return null;
    return { civilUs: dayUs + time.us, offsetMinutes: null, hasYear: false, precisionUs: time.precisionUs };
  }
}

const OFFSET = /^ ?([+-])(\d\d):?(\d\d)(?!\d)/;
const ABBREVIATION = /^ ?([A-Z]{1,5})(?![\w-])/;

/** The stamp with the offset written behind it. */
function zoned(stamp: Stamp, text: string, at: number): Stamp {
  if (stamp.offsetMinutes !== null) return stamp;
  const behind = text.slice(at, at + 16);
  const [, sign, hours, minutes] = OFFSET.exec(behind) ?? [];
  const offsetMinutes =
    sign === undefined
      ? zoneOffsetMinutes(ABBREVIATION.exec(behind)?.[1] ?? '')
      : (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
  return offsetMinutes === null || Math.abs(offsetMinutes) > MAX_OFFSET ? stamp : { ...stamp, offsetMinutes };
}

/** UTC+14:00, minutes. */
const MAX_OFFSET = 840;

function dateBegin(text: string): number {
  if (text.startsWith('[')) return 1;
  return text.startsWith('time="') ? 6 : 0;
}
