import { parseUint } from './numbers.ts';

/** One line of a flat-keyed file: `/proc/vmstat`, `memory.stat`, `memory.events`. */
export interface FlatKey {
  readonly key: string;
  /** -1 where the number is beyond what a double holds exactly (an unlimited sentinel, a wrapped counter). */
  readonly value: number;
}

/** `key 123` at column 0 and nothing else; null for any other line. A kernel log indents the same keys or prefixes them. */
export function parseFlatKey(text: string): FlatKey | null {
  const blank = text.indexOf(' ');
  if (blank < 2 || blank > 48) return null;
  const first = text.charCodeAt(0);
  if (first < 0x61 || first > 0x7a) return null;
  for (let at = 1; at < blank; at += 1) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f)) return null;
  }
  const end = text.charCodeAt(text.length - 1) === 0x20 ? text.length - 1 : text.length;
  if (end - blank > 21 || end <= blank + 1) return null;
  for (let at = blank + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return null;
  }
  return { key: text.slice(0, blank), value: parseUint(text, blank + 1, end) };
}
