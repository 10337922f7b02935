import { US_PER_SECOND } from '../../time/civil.ts';
import { isDigit } from '../../time/digits.ts';

const SPACE = 32;
const OPEN = 91;
const CLOSE = 93;
const DOT = 46;
const LESS = 60;
const GREATER = 62;
const T = 84;
const C = 67;

/**
 * The prefix that printk itself puts before a line: `[   12.345678] `, with CONFIG_PRINTK_CALLER `[   12.345678][  T123] `
 * (syslog(2), consoles) or `[   12.345678] [  T123] ` (dmesg), and with the delta of `dmesg -d`
 * `[    5.123456 <    0.000010>] `. A stamp has six decimals and a caller a `T` or `C`: the rows of a task table
 * (`[  13207]     0 13207`) and its header (`[  pid  ]`) have neither.
 */
export interface PrintkPrefix {
  /** True if a stamp stands at `at`. `end` is then the begin of the text: one space behind the prefix is part of it. */
  read(text: string, at: number): boolean;
  readonly monotonicUs: number;
  readonly caller: string | null;
  readonly end: number;
}

export function printkPrefix(): PrintkPrefix {
  const found = { monotonicUs: 0, caller: null as string | null, end: 0, read };
  return found;

  function read(text: string, at: number): boolean {
    if (text.charCodeAt(at) !== OPEN) return false;
    let to = at + 1;
    let code = text.charCodeAt(to);
    while (code === SPACE) code = text.charCodeAt(++to);
    const digitsFrom = to;
    let seconds = 0;
    while (isDigit(code)) {
      seconds = seconds * 10 + code - 48;
      code = text.charCodeAt(++to);
    }
    if (to === digitsFrom || to - digitsFrom > 10 || code !== DOT) return false;
    let micros = 0;
    for (let place = 0; place < 6; place += 1) {
      code = text.charCodeAt(++to);
      if (!isDigit(code)) return false;
      micros = micros * 10 + code - 48;
    }
    to += 1;
    if (text.charCodeAt(to) === SPACE && text.charCodeAt(to + 1) === LESS) {
      to = deltaEnd(text, to + 1);
      if (to < 0) return false;
    }
    if (text.charCodeAt(to) !== CLOSE) return false;
    found.monotonicUs = seconds * US_PER_SECOND + micros;
    found.caller = null;
    found.end = textBegin(text, to + 1);
    return true;
  }

  function textBegin(text: string, at: number): number {
    if (text.charCodeAt(at) === OPEN) return readCaller(text, at, at);
    if (text.charCodeAt(at) !== SPACE) return at;
    return text.charCodeAt(at + 1) === OPEN ? readCaller(text, at + 1, at + 1) : at + 1;
  }

  function readCaller(text: string, at: number, otherwise: number): number {
    const caller = callerAt(text, at);
    if (caller === null) return otherwise;
    found.caller = caller.name;
    return caller.end;
  }
}

/** `[  T123] ` or `[    C0] ` at `at`; `end` is one space behind it. */
export function callerAt(text: string, at: number): { readonly name: string; readonly end: number } | null {
  if (text.charCodeAt(at) !== OPEN) return null;
  let from = at + 1;
  while (text.charCodeAt(from) === SPACE) from += 1;
  const letter = text.charCodeAt(from);
  if (letter !== T && letter !== C) return null;
  let to = from + 1;
  while (isDigit(text.charCodeAt(to))) to += 1;
  if (to === from + 1 || text.charCodeAt(to) !== CLOSE) return null;
  const behind = text.charCodeAt(to + 1);
  if (behind === SPACE) return { name: text.slice(from, to), end: to + 2 };
  return Number.isNaN(behind) ? { name: text.slice(from, to), end: to + 1 } : null;
}

/** Index behind the `>` of a delta `<    0.000010>` or `<            >` that begins at `at`, or -1. An address of digits has no point. */
export function deltaEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== LESS) return -1;
  let hasPoint = false;
  let hasDigit = false;
  for (let to = at + 1; to < at + 24; to += 1) {
    const code = text.charCodeAt(to);
    if (code === GREATER) return hasPoint || !hasDigit ? to + 1 : -1;
    hasPoint ||= code === DOT;
    hasDigit ||= isDigit(code);
    if (code !== SPACE && code !== DOT && code !== 45 && !isDigit(code)) return -1;
  }
  return -1;
}
