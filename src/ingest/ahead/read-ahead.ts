import type { Scanner } from '../../scan/scanner.ts';
import { untilTrouble } from '../../sources/file-source.ts';
import { isPlain } from '../../sources/places.ts';
import type { ByteSource } from '../../sources/source.ts';
import { type BlocksAhead, createBlocksAhead } from './blocks-ahead.ts';
import type { LeastAhead } from './least-ahead.ts';
import type { ScannedChunk } from './scanned.ts';
import { createUnpackAhead, mostAtOnce } from './unpack-ahead.ts';
import type { ReaderAtRest } from './unpacking.ts';

export interface ReadAheadOptions {
  /** Threads that read and scan a big plain file; below 2: none. */
  readonly threads: number;
  /** Packed files that are unpacked at the same time; below 2: none ahead. */
  readonly unpackers: number;
  readonly linesBehind: number;
  readonly least: LeastAhead;
}

/** What a file is read by. */
export interface AheadReader extends ReaderAtRest {
  /** What scans in this thread. */
  readonly scanner: Scanner;
}

/** Reads ahead of the thread that parses. What comes out, and in which order, is the same as without. */
export interface ReadAhead {
  /** What is read, in this order, after what was foreseen before. */
  foresee(sources: readonly ByteSource[]): void;
  /** Null where that would gain nothing: then the caller reads the source by itself. */
  open(source: ByteSource, reader: AheadReader): Promise<AsyncIterable<ScannedChunk> | null>;
  end(): Promise<void>;
}

export function createReadAhead(
  needles: readonly string[],
  { threads, unpackers, linesBehind, least }: ReadAheadOptions,
): ReadAhead {
  const atOnce = Math.min(unpackers, mostAtOnce);
  const packed = atOnce < 2 ? null : createUnpackAhead(needles, { atOnce, leastBytes: least.packed, linesBehind });
  const plain: BlocksAhead | null = threads < 2 ? null : createBlocksAhead(needles, threads);
  return {
    foresee: (sources) => packed?.foresee(sources),
    async open(source, reader) {
      const { path, file, isWrapped = false } = source;
      if (file === undefined) return null;
      if (isWrapped) return packed?.open(source, reader) ?? null;
      if (plain === null || file.size < least.plain || !(await isPlain(path).catch(() => false))) return null;
      const chunks = await plain.open(source, reader.scanner);
      return chunks && untilTrouble(path, () => chunks, reader.problem);
    },
    async end() {
      plain?.end();
      await packed?.end();
    },
  };
}
