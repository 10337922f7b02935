import { mayBeMarker } from './marker.ts';

/** `parseDateText` takes no text of more words. */
const mostWordsOfDate = 9;
const escapeSign = '\x1b';

/**
 * Whether a row of a process table, divided at `spans`, can be nothing else: it has no escape sequence, and either no marker begins
 * like it or more words follow its first number than a date has. (Words before it may introduce a date: `time 09:35:43`.)
 */
export function isSurelyRow(text: string, spans: readonly number[], count: number): boolean {
  return !text.includes(escapeSign) && (hasTooManyWords(text, spans, count) || !mayBeMarker(text));
}

function hasTooManyWords(text: string, spans: readonly number[], count: number): boolean {
  const first = text.charCodeAt(spans[0] as number);
  if (!(isDigit(first) || isLetter(first))) return false;
  // A prompt names its user in the first word: `me@host:~$ free`.
  for (let at = spans[0] as number; at < (spans[1] as number); at += 1) if (text.charCodeAt(at) === 0x40) return false;
  let field = 1;
  while (field < count && !isDigit(text.charCodeAt(spans[field * 2] as number))) field += 1;
  return field <= 2 && count - field > mostWordsOfDate;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
