/** Finds newlines in a piece of memory, four bytes a step: most lines are too short for a call into the engine to pay. */
export interface NewlineSearch {
  /** Index in `data` of the first newline at or behind `from`, -1 where there is none. */
  in(data: Buffer, from: number): number;
}

const newline = 0x0a;
const newlines = 0x0a0a0a0a;
/** A call of `indexOf` costs as much as looking at so many bytes: more than most lines have. */
const nearbyBytes = 256;

export function createNewlineSearch(): NewlineSearch {
  let searched: Buffer | null = null;
  let words: Int32Array = new Int32Array(0);
  /** Bytes of the first word that lie before `searched`. */
  let shift = 0;

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
      for (; at < stop && ((at + shift) & 3) !== 0; at += 1) if (data[at] === newline) return at;
      const lastWord = (stop + shift) >> 2;
      let word = (at + shift) >> 2;
      while (word < lastWord && !holdsNewline(words[word] as number)) word += 1;
      for (at = Math.max(at, word * 4 - shift); at < stop; at += 1) if (data[at] === newline) return at;
      return data.indexOf(newline, stop);
    },
  };
}

/** A byte that is a newline becomes zero, and only a zero byte borrows from its neighbour. */
function holdsNewline(word: number): boolean {
  const rest = word ^ newlines;
  return ((rest - 0x01010101) & ~rest & 0x80808080) !== 0;
}
