import { decodeUtf8 } from './decode.ts';

/** TASK_COMM_LEN - 1: what the kernel keeps of a name, in bytes. */
const longestCommBytes = 15;

/** A name without the branches that `ps f` draws before it: ` |   \_ sshd: x`. */
function outOfForest(text: string): string {
  const at = text.indexOf('\\_ ');
  return at !== -1 && /^[ |]*$/.test(text.slice(0, at)) ? text.slice(at + 3) : text;
}

/** The kernel's name of a task, as far as a column that holds exactly that shows it. */
export function commOfName(latin1: string): string | null {
  const name = latin1.trim();
  return name === '' ? null : decodeUtf8(name);
}

/**
 * The name a command line stands for: `[kworker/0:1]` without brackets, else the last path component of the first word,
 * cut to the 15 bytes that the kernel keeps. A process that renamed itself (`postgres: writer`) is known by the first word.
 */
export function commOfCommandLine(latin1: string): string | null {
  const line = outOfForest(latin1).trim();
  if (line === '') return null;
  const open = line.charCodeAt(0);
  if (open === 0x5b && line.length > 2 && line.endsWith(']') && !/[\n\r]/.test(line))
    return decodeUtf8(line.slice(1, -1));
  const closing = open === 0x28 ? line.indexOf(')') : -1;
  const blank = line.indexOf(' ');
  let from = 0;
  let to = closing !== -1 ? closing + 1 : blank === -1 ? line.length : blank;
  if (line.charCodeAt(to - 1) === 0x3a) to -= 1;
  if (open === 0x2d && to > 1 && isLowerCase(line.charCodeAt(1))) from = 1;
  const slash = to > 0 ? line.lastIndexOf('/', to - 1) : -1;
  if (slash >= from && slash < to - 1) from = slash + 1;
  return decodeUtf8(line.slice(from, Math.min(to, from + longestCommBytes)));
}

const isLowerCase = (code: number): boolean => code >= 0x61 && code <= 0x7a;

/** A column that may hold either: whole where it looks like a bare name, else as a command line. */
export function commOfEither(latin1: string): string | null {
  const text = outOfForest(latin1).trim();
  const isCommandLine = text.length > longestCommBytes || (mayBePath(text) && /^[./]|^\[.*\]$| [-/.]/.test(text));
  return isCommandLine ? commOfCommandLine(text) : commOfName(text);
}

function mayBePath(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === 0x2e || first === 0x2f || first === 0x5b || text.includes(' ');
}
