import type { Line } from '../../model/line.ts';

/**
 * What people put before the lines of a log that they show to others: the quote marks of a mail (`> > `), the indentation
 * of a code block or of a commit message.
 */
export interface Paste {
  /** The line without quote marks, and without the indentation of the block that it stands in; itself where it has none. */
  bare(line: Line): Line;
  /** A line that `bare` returned, without any indentation; null where it has none. */
  outdented(line: Line): Line | null;
  /** What `outdented` returned last is a log's line: the lines behind it are indented alike. */
  inBlock(): void;
}

const GREATER = 62;
const SPACE = 32;
const TAB = 9;

/** What printk writes at the begin of a line and nowhere else: an indented one stands in a block, whatever its framing. */
const kernelBegin =
  /^(?:\S.{0,63} invoked oom-killer: gfp_mask=|(?:Out of memory|Memory cgroup out of memory)(?:: | \()|oom-kill:constraint=|Mem-[Ii]nfo:$|\S.{0,63}: page allocation failure[:.]|INFO: task .{1,64} blocked for more than \d|SLUB: Unable to allocate memory on |kernel: )/;

export function paste(): Paste {
  /** White space before the lines of the block, empty outside of one. */
  let indentation = '';
  let before = '';

  return {
    bare(line) {
      let at = quoteEnd(line.text);
      if (indentation !== '') {
        if (line.text.startsWith(indentation, at)) at += indentation.length;
        else if (line.text.trim() !== '') indentation = '';
      }
      return at === 0 ? line : { ...line, text: line.text.slice(at) };
    },
    outdented(line) {
      const at = indentEnd(line.text);
      if (at === 0 || at === line.text.length) return null;
      before = line.text.slice(0, at);
      return { ...line, text: line.text.slice(at) };
    },
    inBlock() {
      indentation += before;
    },
  };
}

/** The text without the quote marks of a mail. */
export const unquoted = (text: string): string => text.slice(quoteEnd(text));

/** Whether kernel text without any prefix begins so. */
export const beginsKernelText = (text: string): boolean => kernelBegin.test(text);

/** Behind the quote marks and the one space that follows each; no program begins a line of a log with such a mark. */
function quoteEnd(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === GREATER) at += text.charCodeAt(at + 1) === SPACE ? 2 : 1;
  return at;
}

function indentEnd(text: string): number {
  let at = 0;
  for (let code = text.charCodeAt(at); code === SPACE || code === TAB; code = text.charCodeAt(++at));
  return at;
}
