/** Finds newlines in a piece of memory, four bytes a step: most lines are too short for a call into the engine to pay. */
export interface NewlineSearch {
  /** Index in `data` of the first newline at or behind `from`, -1 where there is none. */
  in(data: Buffer, from: number): number;
  /** Whether all bytes before the newline found last are known to be ASCII: they were looked at anyway. */
  isAscii(): boolean;
}

const newline = 0x0a;
const newlines = 0x0a0a0a0a;
/** A call of `indexOf` costs as much as looking at so many bytes: more than most lines have. */
const nearbyBytes = 256;
const highBits = 0x80808080;
const unknown = -1;

export function createNewlineSearch(): NewlineSearch {
  let searched: Buffer | null = null;
  let words: Int32Array = new Int32Array(0);
  /** Bytes of the first word that lie before `searched`. */
  let shift = 0;
  /** All that was passed over in the last search, one over the other. */
  let passed = 0;

  function look(data: Buffer): void {
    const begin = data.byteOffset & ~3;
    shift = data.byteOffset - begin;
    words = new Int32Array(data.buffer, begin, (shift + data.length) >> 2);
    searched = data;
  }

  return {
    in(data, from) {
      if (data !== searched) look(data);
      const stop = Math.min(from + nearbyBytes, data.length);
      let at = from;
      passed = 0;
      for (; at < stop && ((at + shift) & 3) !== 0; at += 1) {
        if (data[at] === newline) return at;
        passed |= data[at] as number;
      }
      const lastWord = (stop + shift) >> 2;
      let word = (at + shift) >> 2;
      for (; word < lastWord; word += 1) {
        const four = words[word] as number;
        if (holdsNewline(four)) break;
        passed |= four;
      }
      for (at = Math.max(at, word * 4 - shift); at < stop; at += 1) {
        if (data[at] === newline) return at;
        passed |= data[at] as number;
      }
      passed = unknown;
      return data.indexOf(newline, stop);
    },
    isAscii: () => (passed & highBits) === 0,
  };
}

/** A byte that is a newline becomes zero, and only a zero byte borrows from its neighbour. */
function holdsNewline(word: number): boolean {
  const rest = word ^ newlines;
  return ((rest - 0x01010101) & ~rest & 0x80808080) !== 0;
}
