/** 15 bytes, and the character that may stand for the half of one. */
const LONGEST = 16;

/** `#033`, `\x1b`, `\033`, `^[`, `M-a`, `<1b>`: what transports make of a byte that is no printable character. */
const ESCAPED = /#[0-7]{3}|\\x[0-9a-f]{2}|\\[0-7]{3}|\^.|M-.|<[0-9a-f]{2}>/gi;

/** Whether the kernel can have printed it as a task's name. What is longer was quoted: source code, or a line of another program's. */
export const isComm = (text: string): boolean => text.length <= LONGEST || text.replace(ESCAPED, '.').length <= LONGEST;
