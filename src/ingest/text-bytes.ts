/** Text as UTF-8 in one piece of memory, used again and again. */
export interface TextBytes {
  /** Text, or what is UTF-8 already. */
  add(text: string | Uint8Array): void;
  /** All that was added since `clear`; valid until the next `add`. */
  bytes(): Buffer;
  clear(): void;
  readonly length: number;
}

/** UTF-8 of one unit of a string takes at most so many bytes. */
const mostBytesPerUnit = 3;

export function createTextBytes(initialBytes = 64 * 1024): TextBytes {
  let memory = Buffer.allocUnsafeSlow(initialBytes);
  let length = 0;

  return {
    add(text) {
      const isText = typeof text === 'string';
      const need = length + text.length * (isText ? mostBytesPerUnit : 1);
      if (need > memory.length) {
        const larger = Buffer.allocUnsafeSlow(2 * need);
        memory.copy(larger, 0, 0, length);
        memory = larger;
      }
      if (isText) length += memory.write(text, length);
      else {
        memory.set(text, length);
        length += text.length;
      }
    },
    bytes: () => memory.subarray(0, length),
    clear() {
      length = 0;
    },
    get length() {
      return length;
    },
  };
}
