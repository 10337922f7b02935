import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KnownError } from '../cli/errors.ts';

/** What `case.json` may say. Anything else in it is a mistake and fails the case. */
export interface CaseFacts {
  /** Why the case exists: what would go unnoticed without it. */
  readonly why: string;
  /** Where the log comes from: a captured incident, or written by hand after a kernel's format strings. */
  readonly origin: string;
  readonly kernel: string | null;
  readonly tz: string | null;
  readonly year: number | null;
  readonly pageSizeBytes: number | null;
  /** Dotted paths left out of the comparison, `*` for every element: `records.*.callTrace`. */
  readonly ignore: readonly string[];
  /** What is known of the incident from outside the log; checked by hand and by tests, never derived. */
  readonly truth: Readonly<Record<string, unknown>> | null;
}

/** One folder of a golden corpus: inputs, `case.json`, and `expected.json` once the case was accepted. */
export interface CorpusCase {
  readonly name: string;
  readonly folder: string;
  readonly facts: CaseFacts;
  /** Every file of the folder but the two that describe it, and the folders in it: what is analysed. */
  readonly inputs: readonly string[];
  readonly expectedFile: string;
}

const knownKeys = new Set<string>(['why', 'origin', 'kernel', 'tz', 'year', 'pageSizeBytes', 'ignore', 'truth']);
const describing = new Set(['case.json', 'expected.json', 'README.md']);

/** All cases below a folder, in order of their path. A folder is a case if it holds a `case.json`. */
export function findCases(folder: string): CorpusCase[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some((entry) => entry.name === 'case.json')) return [readCase(folder)];
  return entries.filter((entry) => entry.isDirectory()).flatMap((entry) => findCases(join(folder, entry.name)));
}

export function readCase(folder: string): CorpusCase {
  const names = readdirSync(folder)
    .filter((name) => !describing.has(name))
    .sort();
  const inputs = names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() || statSync(path).isDirectory());
  const parts = folder.split('/').filter(Boolean);
  return {
    name: parts.slice(-2).join('/'),
    folder,
    facts: readFacts(join(folder, 'case.json')),
    inputs,
    expectedFile: join(folder, 'expected.json'),
  };
}

function readFacts(file: string): CaseFacts {
  const stated = parseObject(file);
  const unknown = Object.keys(stated).filter((key) => !knownKeys.has(key));
  if (unknown.length > 0) {
    throw new KnownError(`${file}: unknown key ${unknown.map((key) => `"${key}"`).join(', ')}`, {
      hint: `known keys are ${[...knownKeys].join(', ')}`,
    });
  }
  if (typeof stated['why'] !== 'string' || stated['why'] === '') {
    throw new KnownError(`${file}: a case must say in "why" what would go unnoticed without it`);
  }
  return {
    why: stated['why'],
    origin: String(stated['origin'] ?? ''),
    kernel: (stated['kernel'] as string | undefined) ?? null,
    tz: (stated['tz'] as string | undefined) ?? null,
    year: (stated['year'] as number | undefined) ?? null,
    pageSizeBytes: (stated['pageSizeBytes'] as number | undefined) ?? null,
    ignore: (stated['ignore'] as string[] | undefined) ?? [],
    truth: (stated['truth'] as Record<string, unknown> | undefined) ?? null,
  };
}

function parseObject(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new KnownError(`${file}: not readable as JSON (${(cause as Error).message})`, { cause });
  }
}
