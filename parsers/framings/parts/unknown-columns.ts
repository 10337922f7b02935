import { framings } from '../index.ts';
import type { Undecorate } from './decorations.ts';
import type { ShownLines } from './shown-lines.ts';

/**
 * What printk writes at the begin of a line: what stands before it was put there. Each behind a word that its lines hold, and that is
 * found faster.
 */
export const landmarks: Readonly<Record<string, RegExp>> = {
  'Mem-': /Mem-[Ii]nfo:$/,
  'Call ': /Call [Tt]race:$/,
  'CPU: ': /CPU: \d{1,5} (?:UID: \d{1,10} )?PID: \d{1,10} Comm: /,
  'Pid: ': /Pid: \d{1,10}, comm: /,
  '_anon:': /active_anon:\d{1,12} inactive_anon:/,
  'Tasks ': /Tasks state \(memory values in pages\):$/,
  'pid ': /\[ {1,2}pid {1,2}\] +uid /,
  '_reserve[': /lowmem_reserve\[\]: \d/,
  RAM: /\b\d{1,12} pages RAM$/,
  CONSTRAINT_: /oom-kill:constraint=CONSTRAINT_/,
  'Hardware name: ': /Hardware name: /,
  'Linux version ': /Linux version \d/,
  'Swap cache ': /Swap cache stats: add /,
  'Kernel command line: ': /Kernel command line: /,
  'INFO: ': /INFO: task \S.{0,31} blocked for more than \d/,
  '"echo 0 > ': /"{1,2}echo 0 > \/proc\/sys\/kernel\/hung_task/,
  'Killed ': /(?:Out of memory: |Memory cgroup out of memory: )?Killed process \d{1,10} \(/,
};
const landmark = new RegExp(
  Object.values(landmarks)
    .map(({ source }) => source)
    .join('|'),
);

/** The lines that hold a landmark's word. */
function likely({ lines, text }: ShownLines): readonly string[] {
  const words = Object.keys(landmarks).filter((word) => text.includes(word));
  return words.length === 0 ? [] : lines.filter((line) => words.some((word) => line.includes(word)));
}

/** So many lines, of so many kinds, are no accident. */
const leastLandmarks = 3;
const leastKinds = 2;
const leastShare = 0.8;

const widestPrefix = 160;
const longestLine = 1024;
/** Other parts' business. */
const quoteOrIndentation = /^[>\s]*$/;

/**
 * Takes away what a viewer that nobody here knows put before each line of a kernel's log: the begins of the kernel's own lines tell
 * where it ends, and its shape must be that of nearly all lines. What of it is a date stays, in a form that a framing reads. Null
 * where the lines show no such thing, or are in a known framing.
 */
export function unknownColumns(head: ShownLines): Undecorate | null {
  const marked = likely(head).flatMap((text) => {
    const found = text.length > longestLine ? null : landmark.exec(text);
    return found === null ? [] : [{ text, prefix: text.slice(0, found.index), mark: found[0] }];
  });
  const first = marked[0]?.prefix;
  if (first === undefined || first.length > widestPrefix || quoteOrIndentation.test(first)) return null;
  const kinds = new Set(marked.map(({ mark }) => mark.slice(0, 8)));
  if (marked.length < leastLandmarks || kinds.size < leastKinds) return null;
  const shape = shapeOf(first);
  const isWhole = (prefix: string): boolean => shape.exec(prefix)?.[0] === prefix;
  if (!marked.every(({ prefix }) => isWhole(prefix))) return null;
  const shaped = head.written.filter((text) => shape.test(text.slice(0, 2 * widestPrefix)));
  if (shaped.length < leastShare * head.written.length) return null;
  const [top = ''] = head.lines;
  if (marked.slice(0, leastLandmarks).some(({ text, mark }) => isKnown([top, text], mark))) return null;
  return (text) => {
    const prefix = shape.exec(text.slice(0, 2 * widestPrefix))?.[0];
    return prefix === undefined ? text : dated(prefix) + text.slice(prefix.length);
  };
}

/**
 * Whether a framing finds the kernel's text in the last of the lines by itself, or knows that a program wrote it. The first line may
 * name columns.
 */
function isKnown(texts: readonly string[], mark: string): boolean {
  return framings.some((framing) => {
    const reader = framing.reader();
    let last = '';
    let isProgram = false;
    for (const [index, text] of texts.entries()) {
      const line = { path: '', text, line: index + 1, byteStart: 0, byteEnd: text.length, cut: false };
      reader.read(line, (entry) => {
        last = entry.text;
        isProgram = entry.writer === 'user' && framing.name !== 'app-log';
      });
    }
    return last.startsWith(mark) || (isProgram && last.includes(mark));
  });
}

/** Numbers and words may be others; the space at the end is the prefix's as far as it stands there, more is the text's. */
function shapeOf(prefix: string): RegExp {
  const bare = prefix.trimEnd();
  const pattern = bare.replace(/(\d+)|([A-Za-z\x80-\xff]+)|(\s+)|(.)/g, (_, digits, word, space, sign) => {
    if (digits !== undefined) return '\\d+';
    if (word !== undefined) return '[A-Za-z\\x80-\\xff]+';
    return space !== undefined ? '\\s+' : `\\x${String(sign).charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return new RegExp(`^\\s*${pattern}${prefix.slice(bare.length)}`);
}

const printkStamp = /\[ *\d+\.\d{6}\]/;
const isoDate = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)?/;
const ctimeDate = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/;
const syslogDate = /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d/;

/** What a prefix says of the time, as a syslog or dmesg writes it. */
function dated(prefix: string): string {
  const stamp = printkStamp.exec(prefix)?.[0];
  const uptime = stamp === undefined ? '' : `${stamp} `;
  const iso = isoDate.exec(prefix);
  if (iso !== null) {
    const [, day = '', time = '', decimals, zone = ''] = iso;
    return `${day}T${time}${decimals === undefined ? '' : `.${decimals}`}${zone} kernel: ${uptime}`;
  }
  const ctime = ctimeDate.exec(prefix)?.[0];
  if (ctime !== undefined) return `[${ctime}] `;
  const syslog = syslogDate.exec(prefix)?.[0];
  return syslog === undefined ? uptime : `${syslog} kernel: ${uptime}`;
}
