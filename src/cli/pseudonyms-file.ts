import { writeFile } from 'node:fs/promises';
import type { Redactor } from '../redaction/index.ts';
import { usageError } from './args.ts';
import { exitCodes, KnownError } from './errors.ts';

/**
 * Writes which pseudonym stands for which name, where `--names FILE` asks for it: readable by its owner alone.
 *
 * @throws KnownError where the file cannot be written, or nothing was redacted
 */
export async function writePseudonyms(file: string | null, redactor: Redactor | null): Promise<void> {
  if (file === null) return;
  if (redactor === null) throw usageError('--names goes with --redact', 'Without --redact there are no pseudonyms.');
  try {
    await writeFile(file, `${JSON.stringify(redactor.mapping(), null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new KnownError(`cannot write ${file}: ${(error as Error).message}`, {
      exitCode: exitCodes.unusable,
      cause: error,
    });
  }
}
