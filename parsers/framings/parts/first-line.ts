import type { Undecorate } from './decorations.ts';
import { beginsKernelText } from './paste.ts';
import type { ShownLines } from './shown-lines.ts';

/** What a syslog or journalctl writes before a line of the kernel, with a host. */
const prefix =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,16}) [\w.:-]{1,255} kernel: ?(?:\[ *\d+\.\d{6}\] ?)?/;

/** A line that has a time of its own lost nothing. */
const dated = /^[[<]|\d\d:\d\d:\d\d/;

/** So many lines behind the first must carry it. */
const leastPrefixed = 3;

/**
 * Who marks a report to copy it begins where its words begin, and the first line loses its date and host: it gets those of the second.
 * Null where the first line is none of the kernel's, or the lines behind it carry no host.
 */
export function firstLineOf({ lines }: ShownLines): Undecorate | null {
  const [first = ''] = lines;
  if (!beginsKernelText(first) || dated.test(first)) return null;
  const behind = lines.slice(1, 1 + leastPrefixed);
  const [second = ''] = behind;
  const begin = prefix.exec(second)?.[0];
  if (begin === undefined || behind.length < leastPrefixed || !behind.every((text) => prefix.test(text))) return null;
  return (text) => (text === first ? begin + text : text);
}
