import { US_PER_SECOND } from './civil.ts';
import { isDigit, twoDigits } from './digits.ts';

/** `09:30:30`, `09:30:30.123456` or `09:30:30,123`; what `read` found stands in `us`, `precisionUs` and `end`. */
export interface TimeOfDay {
  /** True if a time begins at `at`. A second of 60 is taken: leap seconds are written so. */
  read(text: string, at: number): boolean;
  /** Microseconds since midnight. */
  readonly us: number;
  /** Size of the last digit written, never below 1. */
  readonly precisionUs: number;
  readonly end: number;
}

/** Stands in every text that holds such a time. */
export const clock = /\d\d:\d\d:\d\d/;

const COLON = 58;
const DOT = 46;
const COMMA = 44;

export function timeOfDay(): TimeOfDay {
  const found = { us: 0, precisionUs: US_PER_SECOND, end: 0, read };
  return found;

  function read(text: string, at: number): boolean {
    if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return false;
    const hour = twoDigits(text, at);
    const minute = twoDigits(text, at + 3);
    const second = twoDigits(text, at + 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
    found.us = ((hour * 60 + minute) * 60 + second) * US_PER_SECOND;
    found.precisionUs = US_PER_SECOND;
    found.end = at + 8;
    const point = text.charCodeAt(at + 8);
    if ((point === DOT || point === COMMA) && isDigit(text.charCodeAt(at + 9))) readFraction(text, at + 9);
    return true;
  }

  /** Digits below a microsecond (docker and CRI write nanoseconds) are read over. */
  function readFraction(text: string, from: number): void {
    let at = from;
    let unitUs = US_PER_SECOND;
    for (let code = text.charCodeAt(at); isDigit(code); code = text.charCodeAt(++at)) {
      if (unitUs === 1) continue;
      unitUs /= 10;
      found.us += (code - 48) * unitUs;
    }
    found.precisionUs = unitUs;
    found.end = at;
  }
}
