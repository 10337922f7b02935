import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { exitCodes, KnownError } from '../errors.ts';
import { type CaseFacts, factsFile, readFacts } from './facts.ts';

/** One folder of a golden corpus: its inputs, `case.json`, and `expected.json` once the case was accepted. */
export interface CorpusCase {
  /** The folder below the corpus: `oom-kill/two-kills-in-a-row`. */
  readonly name: string;
  readonly folder: string;
  /** Null where `case.json` is broken; `fault` then says how. */
  readonly facts: CaseFacts | null;
  readonly fault: string | null;
  /** Every file and folder beside those that describe the case: what is analysed. */
  readonly inputs: readonly string[];
  readonly expectedFile: string;
}

const goldenFile = 'expected.json';
const describing = new Set([factsFile, goldenFile, 'README.md']);

/**
 * All cases below these folders, in order of their path. A folder is a case if it holds a `case.json`, and what lies
 * below a case belongs to it.
 *
 * @throws KnownError where a folder cannot be read or holds no case: an empty corpus proves nothing
 */
export function findCases(roots: readonly string[]): CorpusCase[] {
  return roots.flatMap((root) => {
    const cases = casesBelow(root, root);
    if (cases.length > 0) return cases;
    throw new KnownError(`${root}: no case in it (a case is a folder with a ${factsFile})`, {
      exitCode: exitCodes.unusable,
      hint: '"oomtrail corpus add LOG --to DIR --name NAME --why TEXT" makes one.',
    });
  });
}

function casesBelow(folder: string, root: string): CorpusCase[] {
  const entries = entriesOf(folder);
  if (entries.some(({ name }) => name === factsFile)) return [readCase(folder, root)];
  return entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => casesBelow(join(folder, name), root));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new KnownError(`${folder}: cannot be read as a corpus (${(cause as Error).message})`, {
      exitCode: exitCodes.unusable,
      cause,
    });
  }
}

export function readCase(folder: string, root: string = folder): CorpusCase {
  const inputs = entriesOf(folder)
    .filter(({ name }) => !describing.has(name))
    .map(({ name }) => join(folder, name))
    .filter((path) => statSync(path).isFile() || statSync(path).isDirectory());
  const common = {
    name: relative(root, folder) || folder,
    folder,
    inputs,
    expectedFile: join(folder, goldenFile),
  };
  try {
    const facts = readFacts(join(folder, factsFile));
    return { ...common, facts, fault: inputs.length === 0 ? `${folder}: a case without a log` : null };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const hint = error.hint === null ? '' : `; ${error.hint}`;
    return { ...common, facts: null, fault: `${error.message}${hint}` };
  }
}
