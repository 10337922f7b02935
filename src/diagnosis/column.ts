/** One number for each of many things, at the cost of its bytes. */
export interface Column {
  readonly length: number;
  add(value: number): void;
  at(index: number): number;
}

type Numbers = Float64Array | Int32Array;

/** Whole numbers of 32 bits. */
export const createIndexColumn = (): Column => createColumn((length) => new Int32Array(length));

/** Any numbers. */
export const createNumberColumn = (): Column => createColumn((length) => new Float64Array(length));

/** Numbers of one piece: a column that grows is never copied, and little of it lies idle. */
const pieceBits = 13;
const pieceLength = 1 << pieceBits;

function createColumn(make: (length: number) => Numbers): Column {
  const pieces: Numbers[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(value) {
      const at = length & (pieceLength - 1);
      if (at === 0) pieces.push(make(pieceLength));
      (pieces[length >> pieceBits] as Numbers)[at] = value;
      length += 1;
    },
    at: (index) => (pieces[index >> pieceBits] as Numbers)[index & (pieceLength - 1)] as number,
  };
}
