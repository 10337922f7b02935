import { dayStartUs } from './civil.ts';
import { fourDigits, isDigit, twoDigits } from './digits.ts';
import { stampMemo } from './stamp-memo.ts';
import type { StampReader } from './stamp-reader.ts';
import { timeOfDay } from './time-of-day.ts';

const HYPHEN = 45;
const PLUS = 43;
const COLON = 58;
const SPACE = 32;
const T = 84;
const Z = 90;

/**
 * RFC 3339 and the ISO 8601 forms that log programs write: `2026-11-20T09:30:30.123456+02:00` (rsyslog),
 * `2026-11-20T09:30:30,123456+00:00` (dmesg), `2026-11-20T09:30:30+0200` (journalctl up to systemd 250),
 * `2026-11-20T09:30:30.123456789Z` (docker, CRI), `2026-11-20 09:30:30` (no zone: offset null). `point` refuses the other
 * decimal sign.
 */
export function isoStamps(point?: '.' | ','): StampReader {
  const time = timeOfDay();
  const stampOf = stampMemo(true);
  let day = '';
  let dayUs = Number.NaN;

  const reader = {
    end: 0,
    read(text: string, at: number) {
      if (text.charCodeAt(at + 4) !== HYPHEN || text.charCodeAt(at + 7) !== HYPHEN) return null;
      const separator = text.charCodeAt(at + 10);
      if (separator !== T && separator !== SPACE) return null;
      if (day === '' || !text.startsWith(day, at)) {
        const startUs = dayStartUs(fourDigits(text, at), twoDigits(text, at + 5), twoDigits(text, at + 8));
        if (Number.isNaN(startUs) || fourDigits(text, at) < 0) return null;
        day = text.slice(at, at + 10);
        dayUs = startUs;
      }
      if (!time.read(text, at + 11)) return null;
      if (point && time.end > at + 19 && text.charAt(at + 19) !== point) return null;
      reader.end = time.end;
      return stampOf(dayUs + time.us, readOffset(text, time.end), time.precisionUs);
    },
  };
  return reader;

  /** `Z`, `+02:00`, `+0200` or `+02` directly behind the time, in minutes east of UTC. */
  function readOffset(text: string, at: number): number | null {
    const sign = text.charCodeAt(at);
    if (sign === Z) {
      reader.end = at + 1;
      return 0;
    }
    if (sign !== PLUS && sign !== HYPHEN) return null;
    const hours = twoDigits(text, at + 1);
    if (hours < 0 || hours > 23) return null;
    const colon = text.charCodeAt(at + 3) === COLON ? 1 : 0;
    const minutes = isDigit(text.charCodeAt(at + 3 + colon)) ? twoDigits(text, at + 3 + colon) : 0;
    if (minutes < 0 || minutes > 59) return null;
    reader.end = at + (isDigit(text.charCodeAt(at + 3 + colon)) ? 5 + colon : 3);
    return (sign === PLUS ? 1 : -1) * (hours * 60 + minutes);
  }
}
