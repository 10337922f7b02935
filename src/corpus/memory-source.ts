import type { ByteSource, SourceSet } from '../sources/source.ts';

/** Bytes in memory as a source, handed out in pieces of the given size. */
export function memorySource(path: string, bytes: Uint8Array, pieceBytes: number = bytes.length): SourceSet {
  const source: ByteSource = {
    path,
    directory: '.',
    modifiedMs: null,
    sizeBytes: bytes.length,
    async *chunks() {
      for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
    },
  };
  return { name: path, members: [source] };
}
