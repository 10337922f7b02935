import type { BuddyOrder } from '../../model/records/mem-info.ts';
import { parseBuddy } from './buddy.ts';
import { parseLowmemReserve, type ZoneDraft } from './zone.ts';

/** Takes the next piece of a line that the kernel prints term by term; false for a text that is none. */
export type TakePiece = (text: string) => boolean;

/** Longer than any such line. */
const MAX_LENGTH = 2048;

const BUDDY_PIECE = /^(?:\d+\*\d+kB|\([A-Z]{1,8}\)|= ?\d+kB)/;
const NUMBERS = /^\d+(?: +\d+)*\s*$/;

/**
 * The rest of a buddy list of which `text` is the begin. Up to 4.8 the kernel prints it term by term, and readers of
 * /dev/kmsg that do not put the fragments together (dmesg) show each on a line of its own:
 * ```
 * Node 0 DMA:
 * 74*4kB (UME)
 * ...
 * = 15688kB
 * ```
 */
export function buddyPieces(zone: ZoneDraft, text: string, done: () => void): TakePiece {
  let gathered = text;
  zone.inPieces = true;
  return (piece) => {
    if (!BUDDY_PIECE.test(piece) || gathered.length > MAX_LENGTH) return false;
    gathered = `${gathered} ${piece}`;
    if (piece.includes('=')) {
      const orders = parseBuddy(gathered, 0);
      zone.buddy = orders && namesAllTypes(orders) ? orders : null;
      done();
    }
    return true;
  };
}

/** A kernel that prints migrate types prints them wherever there are blocks: where they are absent, their piece was lost. */
const namesAllTypes = (orders: readonly BuddyOrder[]): boolean =>
  orders.every(({ types }) => types === '') || orders.every(({ count, types }) => count === 0 || types !== '');

/** The numbers behind a `lowmem_reserve[]:` that stands alone, each on a line of its own. */
export function reservePieces(zone: ZoneDraft): TakePiece {
  let gathered = '';
  return (piece) => {
    if (!NUMBERS.test(piece) || gathered.length > MAX_LENGTH) return false;
    gathered = `${gathered} ${piece}`;
    zone.lowmemReservePages = parseLowmemReserve(gathered, 0);
    return true;
  };
}
