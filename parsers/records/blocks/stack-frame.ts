import { isDigit, skipSpaces } from './numbers.ts';

const isHex = (code: number): boolean => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

/** A frame as scripts/decode_stacktrace.sh rewrites it; the source stands in place of offset and length. */
const DECODED = /^(\? )?([\w.$]+) \(((?:\.{0,2}\/)?[\w.+/-]+:[\d?].{0,512}|\?\?:\??0?)\)(?: \[?([\w-]+)\]?)?$/;
/** ... and as syzkaller's reports show it. */
const SYMBOLIZED = /^(\? )?([\w.$]+\+0x[0-9a-f]+\/0x[0-9a-f]+) ([\w./+-]+\.[chSs]:\d+)$/;
const INLINED =
  /^(?:\[<[0-9a-f]+>\] \(.{1,128}\) from \[<[0-9a-f]+>\] \()?[\w.$]+ [\w./+-]+\.[chSs]:\d+ \[inline\]\)?$/;
const PLACE = /^[\w./+-]+\.[chSs]:\d+$/;
/** ARM without symbols. */
const ENTERED = /^Function entered at \[<([0-9a-f]{8,16})>\] from \[<[0-9a-f]{8,16}>\]$/;

const isSymbol = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  isDigit(code) ||
  code === 95 ||
  code === 46 ||
  code === 36;

/** What klogd up to 1.5 makes of an address for which it finds a symbol, itself or in a module: `[ext3:do_sync_read+0xd5/0x120]`. */
const RESOLVED = /\[(?:[\w.-]+:)?[\w.$]+\+(?:0x[0-9a-f]+\/0x[0-9a-f]+|\d+\/\d+)\] +/y;

/** Skips `[<ffffffff81128347>] ` and `[c000000001] `, which old kernels and ppc64 print before the symbol. */
function skipAddresses(text: string, from: number): number {
  if (text.charCodeAt(from) !== 91) return from;
  RESOLVED.lastIndex = from;
  let at = RESOLVED.test(text) ? RESOLVED.lastIndex : from;
  while (text.charCodeAt(at) === 91) {
    const close = text.indexOf(']', at);
    if (close < 0) return at;
    let inside = at + 1;
    if (text.charCodeAt(inside) === 60) inside++;
    let end = inside;
    while (isHex(text.charCodeAt(end))) end++;
    if (end - inside < 4 || (end !== close && !(end === close - 1 && text.charCodeAt(end) === 62))) return at;
    at = skipSpaces(text, close + 1);
  }
  return at;
}

/** End of `0x1f` at `at`, or -1. */
function hexEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 48 || text.charCodeAt(at + 1) !== 120) return -1;
  let end = at + 2;
  while (isHex(text.charCodeAt(end))) end++;
  return end > at + 2 ? end : -1;
}

/**
 * One frame of a call trace as `func+0x57/0x80 [mod]`, with `? ` before it where the unwinder is not sure of it; null if
 * the line is none. The address that kernels up to 4.9 print before it is dropped.
 * ```
 *  [<ffffffff81128347>] ? oom_kill_process+0x1/0x2 [ext4]
 *  dump_stack_lvl+0x57/0x80
 *  [agpgart:__alloc_pages+0x36c/0x3a0] __alloc_pages+0x36c/0x3a0
 *  [<c0110a18>] (unwind_backtrace) from [<c010bb28>] (show_stack+0x10/0x14)
 *  schedule (kernel/sched/core.c:6868 (discriminator 1)) ext4                            decoded
 *  schedule+0x165/0x360 kernel/sched/core.c:7058                                         syzkaller
 * ```
 */
export function parseFrame(line: string): string | null {
  return plainFrame(line) ?? ornateFrame(line);
}

/** A frame with nothing before or behind it, as nearly all are since 4.10. */
function plainFrame(line: string): string | null {
  const at = skipSpaces(line, 0);
  const isUnsure = line.charCodeAt(at) === 63 && line.charCodeAt(at + 1) === 32;
  const start = isUnsure ? at + 2 : at;
  let end = start;
  while (isSymbol(line.charCodeAt(end))) end++;
  if (end === start || line.charCodeAt(end) !== 43) return null;
  const offset = hexEnd(line, end + 1);
  if (offset < 0 || line.charCodeAt(offset) !== 47 || hexEnd(line, offset + 1) !== line.length) return null;
  return at === 0 ? line : line.slice(at);
}

function ornateFrame(line: string): string | null {
  if (line.includes(':') || line.includes(' entered at ')) {
    const rewritten = rewrittenFrame(line.trim());
    if (rewritten !== null) return rewritten;
  }
  let at = skipAddresses(line, skipSpaces(line, 0));
  const from = line.indexOf(' from ', at);
  if (from > 0) at = armFrame(line, from);
  const unsure = line.charCodeAt(at) === 63 && line.charCodeAt(at + 1) === 32;
  const start = unsure ? skipSpaces(line, at + 2) : at;
  let end = start;
  while (isSymbol(line.charCodeAt(end))) end++;
  if (end === start) return null;
  if (line.charCodeAt(end) === 43) {
    const offset = hexEnd(line, end + 1);
    if (offset < 0 || line.charCodeAt(offset) !== 47) return null;
    end = hexEnd(line, offset + 1);
    if (end < 0) return null;
  } else if (!line.startsWith('0x', start) || at === skipSpaces(line, 0)) return null;
  const rest = line.slice(end).trim();
  const tail = from > 0 && rest.endsWith(')') ? rest.slice(0, -1) : rest;
  const isPlace = tail !== '' && PLACE.test(tail);
  if (tail !== '' && !tail.startsWith('[') && !tail.startsWith('(') && !isPlace) return null;
  const shown = isPlace ? `(${tail})` : tail;
  const frame = shown === '' ? line.slice(start, end) : `${line.slice(start, end)} ${shown}`;
  return unsure ? `? ${frame}` : frame;
}

/** ARM32 prints callee and caller on one line; the caller carries the offset. */
function armFrame(line: string, from: number): number {
  const at = skipAddresses(line, from + 6);
  return line.charCodeAt(at) === 40 ? at + 1 : at;
}

/** A function that the compiler put into the one below it: no frame of its own, and only syzkaller shows it. */
export const isInlined = (text: string): boolean =>
  (text.endsWith(' [inline]') || text.endsWith(' [inline])')) && INLINED.test(text);

function rewrittenFrame(text: string): string | null {
  const entered = ENTERED.exec(text)?.[1];
  if (entered !== undefined) return `0x${entered}`;
  const match = text.length > 1024 ? null : (DECODED.exec(text) ?? SYMBOLIZED.exec(text));
  if (match === null) return null;
  const [, unsure = '', symbol = '', place = '', module] = match;
  return `${unsure}${symbol} (${place})${module === undefined ? '' : ` [${module}]`}`;
}
