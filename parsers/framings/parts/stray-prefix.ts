import { US_PER_SECOND } from '../../time/civil.ts';

/** What stands before a kernel line that no framing knows, and the stamp in it. */
export interface StrayPrefix {
  readonly end: number;
  readonly monotonicUs: number | null;
  /** `kernel: ` was part of it. */
  readonly isTagged: boolean;
}

/**
 * ```
 * kernel: text                       all that some tools leave of a syslog line
 * 18:20:47 web01 kernel: text        of a day that the reader knows
 *  1257.892709] text                 copied from behind the bracket
 * [ 1257.892] text                   of whom fewer decimals are enough
 * [2-3219.1870] text                 a vendor's printk: CPU, seconds
 * ```
 */
const tagged = /^(?:\d\d:\d\d:\d\d(?:[.,]\d{1,9})? )?(?:[\w.-]{1,255} )?kernel: ?/;
const unopened = /^ *(\d{1,9})\.(\d{6})\] /;
const shortened = /^\[ *(\d{1,9})\.(\d{3})\] /;
const ofVendor = /^\[ *\d{1,3}-(\d{1,9})\.\d{3,6}\] /;

export function strayPrefix(text: string): StrayPrefix | null {
  const stamp = unopened.exec(text) ?? shortened.exec(text);
  if (stamp !== null) {
    const [whole, seconds, decimals = ''] = stamp;
    return {
      end: whole.length,
      monotonicUs: Number(seconds) * US_PER_SECOND + Number(decimals.padEnd(6, '0')),
      isTagged: false,
    };
  }
  const tag = tagged.exec(text);
  const found = tag ?? ofVendor.exec(text);
  return found && { end: found[0].length, monotonicUs: null, isTagged: tag !== null };
}
