import type { Writable } from 'node:stream';
import type { KnownError } from '../../errors.ts';
import { writeTrouble } from '../../write-trouble.ts';
import { outputFile } from './output-file.ts';

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
  let failure: PipeClosed | KnownError | null = null;
  /** Settles for all who wait. */
  let change: { readonly seen: Promise<void>; readonly wake: () => void } | null = null;
  const wake = (): void => {
    change?.wake();
    change = null;
  };
  stream.on('drain', wake);
  stream.on('close', wake);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error.code === 'EPIPE' ? new PipeClosed() : writeTrouble(name, error);
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
          if (closes) stream.once('close', () => resolve()).end();
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

/**
 * Standard output, or the file of `--output`, which takes its name when it ends; where nothing is written, nothing changes.
 *
 * @param mode of a file that is not there yet
 * @throws KnownError where it is seen already that the file cannot be written
 */
export function openOutput(path: string | null, mode = 0o666): Output {
  if (path === null) return createOutput(process.stdout, 'standard output', false);
  const file = orTrouble(path, () => outputFile(path, mode));
  let output: Output | null = null;
  const open = (): Output => {
    output ??= createOutput(file.open(), path, true);
    return output;
  };
  return {
    write: (text, taken) => open().write(text, taken),
    async end() {
      if (output === null) return;
      await output.end();
      orTrouble(path, () => file.keep());
    },
  };
}

function orTrouble<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw writeTrouble(path, error);
  }
}
