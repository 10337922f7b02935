/** Numbers read by character code: these run once per field of files that may be gigabytes long. */

const zero = 0x30;
const nine = 0x39;

/** An unsigned integer that is the whole of `text[from, to)`; -1 for anything else and for what a double cannot hold exactly. */
export function parseUint(text: string, from: number, to: number): number {
  if (to <= from || to - from > 16) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return -1;
    value = value * 10 + (code - zero);
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}

/** As many digits as a double holds exactly, whatever they are. */
export const mostExactDigits = 15;
const powersOfTen = Array.from({ length: mostExactDigits + 1 }, (_, power) => 10 ** power);

/**
 * `123` or `12.5`, the whole of `text[from, to)`: up to fifteen digits and a point between them; -1 for anything else. The
 * quotient of two exact numbers is the double that is nearest to what is written, as `Number` would give it.
 */
export function parsePlain(text: string, from: number, to: number): number {
  const length = to - from;
  if (length <= 0 || length > mostExactDigits + 1) return -1;
  let value = 0;
  let point = -1;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) value = value * 10 + (code - zero);
    else if (code === 0x2e && point === -1 && at > from && at < to - 1) point = at;
    else return -1;
  }
  if (point === -1) return length > mostExactDigits ? -1 : value;
  return value / (powersOfTen[to - point - 1] as number);
}

/** Digits behind the point of what {@link parsePlain} has read. */
export function decimalsOfPlain(text: string, from: number, to: number): number {
  for (let at = to - 1; at > from; at -= 1) if (text.charCodeAt(at) === 0x2e) return to - 1 - at;
  return 0;
}

/** How a file writes the decimal mark. `unknown` until a number shows it. */
export type DecimalMark = 'point' | 'comma' | 'unknown';

/**
 * A decimal number written with the given mark, without grouping: `12.5`, `-3`, `1e+09`, with mark `comma` `12,5`. NaN for
 * anything else, infinities included.
 */
export function parseDecimal(text: string, mark: DecimalMark = 'point'): number {
  const length = text.length;
  if (length === 0 || length > 32) return Number.NaN;
  let commas = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) continue;
    if (code === 0x2e && mark !== 'comma') continue;
    if (code === 0x2c && mark !== 'point') {
      commas += 1;
      continue;
    }
    if ((code === 0x2b || code === 0x2d) && (at === 0 || isExponent(text.charCodeAt(at - 1)))) continue;
    if (isExponent(code) && at > 0 && at < length - 1) continue;
    return Number.NaN;
  }
  if (commas > 1) return Number.NaN;
  const value = Number(commas === 1 ? text.replace(',', '.') : text);
  return Number.isFinite(value) ? value : Number.NaN;
}

const isExponent = (code: number): boolean => code === 0x65 || code === 0x45;

/** The mark that this number shows, `unknown` where it has none. Grouped numbers (`1.234,5`) show the last mark. */
export function decimalMarkOf(text: string): DecimalMark {
  const point = text.lastIndexOf('.');
  const comma = text.lastIndexOf(',');
  if (point === -1 && comma === -1) return 'unknown';
  return point > comma ? 'point' : 'comma';
}

/**
 * Fields between runs of blanks, by position: `[start, end, start, end, ...]` in `spans`. Returns how many there are. `most`: the
 * last of so many goes on to the end of the line, trailing blanks left out.
 */
export function splitBlanks(text: string, spans: number[], most = Number.POSITIVE_INFINITY): number {
  let count = 0;
  let at = 0;
  let length = text.length;
  while (length > 0 && isBlankCode(text.charCodeAt(length - 1))) length -= 1;
  while (at < length) {
    let code = text.charCodeAt(at);
    while (at < length && (code === 0x20 || code === 0x09)) {
      at += 1;
      code = text.charCodeAt(at);
    }
    if (at >= length) break;
    const start = at;
    if (count === most - 1) at = length;
    while (at < length && code !== 0x20 && code !== 0x09) {
      at += 1;
      code = text.charCodeAt(at);
    }
    spans[count * 2] = start;
    spans[count * 2 + 1] = at;
    count += 1;
  }
  return count;
}

const isBlankCode = (code: number): boolean => code === 0x20 || code === 0x09;

/** The words of a line. */
export function words(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/[ \t]+/);
}
