/** 15 bytes, and the character that may stand for the half of one. */
const LONGEST = 16;

/** `#033`, `\x1b`, `\033`, `^[`, `M-a`, `<1b>`: what transports make of a byte that is no printable character. */
const ESCAPED = /#[0-7]{3}|\\x[0-9a-f]{2}|\\[0-7]{3}|\^.|M-.|<[0-9a-f]{2}>/gi;

/** What stands in source code, or behind a name in a line of another program's, and in no name that is so long. */
const QUOTED = /["'`{}]|\) /;

/** Whether a text may be a task's name; one that is too long may still be one that somebody made up. */
export const isComm = (text: string): boolean =>
  text.length <= LONGEST || text.replace(ESCAPED, '.').length <= LONGEST || !QUOTED.test(text);
