import { isDigit, isKilobyteUnit, skipSpaces } from './numbers.ts';

const COLON = 58;
const QUESTION = 63;
const MINUS = 45;
const SPACE = 32;

/** What a run of amounts says besides its numbers. */
export interface AmountsRead {
  /** `all_unreclaimable? yes`; null where the line does not say. */
  readonly allUnreclaimable: boolean | null;
  /** How many amounts were read. */
  readonly count: number;
  /** True if the text holds nothing but amounts, and none is cut off. */
  readonly clean: boolean;
}

/** 1 for what a key is made of: letters, digits, `_`, and of `mapped-file` (2.6.18) and `isolated(anon)` the rest. */
const inKey = Uint8Array.from({ length: 128 }, (_, code) => (/[\w()-]/.test(String.fromCharCode(code)) ? 1 : 0));

/**
 * Reads the kernel's `key:value` runs into `into`: `free:936kB reserved_highatomic:0KB shmem_thp: 0kB pages_scanned:12`.
 *
 * Order, set of keys and case of the unit differ between kernels, so every key is kept as printed. `kB` and `KB` become
 * bytes, a value without unit stays as it is. In a line of kilobytes a last value without its unit was cut off, and is
 * left out: its digits may be cut too; `inKilobytes` says that the line is one before its first value does. A counter below zero (printed negative or near 2^64) says nothing and is left out.
 */
export function readAmounts(
  text: string,
  start: number,
  into: Record<string, number>,
  inKilobytes = false,
): AmountsRead {
  let at = skipSpaces(text, start);
  let allUnreclaimable: boolean | null = null;
  let count = 0;
  let kilobyteValues = inKilobytes ? 1 : 0;
  let clean = true;
  while (at < text.length) {
    const keyStart = at;
    let mark = text.charCodeAt(at);
    while (inKey[mark] === 1) mark = text.charCodeAt(++at);
    if (at === keyStart || (mark !== COLON && mark !== QUESTION)) {
      clean = false;
      at = nextWord(text, at);
      continue;
    }
    const keyEnd = at;
    const valueStart = skipSpaces(text, at + 1);
    if (mark === QUESTION) {
      if (text.startsWith('yes', valueStart)) allUnreclaimable = true;
      else if (text.startsWith('no', valueStart)) allUnreclaimable = false;
      else clean = false;
      at = nextWord(text, valueStart);
      continue;
    }
    const digitsStart = text.charCodeAt(valueStart) === MINUS ? valueStart + 1 : valueStart;
    let value = 0;
    let valueEnd = digitsStart;
    for (let code = text.charCodeAt(valueEnd); isDigit(code); code = text.charCodeAt(++valueEnd))
      value = value * 10 + (code - 48);
    const kilo = isKilobyteUnit(text, valueEnd);
    const end = kilo ? valueEnd + 2 : valueEnd;
    const ended = end >= text.length || text.charCodeAt(end) === SPACE;
    const cutOff = !kilo && kilobyteValues > 0 && end >= text.length;
    if (valueEnd === digitsStart || !ended || cutOff) clean = false;
    else {
      if (kilo) value *= 1024;
      if (digitsStart === valueStart && value <= Number.MAX_SAFE_INTEGER) into[keyAt(text, keyStart, keyEnd)] = value;
      count++;
      if (kilo) kilobyteValues++;
    }
    at = ended ? skipSpaces(text, end) : nextWord(text, end);
  }
  return { allUnreclaimable, count, clean };
}

/**
 * Keys as they were cut out before, by length and outer characters: a kernel has a few dozen, and to make one into a
 * property's name costs V8 more than to read its number.
 */
const keysSeen: string[] = Array.from({ length: 256 }, () => '');

function keyAt(text: string, start: number, end: number): string {
  const length = end - start;
  const slot = (length * 37 + text.charCodeAt(start) * 7 + text.charCodeAt(end - 1)) & 255;
  const seen = keysSeen[slot] as string;
  if (seen.length === length && text.startsWith(seen, start)) return seen;
  const key = text.slice(start, end);
  if (length <= longestKeyKept) keysSeen[slot] = key;
  return key;
}

const longestKeyKept = 32;

function nextWord(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space < 0 ? text.length : skipSpaces(text, space);
}
