/** Text written piece by piece into one piece of memory, used again and again, without a string in between. */
export interface AsciiBytes {
  /** Bytes that were made once and are written often. */
  put(bytes: Uint8Array): void;
  /** As `JSON.stringify` writes a number; `null` for what JSON has no number for. */
  number(value: number): void;
  /** A whole number from 0 to 99 in two digits. */
  twoDigits(value: number): void;
  /** Six digits. */
  sixDigits(value: number): void;
  clear(): void;
  readonly length: number;
  /** All since `clear`; valid until the next. */
  bytes(): Buffer;
}

const zero = 0x30;
const billion = 1_000_000_000;
/** No number is longer as text. */
const longestNumber = 32;
/** Below this a loop is faster than a call into the engine. */
const shortBytes = 40;

export function createAsciiBytes(): AsciiBytes {
  let memory = Buffer.allocUnsafeSlow(4096);
  let length = 0;

  function reserve(count: number): void {
    if (length + count <= memory.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (length + count));
    memory.copy(larger, 0, 0, length);
    memory = larger;
  }

  /** A whole number below 2^31: those are divided without going through doubles. */
  function digits(value: number, count: number): void {
    const to = memory;
    const from = length;
    let rest = value | 0;
    for (let at = from + count - 1; at >= from; at -= 1) {
      const tens = (rest / 10) | 0;
      to[at] = zero + (rest - tens * 10);
      rest = tens;
    }
    length += count;
  }

  function whole(value: number): void {
    if (value >= billion) {
      const billions = Math.floor(value / billion);
      whole(billions);
      digits(value - billions * billion, 9);
      return;
    }
    let count = 1;
    for (let bound = 10; value >= bound; bound *= 10) count += 1;
    digits(value, count);
  }

  return {
    put(bytes) {
      const count = bytes.length;
      reserve(count);
      if (count > shortBytes) memory.set(bytes, length);
      else {
        const to = memory;
        const from = length;
        for (let at = 0; at < count; at += 1) to[from + at] = bytes[at] as number;
      }
      length += count;
    },
    number(value) {
      reserve(longestNumber);
      if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER && Number.isInteger(value))) {
        length += memory.write(JSON.stringify(value), length, 'latin1');
        return;
      }
      whole(value);
    },
    twoDigits(value) {
      reserve(2);
      digits(value, 2);
    },
    sixDigits(value) {
      reserve(6);
      digits(value, 6);
    },
    clear() {
      length = 0;
    },
    get length() {
      return length;
    },
    bytes: () => memory.subarray(0, length),
  };
}
