/**
 * A list that only grows, whose values may lie elsewhere than in memory: what is taken from it is equal to what was put,
 * and not always the same object. Values are what JSON can hold.
 */
export interface Shelf<Value> {
  readonly length: number;
  /** Returns the index under which the value is found. */
  add(value: Value): number;
  /** Throws `RangeError` beyond the end. */
  at(index: number): Value;
}

/** Where what is held of many events is put down while incidents are formed. */
export interface Shelves {
  open<Value>(name: string): Shelf<Value>;
}

/** Keeps everything in memory: for what is known to be few. */
export const inMemory: Shelves = {
  open<Value>(): Shelf<Value> {
    const values: Value[] = [];
    return {
      get length() {
        return values.length;
      },
      add: (value) => values.push(value) - 1,
      at(index) {
        if (index < 0 || index >= values.length) throw new RangeError(`no value ${index} of ${values.length}`);
        return values[index] as Value;
      },
    };
  },
};

/** What can be gone through, as often as wanted, and looked into at a place. Arrays are. */
export interface Listed<Value> extends Iterable<Value> {
  readonly length: number;
  at(index: number): Value | undefined;
}

/** Values of a shelf in an order of their own: `indexes` are their places on the shelf. */
export function listed<Value>(
  { at }: Pick<Shelf<Value>, 'at'>,
  indexes: { readonly length: number; readonly [place: number]: number },
): Listed<Value> {
  return {
    length: indexes.length,
    at: (place) => (place < 0 || place >= indexes.length ? undefined : at(indexes[place] as number)),
    *[Symbol.iterator]() {
      for (let place = 0; place < indexes.length; place++) yield at(indexes[place] as number);
    },
  };
}

/** The same list with something done to each value when it is taken. */
export function mapped<In, Out>(values: Listed<In>, map: (value: In) => Out): Listed<Out> {
  return {
    length: values.length,
    at(index) {
      const value = values.at(index);
      return value === undefined ? undefined : map(value);
    },
    *[Symbol.iterator]() {
      for (const value of values) yield map(value);
    },
  };
}
