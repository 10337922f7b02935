import type { Line } from '../../model/line.ts';
import { paste } from './paste.ts';

/** Puts the lines together that a mail program broke. */
export interface Unwrap {
  /** The line with what followed it, once it is known to be whole; null while it may go on. */
  next(line: Line): Line | null;
  /** The line that is held, if any. It is not held any longer. */
  take(): Line | null;
  readonly holding: boolean;
}

/** How a line of a log with stamps begins. */
const begin = /^(?:<\d+>)?\[ *\d+\.\d{6}\]|^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What stands in the middle of the kernel's long lines and begins none. */
const middle =
  /^(?:gfp_mask=0x|mode:0x|nodemask=|order=-?\d|oom_score_adj=-?\d|(?:total-vm|(?:in)?active_(?:anon|file)|(?:anon|file|shmem)-rss|unevictable|present|managed|writeback|shmem|pagetables|kernel_stack|bounce|free_pcp|free_cma|slab_(?:un)?reclaimable|isolated\(\w+\)):\d+kB|\d+\*\d+kB |hugepages_s\w+=|swapents oom_score_adj name)/;

/** Mail programs break a line where the next word would go beyond a column between this and some ten more. */
const narrowestMargin = 62;
/** A report's longest line, a zone's, has some 700 characters. */
const mostPieces = 24;

/**
 * For a file whose first lines show that it was broken; null for any other, which is all but a few. Only logs with stamps:
 * without them nothing says where a line begins.
 */
export function unwrapping(head: readonly string[]): Unwrap | null {
  if (!showsBreaks(head)) return null;
  let held: Line | null = null;
  let lastPiece = '';
  let pieces = 0;

  function goesOn({ text }: Line): boolean {
    if (held === null || pieces >= mostPieces || text.trim() === '' || /^\s/.test(text) || begin.test(text))
      return false;
    const [word = ''] = text.split(' ', 1);
    return begin.test(held.text) && lastPiece.trimEnd().length + 1 + word.length > narrowestMargin;
  }

  return {
    next(line) {
      if (held !== null && goesOn(line)) {
        held = { ...held, ...endOf(line), text: `${held.text.trimEnd()} ${line.text}` };
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

/** A line with a stamp, and behind it one that is the middle of a kernel line. */
function showsBreaks(head: readonly string[]): boolean {
  const shown = paste();
  let stamped = false;
  for (const text of head) {
    const line = shown.bare({ path: '', text, line: 0, byteStart: 0, byteEnd: 0, cut: false }).text;
    if (stamped && middle.test(line)) return true;
    stamped = begin.test(line);
  }
  return false;
}
