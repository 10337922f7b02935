import { createBrotliDecompress } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { gunzip } from './gzip.ts';
import { decoderOptions, inflated } from './inflated.ts';
import { joined } from './joined.ts';
import type { Coding } from './magic.ts';
import { damage } from './trouble.ts';
import { unzstd } from './zstd.ts';

/** Programs for what Node's zlib does not know; both read standard input and write standard output. */
export const programFor: Partial<Readonly<Record<Coding, string>>> = { xz: 'xz', bz2: 'bzip2' };

/**
 * The decompressed bytes.
 *
 * @throws KnownError after the last good byte where the data ends early, is damaged or fails its checksum
 */
export function decompressed(coding: Coding, input: ByteReader): AsyncGenerator<Uint8Array> {
  switch (coding) {
    case 'gz':
      return joined(gunzip(input));
    case 'zst':
      return joined(unzstd(input));
    case 'br':
      return joined(brotli(input));
    case 'xz':
    case 'bz2':
      return byProgram(programFor[coding] ?? coding, input);
  }
}

async function* byProgram(program: string, input: ByteReader): AsyncGenerator<Uint8Array> {
  const { programOutput } = await import('./program.ts');
  yield* programOutput(program, ['-dc'], input);
}

async function* brotli(input: ByteReader): AsyncGenerator<Uint8Array> {
  const trouble = yield* inflated(createBrotliDecompress(decoderOptions), input);
  if (trouble !== null) throw damage('brotli', trouble);
  if ((await input.part()) !== null) throw damage('brotli', 'there is something else behind it');
}
