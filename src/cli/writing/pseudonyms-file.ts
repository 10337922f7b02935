import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { exitCodes, KnownError } from '../../errors.ts';
import type { Redactor } from '../../redaction/index.ts';
import { usageError } from '../words/args.ts';
import { openOutput } from './output.ts';

interface Wish {
  readonly redact: boolean;
  /** `--names FILE` */
  readonly pseudonymsFile: string | null;
}

/**
 * The redactor that `--redact` asks for. A file of `--names` that is there already is read first: its names keep their
 * pseudonyms, so that what is shared today can be laid beside what was shared yesterday.
 *
 * @throws KnownError where that file is no such mapping
 */
export async function redactorFor({ redact, pseudonymsFile }: Wish): Promise<Redactor | null> {
  if (!redact) {
    if (pseudonymsFile === null) return null;
    throw usageError('--names needs --redact', 'Without --redact there are no pseudonyms.');
  }
  const { createPseudonyms, createRedactor } = await import('../../redaction/index.ts');
  const earlier = pseudonymsFile !== null && existsSync(pseudonymsFile) ? await readMapping(pseudonymsFile) : {};
  return createRedactor(createPseudonyms(earlier));
}

/**
 * Writes which pseudonym stands for which name, where `--names FILE` asks for it: readable by its owner alone.
 *
 * @throws KnownError where the file cannot be written
 */
export async function writePseudonyms(file: string | null, redactor: Redactor | null): Promise<void> {
  if (file === null || redactor === null) return;
  const out = openOutput(file, 0o600);
  await out.write(`${JSON.stringify(redactor.mapping(), null, 2)}\n`);
  await out.end();
}

async function readMapping(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    const mapping: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isMapping(mapping)) return mapping;
  } catch (error) {
    throw unusable(`cannot read ${file}: ${(error as Error).message}`, error);
  }
  throw unusable(`${file}: not a file of pseudonyms, so it is not overwritten`);
}

function isMapping(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((pseudonym) => typeof pseudonym === 'string')
  );
}

function unusable(message: string, cause?: unknown): KnownError {
  return new KnownError(message, { exitCode: exitCodes.unusable, cause });
}
