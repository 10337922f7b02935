/** The first and the last of what may be very many, and how many there are between. */
export interface Ends<Value> {
  add(value: Value): void;
  /** In the order in which they came. */
  list(): Value[];
  /** How many there were that the list leaves out. */
  left(): number;
}

/** Keeps `head` at the beginning and the latest `tail`. */
export function createEnds<Value>(head: number, tail: number): Ends<Value> {
  const first: Value[] = [];
  /** A ring, once it is full. */
  const last: Value[] = [];
  let count = 0;
  return {
    add(value) {
      if (count < head) first.push(value);
      else if (tail > 0) last[(count - head) % tail] = value;
      count += 1;
    },
    list() {
      const at = last.length < tail || tail === 0 ? 0 : (count - head) % tail;
      return [...first, ...last.slice(at), ...last.slice(0, at)];
    },
    left: () => count - first.length - last.length,
  };
}
