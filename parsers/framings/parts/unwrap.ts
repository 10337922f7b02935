import type { Line } from '../../model/line.ts';
import { beginsKernelText, unquoted } from './paste.ts';

/** Puts the lines together that a mail program broke. */
export interface Unwrap {
  /** The line with what followed it, once it is known to be whole; null while it may go on. */
  next(line: Line): Line | null;
  /** A line that is held, if any, the one begun first. It is not held any longer. */
  take(): Line | null;
  readonly holding: boolean;
}

/** How a line of a log with stamps begins. */
const begin = /^(?:<\d+>)?\[ *\d+\.\d{6}\]|^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What stands in the middle of the kernel's long lines and begins none. */
const middle =
  /^(?:gfp_mask=0x|mode:0x|nodemask=|order=-?\d|oom_score_adj=-?\d|(?:total-vm|(?:in)?active_(?:anon|file)|(?:anon|file|shmem)-rss|unevictable|present|managed|writeback|shmem|pagetables|kernel_stack|bounce|free_pcp|free_cma|slab_(?:un)?reclaimable|isolated\(\w+\)):\d+kB|\d+\*\d+kB |(?:rss|rss_huge|mapped_file|swap|shmem|dirty|writeback|(?:in)?active_(?:anon|file)|unevictable):\d+KB|hugepages_s\w+=|swapents oom_score_adj name|\d+s! \[.*:\d+\]$|(?:more )?than \d+ seconds\.$|\/proc\/sys\/kernel\/hung_task_timeout_secs" disables| {0,6}tgid:\d+|(?:a )?mutex likely owned by task )/;

/** The second line of a message, as dmesg prints it. What a break left of a row's padding is shorter. */
const indentedLine = /^\s{13}/;

/** Mail programs break a line where the next word would go beyond a column between this and some ten more. */
const narrowestMargin = 62;
/** A report's longest line, a zone's, has some 700 characters. */
const mostPieces = 24;

/**
 * For a file whose first lines show that it was broken; null for any other, which is all but a few. Of a log without stamps
 * nothing says where a line begins: there only what can stand nowhere else is put to the line before it.
 */
export function unwrapping(shown: readonly string[]): Unwrap | null {
  const head = shown.map(unquoted);
  const width = screenWidth(head);
  const before = width === null ? linesBeforeMiddles(head) : [];
  const isStamped = width !== null || before.some((text) => begin.test(text));
  if (!isStamped && !before.some((text) => beginsKernelText(text) || endsInAmount.test(text))) return null;
  let held: Line | null = null;
  let lastPiece = '';
  let pieces = 0;

  function goesOn({ text }: Line): boolean {
    if (held === null || pieces >= mostPieces || text.trim() === '' || begin.test(text)) return false;
    if (!isStamped) return middle.test(text);
    if (width !== null) return lastPiece.length === width && begin.test(held.text);
    if (indentedLine.test(text)) return false;
    const [word = ''] = text.trimStart().split(' ', 1);
    return begin.test(held.text) && lastPiece.trimEnd().length + 1 + word.length > narrowestMargin;
  }

  return {
    next(line) {
      if (held !== null && goesOn(line)) {
        held = {
          ...held,
          ...endOf(line),
          lines: line.line - held.line + 1,
          text: width === null ? `${held.text.trimEnd()} ${line.text}` : held.text + line.text,
        };
        lastPiece = line.text;
        pieces += 1;
        return null;
      }
      const whole = held;
      held = line;
      lastPiece = line.text;
      pieces = 1;
      return whole;
    },
    take() {
      const whole = held;
      held = null;
      return whole;
    },
    get holding() {
      return held !== null;
    },
  };
}

function endOf({ byteEnd, cut, unterminated }: Line): Partial<Line> {
  return unterminated === undefined ? { byteEnd, cut } : { byteEnd, cut, unterminated };
}

/** No terminal is narrower, and a report's lines are longer than any that is used. */
const narrowestScreen = 60;
const widestScreen = 300;
/** So many lines as long as the longest are no accident. */
const leastFullLines = 4;

/**
 * The columns of a terminal from which a log was copied: no line is longer, and behind those that are as long comes what begins
 * no line of a log. Null where it shows none.
 */
function screenWidth(lines: readonly string[]): number | null {
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
  if (width < narrowestScreen || width > widestScreen) return null;
  const behindFull = lines.filter((_, index) => lines[index - 1]?.length === width);
  const going = behindFull.filter((text) => !begin.test(text) && text.trim() !== '').length;
  const isBroken = going >= leastFullLines && going * 5 > behindFull.length * 4;
  return isBroken && lines.some((text) => begin.test(text)) ? width : null;
}

/** What a line of a dump ends in that goes on with the next amount. */
const endsInAmount = /:\d+[kK]B$/;

/** What stands before lines that are the middle of a kernel line: where that begins one of the log's, it was broken. */
const linesBeforeMiddles = (lines: readonly string[]): readonly string[] =>
  lines.filter((_, index) => middle.test(lines[index + 1] ?? ''));

/** One behind the other: what the first puts together is a line to the second. */
export function inTurn(first: Unwrap | null, second: Unwrap | null): Unwrap | null {
  if (first === null || second === null) return first ?? second;
  return {
    next(line) {
      const whole = first.next(line);
      return whole && second.next(whole);
    },
    take() {
      const whole = first.take();
      return (whole && second.next(whole)) ?? second.take();
    },
    get holding() {
      return first.holding || second.holding;
    },
  };
}
