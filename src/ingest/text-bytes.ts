/** Text as UTF-8 in one piece of memory, used again and again. */
export interface TextBytes {
  add(text: string): void;
  /** All that was added since `clear`; valid until the next `add`. */
  bytes(): Buffer;
  clear(): void;
  readonly length: number;
  /** Nothing but ASCII was added. */
  readonly isAscii: boolean;
}

/** UTF-8 of one unit of a string takes at most so many bytes. */
const mostBytesPerUnit = 3;

export function createTextBytes(initialBytes = 64 * 1024): TextBytes {
  let memory = Buffer.allocUnsafeSlow(initialBytes);
  let length = 0;
  let units = 0;

  return {
    add(text) {
      const need = length + text.length * mostBytesPerUnit;
      if (need > memory.length) {
        const larger = Buffer.allocUnsafeSlow(2 * need);
        memory.copy(larger, 0, 0, length);
        memory = larger;
      }
      length += memory.write(text, length);
      units += text.length;
    },
    bytes: () => memory.subarray(0, length),
    clear() {
      length = 0;
      units = 0;
    },
    get length() {
      return length;
    },
    get isAscii() {
      return length === units;
    },
  };
}
