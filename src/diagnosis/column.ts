/** One number for each of many things, at the cost of its bytes. */
export interface Column {
  readonly length: number;
  add(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
}

type Numbers = Float64Array | Int32Array;

/** Whole numbers of 32 bits. */
export const createIndexColumn = (): Column => createColumn((length) => new Int32Array(length));

/** Any numbers. */
export const createNumberColumn = (): Column => createColumn((length) => new Float64Array(length));

function createColumn(make: (length: number) => Numbers): Column {
  let values = make(64);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(value) {
      if (length === values.length) {
        const longer = make(Math.ceil(length * 1.5));
        longer.set(values);
        values = longer;
      }
      values[length++] = value;
    },
    at: (index) => values[index] as number,
    set(index, value) {
      values[index] = value;
    },
  };
}
