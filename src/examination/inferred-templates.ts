import type { FileCoverage } from '../ingest/sink.ts';
import { counted } from '../views/quantities.ts';

const mostFiles = 8;

/** One sentence per home-made log on the template by which it was read, so that its owner can correct it. */
export function inferredTemplates(coverage: readonly FileCoverage[]): string[] {
  const guessed = coverage.filter(({ inferred = [] }) => inferred.length > 0);
  const sentences = guessed
    .slice(0, mostFiles)
    .map(
      ({ path, inferred = [] }) =>
        `${path}: read by an inferred template (--value-regex, --time-regex and --unit override it): ${inferred.join(' | ')}`,
    );
  const more = guessed.length - sentences.length;
  return more === 0
    ? sentences
    : [...sentences, `${counted(more, 'more file was', 'more files were')} read by an inferred template`];
}
