import { stat } from 'node:fs/promises';
import type { KnownError } from '../errors.ts';
import { byteReader } from './byte-reader.ts';
import { discover } from './discover.ts';
import { fileChunks, readAt } from './file.ts';
import { headBytes } from './magic.ts';
import { unwrap } from './unwrap.ts';

/** Bytes of the decompressed stream of a source, end exclusive. */
export interface Stretch {
  readonly byteStart: number;
  readonly byteEnd: number;
}

/**
 * Reads stretches of a file again: at once where it is a plain file, else by one pass through what is compressed, packed
 * or in an archive. A stretch that is not there any more, or a source that can be read once only, gives nothing.
 *
 * @param path as a span names it; a member of an archive as `archive.tar.gz:member`
 */
export async function readAgain(
  path: string,
  stretches: readonly Stretch[],
): Promise<ReadonlyMap<Stretch, Uint8Array>> {
  const file = await fileOf(path);
  if (file === null || stretches.length === 0) return new Map();
  try {
    return file === path && (await isPlain(path))
      ? await readPlain(path, stretches)
      : await readPass(file, path, stretches);
  } catch {
    return new Map();
  }
}

/** The file on disk that holds a source: the path itself, or what stands before one of its colons. */
async function fileOf(path: string): Promise<string | null> {
  for (let end = path.length; end > 0; end = path.lastIndexOf(':', end - 1)) {
    const candidate = path.slice(0, end);
    const found = await stat(candidate).catch(() => null);
    if (found) return found.isFile() ? candidate : null;
  }
  return null;
}

/** Whether a file's bytes are its text: neither packed nor in another encoding. */
export async function isPlain(path: string): Promise<boolean> {
  const file = byteReader(fileChunks(path, null, 2 * headBytes));
  const { content, reader } = await unwrap(file, path);
  await reader.close();
  return content.kind === 'text' && reader === file;
}

async function readPlain(path: string, stretches: readonly Stretch[]): Promise<Map<Stretch, Uint8Array>> {
  const found = new Map<Stretch, Uint8Array>();
  for (const stretch of stretches) {
    const bytes = await readAt(path, stretch.byteStart, stretch.byteEnd - stretch.byteStart);
    if (bytes.length === stretch.byteEnd - stretch.byteStart) found.set(stretch, bytes);
  }
  return found;
}

async function readPass(file: string, path: string, stretches: readonly Stretch[]): Promise<Map<Stretch, Uint8Array>> {
  const ignore = (_error: KnownError): void => {};
  for await (const { members } of discover([file], ignore)) {
    for (const member of members) if (member.path === path) return collect(member.chunks(ignore), stretches);
  }
  return new Map();
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  stretches: readonly Stretch[],
): Promise<Map<Stretch, Uint8Array>> {
  const wanted = stretches.map((stretch) => ({
    stretch,
    bytes: new Uint8Array(stretch.byteEnd - stretch.byteStart),
    filled: 0,
  }));
  const end = Math.max(...stretches.map(({ byteEnd }) => byteEnd));
  let at = 0;
  for await (const chunk of chunks) {
    for (const want of wanted) {
      const from = Math.max(at, want.stretch.byteStart);
      const to = Math.min(at + chunk.length, want.stretch.byteEnd);
      if (from >= to) continue;
      want.bytes.set(chunk.subarray(from - at, to - at), from - want.stretch.byteStart);
      want.filled += to - from;
    }
    at += chunk.length;
    if (at >= end) break;
  }
  return new Map(
    wanted.filter(({ bytes, filled }) => filled === bytes.length).map(({ stretch, bytes }) => [stretch, bytes]),
  );
}
