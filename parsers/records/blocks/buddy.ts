import type { BuddyOrder } from '../../model/records/mem-info.ts';
import { digits, isKilobyteUnit, kilobytes, skipDigits, skipSpaces } from './numbers.ts';

const STAR = 42;
/** What a renderer of Markdown made of two stars. */
const UNDERSCORE = 95;
const OPEN = 40;
const EQUALS = 61;

/** The sign between count and size of a term. */
export const isTimes = (code: number): boolean => code === STAR || code === UNDERSCORE;

/**
 * The terms of a buddy line (mm/show_mem.c, `show_free_areas`), from the character behind the colon:
 * ```
 * Node 0 DMA32: 2*4kB (UM) 0*8kB 2*16kB (UM) ... 1*1024kB (U) 0*2048kB 0*4096kB = 2024kB
 * ```
 * Null unless the terms double from one to the next and add up to the printed total: a line that lost a piece to another
 * CPU must not prove a page size.
 */
export function parseBuddy(text: string, from: number): BuddyOrder[] | null {
  const orders: BuddyOrder[] = [];
  let sum = 0;
  let at = skipSpaces(text, from);
  while (at < text.length && text.charCodeAt(at) !== EQUALS) {
    const countEnd = skipDigits(text, at);
    const count = digits(text, at, countEnd);
    if (count === null || !isTimes(text.charCodeAt(countEnd))) return null;
    const sizeEnd = skipDigits(text, countEnd + 1);
    const blockBytes = kilobytes(digits(text, countEnd + 1, sizeEnd));
    if (blockBytes === null || blockBytes === 0 || !isKilobyteUnit(text, sizeEnd)) return null;
    const before = orders.at(-1);
    if (orders.length === 64 || (before !== undefined && blockBytes !== before.blockBytes * 2)) return null;
    at = skipSpaces(text, sizeEnd + 2);
    let types = '';
    if (text.charCodeAt(at) === OPEN) {
      const close = text.indexOf(')', at);
      if (close < 0) return null;
      types = text.slice(at + 1, close);
      at = skipSpaces(text, close + 1);
    }
    orders.push({ order: orders.length, blockBytes, count, types });
    sum += count * blockBytes;
  }
  if (orders.length === 0 || at >= text.length) return null;
  const totalStart = skipSpaces(text, at + 1);
  const totalEnd = skipDigits(text, totalStart);
  const total = kilobytes(digits(text, totalStart, totalEnd));
  return isKilobyteUnit(text, totalEnd) && total === sum ? orders : null;
}
