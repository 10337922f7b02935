import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { KnownError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';

export async function isInstalled(program: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue;
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

const keptErrorBytes = 2048;

/**
 * What a program writes to its standard output, with `input` (where given) on its standard input. No shell is involved;
 * the program is stopped when the caller stops early.
 *
 * @throws KnownError with the program's own complaint, after the output that it gave before; or the trouble of `input`
 */
export async function* programOutput(
  program: string,
  args: readonly string[],
  input: ByteReader | null,
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, args, {
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const outcome = once(child, 'close').then(
    ([status, signal]) => (status === 0 ? null : `status ${status ?? signal}`),
    (error: Error) => error.message,
  );
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(0, keptErrorBytes);
  });
  const fed = input === null ? Promise.resolve(null) : feed(child.stdin, input);
  try {
    if (child.stdout !== null) yield* gathered(child.stdout);
    const [ending, inputTrouble] = await Promise.all([outcome, fed]);
    if (inputTrouble !== null) throw inputTrouble;
    if (ending !== null) throw new KnownError(`${program}: ${firstLine(complaint) ?? ending}`);
    const warning = firstLine(complaint);
    if (warning !== null) throw new KnownError(`${program}: ${warning}`);
  } finally {
    child.kill();
    child.stdin?.destroy();
    await Promise.all([outcome, fed]);
  }
}

const gatheredBytes = 256 * 1024;

/** Programs write a few kilobytes at a time; whoever reads wants larger chunks. */
async function* gathered(output: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(gatheredBytes);
  let filled = 0;
  for await (const chunk of output) {
    if (filled + chunk.length > gatheredBytes) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (chunk.length > gatheredBytes) yield chunk;
    else filled += chunk.copy(buffer, filled);
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** Writes a reader's bytes into a program; returns what went wrong with the reader. That the program stops early is no trouble. */
async function feed(stdin: NodeJS.WritableStream | null, input: ByteReader): Promise<unknown> {
  if (stdin === null) return null;
  let closed = false;
  stdin.on('error', () => {
    closed = true;
  });
  try {
    for (let piece = await input.part(); piece !== null && !closed; piece = await input.part()) {
      const bytes = piece;
      await new Promise<void>((resolve) => {
        stdin.write(bytes, () => resolve());
      });
    }
    return null;
  } catch (error) {
    return error;
  } finally {
    stdin.end();
  }
}

const firstLine = (text: string) => text.split('\n').find((line) => line.trim() !== '') ?? null;
