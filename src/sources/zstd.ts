import { createZstdDecompress } from 'node:zlib';
import { type ByteReader, byteReader } from './byte-reader.ts';
import { decoderOptions, inflated } from './inflated.ts';
import { damage } from './trouble.ts';

const frameMagic = 0xfd2fb528;
/** Frames 0x184d2a50 to 0x184d2a5f hold something else (the index of a seekable file): a length, and bytes to pass over. */
const isSkippable = (magic: number) => magic >>> 4 === 0x184d2a5;

const cut = () => damage('zstd', 'it ends early');

/**
 * Decompresses zstd (RFC 8878): frames one after the other, as `cat a.zst b.zst` and pzstd make them.
 *
 * The frames are cut apart here, because Node's decoder stops behind the first, and Node 22's does not say that one is cut.
 */
export async function* unzstd(input: ByteReader): AsyncGenerator<Uint8Array> {
  while (true) {
    const head = Buffer.from(await input.peek(8));
    if (head.length === 0) return;
    const magic = head.length < 8 ? 0 : head.readUInt32LE(0);
    if (isSkippable(magic)) {
      const length = 8 + head.readUInt32LE(4);
      if ((await input.skip(length)) < length) throw cut();
    } else if (magic === frameMagic) {
      const trouble = yield* inflated(createZstdDecompress(decoderOptions), byteReader(frame(input)));
      if (trouble !== null) throw damage('zstd', trouble);
    } else {
      throw head.length < 8 ? cut() : damage('zstd', 'there is something else behind it');
    }
  }
}

/** The bytes of one frame: header, blocks up to the one marked as last, checksum. */
async function* frame(input: ByteReader): AsyncGenerator<Uint8Array> {
  const descriptor = (await input.peek(5))[4] ?? 0;
  yield* exactly(input, headerBytes(descriptor));
  while (true) {
    const [low = 0, middle = 0, high = 0] = await input.peek(3);
    const block = low | (middle << 8) | (high << 16);
    const [isLast, type, size] = [block & 1, (block >> 1) & 3, block >> 3];
    const runLength = 1;
    yield* exactly(input, 3 + (type === runLength ? 1 : size));
    if (isLast) break;
  }
  if (descriptor & 0b100) yield* exactly(input, 4);
}

/** Magic, descriptor, window (unless the frame is a single segment), dictionary id, content size. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 0b10_0000) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return 4 + 1 + (isSingleSegment ? 0 : 1) + dictionary + contentSize;
}

async function* exactly(input: ByteReader, count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; ) {
    const piece = await input.part(left);
    if (piece === null) throw cut();
    left -= piece.length;
    yield piece;
  }
}
