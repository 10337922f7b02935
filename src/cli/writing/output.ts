import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { exitCodes, KnownError } from '../../errors.ts';

/** The reader of our output went away (`| head -1`): all work is over, and nothing is wrong. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

/** Where results go. */
export interface Output {
  /**
   * The output may read the bytes until it calls `taken`; where it never does, they must not be changed at all. Resolves when the reader can take more.
   * Rejects with `PipeClosed` once nobody reads, with a `KnownError` where the disk is full.
   */
  write(text: string | Uint8Array, taken?: () => void): Promise<void>;
  /** Resolves when everything written has left the process. */
  end(): Promise<void>;
}

function createOutput(stream: Writable, name: string, closes: boolean): Output {
  let failure: Error | null = null;
  /** Settles for all who wait. */
  let change: { readonly seen: Promise<void>; readonly wake: () => void } | null = null;
  const wake = (): void => {
    change?.wake();
    change = null;
  };
  stream.on('drain', wake);
  stream.on('close', wake);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOSPC' ? 'no space is left on the device' : error.message;
    failure ??=
      error.code === 'EPIPE'
        ? new PipeClosed()
        : new KnownError(`cannot write ${name}: ${reason}`, { exitCode: exitCodes.unusable, cause: error });
    wake();
  });

  async function settle(): Promise<void> {
    if (failure === null && stream.writableNeedDrain) {
      change ??= nextChange();
      await change.seen;
    }
    if (failure !== null) throw failure;
  }

  return {
    async write(text, taken) {
      if (failure !== null) throw failure;
      stream.write(text, taken);
      await settle();
    },
    async end() {
      if (failure === null) {
        await new Promise<void>((resolve) => {
          stream.once('error', () => resolve());
          if (closes) stream.end(() => resolve());
          else stream.write('', () => resolve());
        });
      }
      if (failure !== null) throw failure;
    },
  };
}

function nextChange() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { seen: promise, wake: resolve };
}

/** Standard output, or the file of `--output`, which is opened at the first write. */
export function openOutput(path: string | null): Output {
  if (path === null) return createOutput(process.stdout, 'standard output', false);
  let file: Output | null = null;
  const open = (): Output => {
    file ??= createOutput(createWriteStream(path), path, true);
    return file;
  };
  return {
    write: (text, taken) => open().write(text, taken),
    end: async () => file?.end(),
  };
}
