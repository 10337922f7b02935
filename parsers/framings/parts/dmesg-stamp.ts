import type { Stamp } from '../../model/stamp.ts';
import { ctimeStamps } from '../../time/ctime.ts';
import { fourDigits, isDigit } from '../../time/digits.ts';
import { isoStamps } from '../../time/iso.ts';
import { timeOfDay } from '../../time/time-of-day.ts';
import { callerAt, deltaEnd, printkPrefix } from './printk-prefix.ts';

const OPEN = 91;
const CLOSE = 93;
const SPACE = 32;
const LESS = 60;

/** How a line of dmesg shows its time. */
type DmesgStampKind = 'monotonic' | 'ctime' | 'iso' | 'delta' | 'none';

/**
 * The time that dmesg(1) puts before a text, in all its forms: `[   12.345678] `, `[Fri Nov 20 09:30:30 2026] `,
 * `2026-11-20T09:30:30,123456+00:00 `, each of the first two also with a delta (`-d`), `[<    0.000010>] `, or none;
 * then the caller. Since util-linux 2.41 several forms may stand behind each other.
 */
export interface DmesgStamp {
  /** Reads all stamps at `at`; returns the kind of the first. `end` is where the text begins. */
  read(text: string, at: number): DmesgStampKind;
  readonly stamp: Stamp | null;
  readonly monotonicUs: number | null;
  readonly caller: string | null;
  readonly end: number;
}

export function dmesgStamp(): DmesgStamp {
  const printk = printkPrefix();
  const ctime = ctimeStamps();
  const iso = isoStamps(',');
  const time = timeOfDay();
  const found = {
    stamp: null as Stamp | null,
    monotonicUs: null as number | null,
    caller: null as string | null,
    end: 0,
    read,
  };
  return found;

  function read(text: string, at: number): DmesgStampKind {
    found.stamp = null;
    found.monotonicUs = null;
    found.caller = null;
    found.end = at;
    const kind = readOne(text, at);
    for (let more = kind; more !== 'none' && found.caller === null; ) more = readOne(text, found.end);
    return kind;
  }

  function readOne(text: string, at: number): DmesgStampKind {
    const code = text.charCodeAt(at);
    if (isDigit(code)) return readIso(text, at) ? 'iso' : 'none';
    if (code !== OPEN) return 'none';
    if (printk.read(text, at)) {
      found.monotonicUs = printk.monotonicUs;
      found.caller = printk.caller;
      found.end = printk.end;
      return 'monotonic';
    }
    if (text.charCodeAt(at + 1) === LESS) return closeAt(text, deltaEnd(text, at + 1)) ? 'delta' : 'none';
    return readCtime(text, at + 1) ? 'ctime' : 'none';
  }

  /** dmesg always writes a comma, six decimals and a zone: a text that begins with a date does not look so. */
  function readIso(text: string, at: number): boolean {
    const stamp = iso.read(text, at);
    if (stamp === null || stamp.precisionUs > 1 || stamp.offsetMinutes === null) return false;
    found.stamp = stamp;
    return textFollows(text, iso.end);
  }

  function readCtime(text: string, at: number): boolean {
    const stamp = ctime.read(text, at);
    if (stamp === null) return readForeignCtime(text, at);
    found.stamp = stamp;
    const hasDelta = text.charCodeAt(ctime.end) === SPACE;
    return closeAt(text, hasDelta ? deltaEnd(text, ctime.end + 1) : ctime.end);
  }

  /** A date in a language that is not known: the line is framed and its time stays unknown. */
  function readForeignCtime(text: string, at: number): boolean {
    const close = text.indexOf(']', at);
    if (close < at + 18 || close > at + 64) return false;
    if (fourDigits(text, close - 4) < 0 || !time.read(text, close - 13) || time.end !== close - 5) return false;
    return closeAt(text, close);
  }

  function closeAt(text: string, at: number): boolean {
    return at > 0 && text.charCodeAt(at) === CLOSE && textFollows(text, at + 1);
  }

  function textFollows(text: string, at: number): boolean {
    if (text.charCodeAt(at) !== SPACE && at < text.length) return false;
    const caller = callerAt(text, at + 1);
    if (caller) found.caller = caller.name;
    found.end = caller ? caller.end : Math.min(at + 1, text.length);
    return true;
  }
}
