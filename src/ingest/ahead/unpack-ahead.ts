import type { ByteSource } from '../../sources/source.ts';
import type { ScannedChunk } from './scanned.ts';
import { createShared } from './shared.ts';
import { type ReaderAtRest, startUnpacking, type Unpacking } from './unpacking.ts';

/** So many files at most are unpacked and not read yet. */
const mostFiles = 16;
/** Node has so many threads that unpack (`UV_THREADPOOL_SIZE`). */
export const mostAtOnce = 4;

export interface UnpackOptions {
  /** Files that are unpacked at the same time, the one that is being read among them. */
  readonly atOnce: number;
  /** Files that take no less on disk. */
  readonly leastBytes: number;
  readonly linesBehind: number;
}

/**
 * Unpacks files while others before them are read. The unpacking itself is done by threads that Node has anyway; this one
 * scans what they give and holds what will be looked at, so that what is read, and in which order, does not depend on it.
 */
export interface UnpackAhead {
  /** What is read, in this order, after what was foreseen before. */
  foresee(sources: readonly ByteSource[]): void;
  /** Null: it was not foreseen, or would not gain from it. What was foreseen before it is passed over. */
  open(source: ByteSource, reader: ReaderAtRest): AsyncIterable<ScannedChunk> | null;
  end(): Promise<void>;
}

export function createUnpackAhead(
  needles: readonly string[],
  { atOnce, leastBytes, linesBehind }: UnpackOptions,
): UnpackAhead {
  /** In the order in which they are read; what is being read is in neither. */
  const foreseen = new Set<ByteSource>();
  const begun = new Map<ByteSource, Unpacking>();
  let unpacking = 0;
  const shared = createShared(needles);

  function begin(source: ByteSource): Unpacking {
    unpacking += 1;
    return startUnpacking(source, {
      linesBehind,
      shared,
      done() {
        unpacking -= 1;
        goOn();
      },
    });
  }

  function goOn(): void {
    for (const source of foreseen) {
      if (unpacking >= atOnce || begun.size >= mostFiles || shared.isFull) return;
      foreseen.delete(source);
      begun.set(source, begin(source));
    }
  }

  function passOverUpTo(source: ByteSource): void {
    for (const [other, each] of begun) {
      if (other === source) return;
      begun.delete(other);
      each.stop().catch(() => undefined);
    }
    for (const other of foreseen) {
      if (other === source) return;
      foreseen.delete(other);
    }
  }

  return {
    foresee(sources) {
      for (const source of sources) {
        const { isWrapped, file } = source;
        if (isWrapped && file !== undefined && file.size >= leastBytes && !begun.has(source)) foreseen.add(source);
      }
      goOn();
    },
    open(source, reader) {
      if (!begun.has(source) && !foreseen.has(source)) return null;
      passOverUpTo(source);
      const own = begun.get(source) ?? begin(source);
      begun.delete(source);
      foreseen.delete(source);
      goOn();
      return own.chunks(reader);
    },
    async end() {
      foreseen.clear();
      await Promise.all(Array.from(begun.values(), (each) => each.stop()));
      begun.clear();
    },
  };
}
