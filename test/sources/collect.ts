import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { KnownError } from '../../src/errors.ts';
import { byteReader } from '../../src/sources/byte-reader.ts';
import { discover } from '../../src/sources/index.ts';

export interface Collected {
  /** The members of each set, by path. */
  readonly sets: readonly (readonly string[])[];
  readonly bytes: ReadonlyMap<string, Buffer>;
  readonly problems: readonly KnownError[];
}

/** Reads everything that `discover` finds. Chunks are copied, since each is valid only until the next. */
export async function collect(...paths: readonly string[]): Promise<Collected> {
  const sets: string[][] = [];
  const bytes = new Map<string, Buffer>();
  const problems: KnownError[] = [];
  const problem = (error: KnownError) => problems.push(error);
  for await (const set of discover(paths, problem)) {
    sets.push(set.members.map(({ path }) => path));
    for (const member of set.members) bytes.set(member.path, await all(member.chunks(problem)));
  }
  return { sets, bytes, problems };
}

export async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

/** What came before the trouble, and the trouble. */
export async function untilThrown(chunks: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; error: Error | null }> {
  const copies: Buffer[] = [];
  try {
    for await (const chunk of chunks) copies.push(Buffer.from(chunk));
    return { bytes: Buffer.concat(copies), error: null };
  } catch (error) {
    return { bytes: Buffer.concat(copies), error: error as Error };
  }
}

/**
 * A stream of pieces of the given sizes, which repeat. It keeps the rule of the contract to the letter: each piece is
 * overwritten as soon as the next is asked for.
 */
export async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const piece = Uint8Array.from(bytes.subarray(at, at + Math.max(1, sizes[turn % sizes.length] ?? 1)));
    yield piece;
    piece.fill(0xee);
    at += piece.length;
  }
}

export const reader = (bytes: Uint8Array, sizes: readonly number[] = [1 << 16]) => byteReader(pieces(bytes, sizes));

/** A new directory that goes away with the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'oomtrail-sources-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Node cannot make a named pipe itself. */
export function namedPipe(path: string): void {
  const program = 'mkfifo';
  execFileSync(program, [path]);
}

/** Log lines that do not compress to nothing. */
export function someLog(lines: number): Buffer {
  let state = 1;
  let text = '';
  for (let line = 0; line < lines; line++) {
    state = (state * 48271) % 0x7fffffff;
    text += `Nov 20 13:58:${String(line % 60).padStart(2, '0')} db1 kernel: [${line}.${state}] Out of memory: ${state.toString(36)}\n`;
  }
  return Buffer.from(text);
}
