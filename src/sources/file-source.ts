import { dirname } from 'node:path';
import { KnownError } from '../errors.ts';
import { byteReader, rest } from './byte-reader.ts';
import { fileChunks, readAt } from './file.ts';
import { type Foreign, headBytes } from './magic.ts';
import type { ByteSource, FileFacts } from './source.ts';
import { isOnlyNul, looksLikeText } from './text.ts';
import { systemTrouble } from './trouble.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

/** A regular file, as it was when it was found. */
export interface FoundFile {
  readonly path: string;
  readonly stats: FileFacts;
}

const onlyNuls: Foreign = {
  kind: 'foreign',
  what: 'only NUL bytes where there should be text (lost in a power cut, or never written)',
  hint: null,
  mayHoldLogs: false,
};

/** What a file holds, and whether that is wrapped: packed, or text in another encoding. */
export interface Inspected {
  readonly content: Unwrapped['content'];
  readonly isWrapped: boolean;
}

/**
 * Found out from the first bytes.
 *
 * @throws KnownError where it cannot be read
 */
export async function inspect({ path, stats }: FoundFile): Promise<Inspected> {
  const file = byteReader(fileChunks(path, stats, 2 * headBytes));
  const { content, reader } = await unwrap(file, path);
  try {
    const isWrapped = reader !== file;
    const mayBeHole = content.kind === 'text' && !isWrapped && isOnlyNul(await file.peek(headBytes));
    return { content: mayBeHole && !(await endsInText(path)) ? onlyNuls : content, isWrapped };
  } finally {
    await reader.close();
  }
}

/** A log cut to zero under a writer that kept its position starts with a hole, as lastlog does; but it ends in lines. */
async function endsInText(path: string): Promise<boolean> {
  const tail = await readAt(path, -headBytes, headBytes);
  return tail.includes(0x0a) && looksLikeText(tail);
}

export function fileSource({ path, stats }: FoundFile, kind: 'text' | 'journal', isWrapped = false): ByteSource {
  async function* bytes(chunkBytes?: number) {
    if (kind === 'journal') {
      const { journalEntries } = await import('./journal.ts');
      return yield* journalEntries(path);
    }
    const { content, reader } = await unwrap(byteReader(fileChunks(path, stats, chunkBytes)), path);
    if (content.kind === 'text') return yield* rest(reader);
    await reader.close();
    throw new KnownError(`${path}: changed while it was looked at`, { hint: 'Run it again.', path });
  }
  return {
    path,
    directory: dirname(path),
    modifiedMs: stats.mtimeMs,
    sizeBytes: stats.size,
    rereadable: true,
    ...(kind === 'text' && { file: stats, isWrapped }),
    chunks: (problem, chunkBytes) => untilTrouble(path, () => bytes(chunkBytes), problem),
  };
}

/** Chunks up to the first trouble, which is reported with the number of bytes that came before it. */
export async function* untilTrouble<Chunk extends Uint8Array | { readonly bytes: Uint8Array }>(
  path: string,
  open: () => AsyncIterable<Chunk>,
  problem: (error: KnownError) => void,
): AsyncGenerator<Chunk> {
  let kept = 0;
  try {
    for await (const chunk of open()) {
      kept += chunk instanceof Uint8Array ? chunk.length : chunk.bytes.length;
      yield chunk;
    }
  } catch (error) {
    const trouble = await systemTrouble(path, error);
    const message = kept === 0 ? trouble.message : `${trouble.message}; the ${kept} bytes before it were read`;
    problem(located(path, new KnownError(message, { exitCode: trouble.exitCode, hint: trouble.hint, cause: error })));
  }
}

/** Trouble inside a stream does not know whose stream it is. */
export function located(path: string, { message, exitCode, hint, cause }: KnownError): KnownError {
  return new KnownError(message.startsWith(`${path}: `) ? message : `${path}: ${message}`, {
    exitCode,
    hint,
    path,
    cause,
  });
}
