/**
 * Number scanning without regular expressions or garbage: dense logs bring a million of these lines a second.
 * A number that a double cannot hold exactly is `null`, never rounded.
 */

const SPACE = 32;
const TAB = 9;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Index of the first character at or after `from` that is neither space nor tab. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB) break;
  }
  return at;
}

/** Index of the first character at or after `from` that is no decimal digit. */
export function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** The decimal digits `text[from, to)` as a number; null for an empty run and above 2^53 - 1. */
export function digits(text: string, from: number, to: number): number | null {
  if (to <= from) return null;
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (text.charCodeAt(at) - 48);
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** 1024-byte units (the kernel writes them `kB` and `KB`) to bytes; null where the product is not exact. */
export function kilobytes(count: number | null): number | null {
  if (count === null) return null;
  const bytes = count * 1024;
  return bytes <= Number.MAX_SAFE_INTEGER ? bytes : null;
}

/** True if `kB` or `KB` stands at `at`. */
export function isKilobyteUnit(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return (first === 107 || first === 75) && text.charCodeAt(at + 1) === 66;
}
