import type { FileCoverage } from '../ingest/sink.ts';

const mostFiles = 8;

/** Sentences, one a file, about the templates by which home-made logs were read, so that their owner can correct them. */
export function inferredTemplates(coverage: readonly FileCoverage[]): string[] {
  const guessed = coverage.filter(({ inferred = [] }) => inferred.length > 0);
  const sentences = guessed
    .slice(0, mostFiles)
    .map(
      ({ path, inferred = [] }) =>
        `${path}: read by an inferred template (--value-regex, --time-regex and --unit override it): ${inferred.join(' | ')}`,
    );
  const more = guessed.length - sentences.length;
  return more === 0 ? sentences : [...sentences, `${more} more files were read by an inferred template`];
}
