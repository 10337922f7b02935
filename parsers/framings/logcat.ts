import type { Stamp } from '../model/stamp.ts';
import { dayStartUs, YEARLESS } from '../time/civil.ts';
import { twoDigits } from '../time/digits.ts';
import { isoStamps } from '../time/iso.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import type { FrameReader, Framing } from './framing.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** `  710   710 I lmkd    : `, with the uid before it (`-v uid`); the tag may be empty. */
const threaded = /^ +(?:[\w-]+ +)?(\d+) +(\d+) ([VDIWEFA]) (.*?) *:(?: |$)/;
/** `I/lmkd  (  710): ` (`-v time`, the format of old releases). */
const slashed = /^ ([VDIWEFA])\/(.*?) *\( *(\d+)\): /;
/** ` I lowmemorykiller: `: as people shorten it, the ids taken out. */
const bare = /^ ([VDIWEFA]) ([\w.-]+) *: /;
const separator = /^--------- (?:beginning of|switch to) [\w/-]+$/;
const longestPrefix = 160;

const severityOf: Readonly<Record<string, number>> = { F: 2, A: 2, E: 3, W: 4, I: 6, D: 7, V: 7 };

/**
 * Android's logcat (system/logging/liblog/logprint.cpp), in the formats `threadtime` and `time`, also with year, zone and uid:
 * ```
 * 10-24 14:24:26.342   710   710 I lmkd    : Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss
 * 10-24 14:24:26.342 I/lowmemorykiller(  710): Killing 'com.example.app' (9012), adj 900
 * 10-24 14:24:26.342     0     0 I lowmemorykiller: Killing 'd.example.app' (2613), adj 1000,
 * ```
 *
 * Writer: logd reads the kernel's log as pid 0 and takes a message's first word with a colon for the tag: it is put back.
 * Who wrote to /dev/kmsg looks the same, so such a line is `unproved`; any other pid is `user`.
 */
export const logcat: Framing = {
  name: 'logcat',
  samples: [
    "11-20 09:30:30.342   710   710 I lmkd    : Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss",
    '11-20 09:30:30.342     0     0 W         : Mem-Info:',
    '11-20 09:30:30.342  root     0     0 I lowmemorykiller: Mem-Info:',
    '2026-11-20 09:30:30.342 +0100   710   710 I lmkd    : started',
    '11-20 09:30:30.342 I/lowmemorykiller(  710): started',
    '11-20 09:30:30.342 I lowmemorykiller: started',
    '--------- beginning of kernel',
  ],
  lookBehindLines: 0,
  showsWriter: true,
  needles: [],
  mark: /\d\d:\d\d:\d\d|-{9} /,
  sniff: (lines) => shareClaimed(lines, logcat.reader()),
  reader,
};

function reader(): FrameReader {
  const time = timeOfDay();
  const iso = isoStamps();
  const head = unknownHead();

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      if (text.startsWith('---------')) return separator.test(text);
      const at = readStamp(text);
      if (at < 0) return false;
      const prefix = text.slice(at, at + longestPrefix);
      const match = threaded.exec(prefix);
      const old = match ? null : (slashed.exec(prefix) ?? bare.exec(prefix));
      const found = match ?? old;
      if (!found) return false;
      const [severity, tag, pid] = match ? [match[3], match[4], match[1]] : [found[1], found[2], found[3]];
      const message = decodeUtf8(text.slice(at + found[0].length));
      const isKernel = pid !== undefined && Number(pid) === 0;
      head.writer = isKernel ? 'unproved' : 'user';
      head.severity = severityOf[severity ?? ''] ?? null;
      head.tag = isKernel ? null : (tag ?? null);
      head.pid = isKernel || pid === undefined ? null : Number(pid);
      emitMessage(spanOf(line), isKernel && tag ? `${decodeUtf8(tag)}: ${message}` : message, head, emit);
      return true;
    },
    jump() {},
    end() {},
  };

  /** Fills the stamp; returns where it ends, or -1. */
  function readStamp(text: string): number {
    const dated = iso.read(text, 0);
    if (dated !== null) {
      const zone = dated.offsetMinutes === null ? /^ ([+-]\d{4})(?= )/.exec(text.slice(iso.end, iso.end + 8)) : null;
      head.stamp = zone?.[1] ? { ...dated, offsetMinutes: offsetOf(zone[1]) } : dated;
      return iso.end + (zone?.[0].length ?? 0);
    }
    head.stamp = yearless(text);
    return head.stamp === null ? -1 : time.end;
  }

  function yearless(text: string): Stamp | null {
    if (text.charAt(2) !== '-' || text.charAt(5) !== ' ') return null;
    const month = twoDigits(text, 0);
    const day = twoDigits(text, 3);
    if (month < 0 || day < 0 || !time.read(text, 6)) return null;
    const dayUs = dayStartUs(YEARLESS, month, day);
    if (Number.isNaN(dayUs)) return null;
    return { civilUs: dayUs + time.us, offsetMinutes: null, hasYear: false, precisionUs: time.precisionUs };
  }
}

function offsetOf(zone: string): number {
  return (zone.startsWith('-') ? -1 : 1) * (twoDigits(zone, 1) * 60 + twoDigits(zone, 3));
}
