import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { KnownError } from '../errors.ts';
import { codeOf, systemTrouble } from './trouble.ts';

const mebibyte = 1 << 20;
/** Empty files are many, and those of /proc seldom have more. */
const sizelessBytes = 1 << 14;

/** Which file a name stood for when it was found. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** Bytes of a file, end exclusive. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What is read by so little at a time is there at once: handing it to another thread takes longer. */
const atOnceBytes = 64 * 1024;

const readLater = promisify(read);

/** Before each chunk of a big file, for the lines that its reader still holds of the chunk before. */
const roomBytes = 64 * 1024;
const roomy = new WeakSet<ArrayBufferLike>();

function roomyBuffer(length: number): Buffer {
  const memory = Buffer.allocUnsafeSlow(roomBytes + length);
  roomy.add(memory.buffer);
  return memory.subarray(roomBytes);
}

/** How many bytes before a chunk, in the same memory, its reader may write on: 0 where they may be anything. */
export const roomBefore = ({ buffer, byteOffset }: Uint8Array): number => (roomy.has(buffer) ? byteOffset : 0);

/** Of thousands of small files each would leave its memory to the collector. */
let spare: Buffer | null = null;
function takeSpare(): Buffer {
  const buffer = spare ?? Buffer.allocUnsafeSlow(atOnceBytes);
  spare = null;
  return buffer;
}

/**
 * The bytes of a plain file up to the size it has at opening, in chunks of `chunkBytes`.
 *
 * Two buffers take turns: the next chunk is read while the caller works on this one. `found` guards against a rotation
 * between the walk and the reading, which would give one file's name to another's bytes. With `range` only these bytes.
 *
 * @throws KnownError where it cannot be opened, was rotated away, is cut while it is read, or the disk fails
 */
export async function* fileChunks(
  path: string,
  found: FileIdentity | null = null,
  chunkBytes = mebibyte,
  range: ByteRange | null = null,
): AsyncGenerator<Uint8Array> {
  let file: number | null = null;
  let pending: Promise<number> | null = null;
  const buffers: Buffer[] = [];
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, dev, ino } = fstatSync(file);
    if (found !== null && (found.dev !== dev || found.ino !== ino)) throw rotatedAway(path);
    // /proc states no size: read such a file to its end.
    const end = size > 0 ? Math.min(size, range?.to ?? size) : Number.POSITIVE_INFINITY;
    let at = range?.from ?? 0;
    const length = Math.min(chunkBytes, size > 0 ? Math.max(1, end - at) : sizelessBytes);
    const reads = { file, positioned: range !== null, atOnce: length <= atOnceBytes };
    let turn = 0;
    const begin = (): Promise<number> => {
      const into = buffers[turn] ?? (length <= atOnceBytes ? takeSpare() : roomyBuffer(length));
      buffers[turn] = into;
      const reading = readSome(reads, into, { length: Math.min(length, end - at), at });
      // It may fail while the caller is at work, before anybody waits for it.
      reading.catch(() => undefined);
      return reading;
    };
    let more = true;
    while (more) {
      pending ??= begin();
      const bytesRead = await pending;
      pending = null;
      at += bytesRead;
      const chunk = buffers[turn]?.subarray(0, bytesRead);
      more = bytesRead > 0 && at < end;
      if (!reads.atOnce) {
        turn = 1 - turn;
        if (more) pending = begin();
      }
      if (bytesRead > 0 && chunk !== undefined) yield chunk;
    }
    // Files of /sys state a size that they do not fill; they do not shrink.
    if (at < end && fstatSync(file).size < size) throw cutWhileRead(path, size - at);
  } catch (error) {
    throw await systemTrouble(path, error);
  } finally {
    // The descriptor must not be closed, and given to another file, under a read that is still on its way.
    await pending?.catch(() => undefined);
    if (file !== null) closeSync(file);
    for (const buffer of buffers) if (buffer.length === atOnceBytes) spare = buffer;
  }
}

interface Reads {
  readonly file: number;
  /** Read at a place, or go on where the last read ended. */
  readonly positioned: boolean;
  readonly atOnce: boolean;
}

/** /proc/kmsg and the like would wait for more; having nothing at once is their end. */
async function readSome(
  { file, positioned, atOnce }: Reads,
  into: Buffer,
  { length, at }: { readonly length: number; readonly at: number },
): Promise<number> {
  const position = positioned ? at : null;
  try {
    if (atOnce) return readSync(file, into, 0, length, position);
    return (await readLater(file, into, 0, length, position)).bytesRead;
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

export async function openFile(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (error) {
    throw await systemTrouble(path, error);
  }
}

/** Up to `length` bytes at `position` (from the end where negative). */
export async function readAt(path: string, position: number, length: number): Promise<Uint8Array> {
  const file = await openFile(path, constants.O_RDONLY);
  try {
    const start = position >= 0 ? position : Math.max(0, (await file.stat()).size + position);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw await systemTrouble(path, error);
  } finally {
    await file.close();
  }
}

const rotatedAway = (path: string) =>
  new KnownError(`${path}: not read: it was rotated or replaced after it was found`, {
    hint: 'Run the command again.',
    path,
  });

export const cutWhileRead = (path: string, missingBytes: number) =>
  new KnownError(`${path}: became shorter while it was read: ${missingBytes} bytes are missing`, {
    hint: 'It was probably rotated by copying (copytruncate): run the command again and name the rotated file too.',
    path,
  });
