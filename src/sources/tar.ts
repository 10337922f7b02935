import { KnownError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { blockBytes, cString, isTarHeader, paxRecords, type TarHeader, tarHeader } from './tar-header.ts';

/** A regular file in an archive. Its bytes are to be read before the next member is asked for. */
export interface TarMember {
  readonly name: string;
  readonly modifiedMs: number | null;
  readonly sizeBytes: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Long names and pax records are small; a damaged size must not make us hold a gigabyte. */
const longHeaderBytes = 1 << 20;

/** What the special members before a file say about it. */
interface Overrides {
  name: string | null;
  pax: ReadonlyMap<string, string>;
}

/**
 * The regular files of a tar archive (v7, ustar, GNU, pax), in its order, in one pass. Links, folders and devices carry
 * no bytes and are passed over; of sparse files the holes are left out, which in a log are NULs.
 *
 * Read here rather than by a library of streams, because those drop what they hold when the archive turns out to be cut.
 *
 * `damaged` is told of headers that make no sense; reading goes on at the next one that does, as GNU tar does it.
 *
 * @throws KnownError where the archive is cut, here or out of the member that was being read
 */
export async function* tarMembers(
  archive: ByteReader,
  damaged: (error: KnownError) => void,
): AsyncGenerator<TarMember> {
  let endMark = false;
  let global: ReadonlyMap<string, string> = new Map();
  let local: Overrides = { name: null, pax: new Map() };
  while (true) {
    const block = new Uint8Array(await archive.peek(blockBytes));
    if (block.length < blockBytes) {
      await archive.skip(block.length);
      // Rethrows what broke the stream, if anything did.
      await archive.part(1);
      if (block.length > 0 || !endMark) throw cut('its end mark is missing, so members may be missing');
      return;
    }
    if (block.every((byte) => byte === 0)) {
      endMark = true;
      await archive.skip(blockBytes);
      continue;
    }
    const header = isTarHeader(block) ? tarHeader(block) : null;
    if (header === null) {
      damaged(
        new KnownError(`${await resync(archive)} bytes between two members are damaged or no part of the archive`),
      );
      continue;
    }
    endMark = false;
    await archive.skip(blockBytes);
    if (header.type === 'file' || header.type === 'sparse') {
      if (header.mapContinues) await skipHoleMap(archive);
      yield* member(archive, header, local, global);
      local = { name: null, pax: new Map() };
    } else if (header.type === 'other') {
      await skipExactly(archive, padded(header.bytes), `the member ${header.name}`);
      local = { name: null, pax: new Map() };
    } else {
      const body = await smallBody(archive, header);
      if (header.type === 'long-name') local.name = cString(body);
      if (header.type === 'pax') local.pax = paxRecords(body);
      if (header.type === 'pax-global') global = paxRecords(body);
    }
  }
}

async function* member(
  archive: ByteReader,
  header: TarHeader,
  local: Overrides,
  global: ReadonlyMap<string, string>,
): AsyncGenerator<TarMember> {
  const pax = (key: string) => local.pax.get(key) ?? global.get(key);
  const sizeBytes = wholeNumber(pax('size')) ?? header.bytes;
  const seconds = Number(pax('mtime') ?? Number.NaN);
  const name = pax('GNU.sparse.name') ?? pax('path') ?? local.name ?? header.name;
  let left = sizeBytes;
  let failure: KnownError | null = null;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    while (left > 0) {
      const piece = await archive.part(left);
      if (piece === null) {
        failure = cut(`${left} bytes of the member ${name} are missing`);
        throw failure;
      }
      left -= piece.length;
      yield piece;
    }
  }
  yield { name, modifiedMs: Number.isFinite(seconds) ? seconds * 1000 : header.modifiedMs, sizeBytes, bytes: bytes() };
  if (failure !== null) throw failure;
  await skipExactly(archive, left + padded(sizeBytes) - sizeBytes, `the member ${name}`);
}

async function smallBody(archive: ByteReader, header: TarHeader): Promise<Uint8Array> {
  const length = Math.min(header.bytes, longHeaderBytes);
  const body = new Uint8Array(await archive.peek(length));
  await skipExactly(archive, padded(header.bytes), 'a long name');
  return body;
}

/** Old GNU sparse files: blocks of 21 more holes each; byte 504 says whether another follows. */
async function skipHoleMap(archive: ByteReader): Promise<void> {
  for (let continues = true; continues; ) {
    continues = (await archive.peek(blockBytes))[504] === 1;
    await skipExactly(archive, blockBytes, 'a map of holes');
  }
}

async function resync(archive: ByteReader): Promise<number> {
  let skipped = 0;
  while (true) {
    skipped += await archive.skip(blockBytes);
    const block = await archive.peek(blockBytes);
    if (block.length < blockBytes || isTarHeader(block) || block.every((byte) => byte === 0)) return skipped;
  }
}

async function skipExactly(archive: ByteReader, count: number, what: string): Promise<void> {
  const missing = count - (await archive.skip(count));
  if (missing > 0) throw cut(`${missing} bytes of ${what} are missing`);
}

const padded = (bytes: number) => Math.ceil(bytes / blockBytes) * blockBytes;

const wholeNumber = (text: string | undefined) =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

const cut = (what: string) =>
  new KnownError(`the tar archive ends early: ${what}`, { hint: 'Take a new copy if the original is whole.' });
