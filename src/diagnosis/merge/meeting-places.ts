import { hashText } from './hash-text.ts';

/**
 * Tells whether a name is used by several parties. Holds no names, only a slot for each hash of one, so now and then it says
 * that a name is shared where it is not, and never that it is not where it is.
 */
export interface MeetingPlaces {
  leave(name: string, party: number): void;
  isShared(name: string, party: number): boolean;
}

const [leastSlots, mostSlots] = [2 ** 10, 2 ** 24];
const slotsPerName = 8;
/** Parties beyond are taken for several at once. */
const several = 0xffff;

/** `names` is how many are expected, for its size: two bytes a slot. */
export function createMeetingPlaces(names: number): MeetingPlaces {
  const size = slotsFor(names * slotsPerName, leastSlots, mostSlots);
  const parties = new Uint16Array(size);
  return {
    leave(name, party) {
      const slot = hashText(name) & (size - 1);
      const mark = Math.min(party + 1, several);
      const known = parties[slot] as number;
      if (known === 0) parties[slot] = mark;
      else if (known !== mark) parties[slot] = several;
    },
    isShared(name, party) {
      const known = parties[hashText(name) & (size - 1)] as number;
      return known !== 0 && (known === several || known !== party + 1);
    },
  };
}

const bitsPerHash = 64;
const [leastBits, mostBits] = [2 ** 13, 2 ** 30];

/** Which of these hashes stand in the list twice; now and then also one that does not. */
export function repeatsAmong(hashes: {
  readonly length: number;
  at(index: number): number;
}): (hash: number) => boolean {
  const size = slotsFor(hashes.length * bitsPerHash, leastBits, mostBits);
  const once = new Uint8Array(size / 8);
  const twice = new Uint8Array(size / 8);
  for (let index = 0; index < hashes.length; index++) {
    const bit = hashes.at(index) & (size - 1);
    const mask = 1 << (bit & 7);
    if (((once[bit >> 3] as number) & mask) !== 0) twice[bit >> 3] = (twice[bit >> 3] as number) | mask;
    once[bit >> 3] = (once[bit >> 3] as number) | mask;
  }
  return (hash) => {
    const bit = hash & (size - 1);
    return ((twice[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
  };
}

/** A power of two, for masking. */
const slotsFor = (wanted: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, 2 ** Math.ceil(Math.log2(Math.max(1, wanted)))));
