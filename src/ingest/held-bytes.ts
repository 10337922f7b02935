/** The bytes of a stream that are still wanted, in one piece of memory: a fresh one for each chunk would keep the collector busy. */
export interface HeldBytes {
  /**
   * Adds a chunk behind what is held and returns both, for use until the next call. Of the chunk's memory `roomBytes` before it
   * may be written on; with too little room, or none (-1), the chunk is copied.
   */
  add(chunk: Uint8Array, roomBytes: number): Buffer;
  /** Forgets what stands before this index and returns the rest. Chunks are their owner's again. */
  keepFrom(index: number): Buffer;
}

export function createHeldBytes(): HeldBytes {
  let arena: Buffer = Buffer.alloc(0);
  let held: Buffer = arena;

  function addInRoom(chunk: Uint8Array): Buffer {
    const joined = Buffer.from(chunk.buffer, chunk.byteOffset - held.length, held.length + chunk.length);
    held.copy(joined);
    return joined;
  }

  function addCopied(chunk: Uint8Array): Buffer {
    const length = held.length + chunk.length;
    if (arena.length < length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * arena.length, length));
      held.copy(larger);
      arena = larger;
    } else if (held.byteOffset !== arena.byteOffset) {
      const at = held.byteOffset - arena.byteOffset;
      arena.copyWithin(0, at, at + held.length);
    }
    arena.set(chunk, held.length);
    return arena.subarray(0, length);
  }

  return {
    add(chunk, roomBytes) {
      held = held.length <= roomBytes ? addInRoom(chunk) : addCopied(chunk);
      return held;
    },
    keepFrom(index) {
      held = held.subarray(index);
      if (held.buffer === arena.buffer) return held;
      if (arena.length < held.length) arena = Buffer.allocUnsafeSlow(2 * held.length);
      held.copy(arena);
      held = arena.subarray(0, held.length);
      return held;
    },
  };
}
