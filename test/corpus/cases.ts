import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CorpusCase, findCases } from '../../src/corpus/case.ts';
import { type CaseFacts, noFacts } from '../../src/corpus/facts.ts';

export const corpusFolder = fileURLToPath(new URL('../../corpus', import.meta.url));

/** Every case of the golden corpus. */
export const cases: readonly CorpusCase[] = findCases([corpusFolder]);

/** One log of a case: cases of several files have several. */
export interface CaseLog {
  /** `oom-kill/one-event-in-four-files/kern.log`. */
  readonly name: string;
  readonly path: string;
  readonly facts: CaseFacts;
  bytes(): Buffer;
}

/** A table whose columns its first row names, and whose newest row comes first: neither its begin nor its end can be missed. */
export const isNewestFirst = (name: string): boolean => name.includes('/newest-first-');

/** A terminal broke their lines, and its width tells which belong together: lines of other widths take that away. */
export const isWrappedAtAWidth = (name: string): boolean => name.includes('/copied-from-a-terminal-');

export const logs: readonly CaseLog[] = cases.flatMap(({ name, facts, inputs }) =>
  inputs
    .filter((path) => statSync(path).isFile())
    .map((path) => ({
      name: `${name}/${basename(path)}`,
      path,
      facts: facts ?? noFacts,
      bytes: () => readFileSync(path),
    })),
);
