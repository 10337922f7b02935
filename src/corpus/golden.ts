import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CorpusCase } from './case.ts';
import { lineDifference, without } from './compare.ts';
import { type Replay, replayCase } from './replay.ts';

/** How a case fared against its golden. */
export type GoldenResult =
  | { readonly status: 'same' }
  | { readonly status: 'differs'; readonly difference: string }
  | { readonly status: 'no-golden'; readonly actual: string };

/** Replays a case and compares it with its `expected.json`. */
export async function checkGolden(corpusCase: CorpusCase, ignore: readonly string[]): Promise<GoldenResult> {
  const left = [...ignore, ...corpusCase.facts.ignore];
  const actual = golden(await replayCase(corpusCase), left);
  if (!existsSync(corpusCase.expectedFile)) return { status: 'no-golden', actual };
  const expected = print(without(JSON.parse(readFileSync(corpusCase.expectedFile, 'utf8')), left));
  const difference = lineDifference(expected, actual);
  return difference === null ? { status: 'same' } : { status: 'differs', difference };
}

/** Rewrites a golden with what the code says now. Returns what changed, null where nothing did. */
export async function updateGolden(corpusCase: CorpusCase): Promise<string | null> {
  const actual = golden(await replayCase(corpusCase), corpusCase.facts.ignore);
  const before = existsSync(corpusCase.expectedFile) ? readFileSync(corpusCase.expectedFile, 'utf8') : '';
  const difference = lineDifference(before, actual);
  if (difference !== null) writeFileSync(corpusCase.expectedFile, actual);
  return difference;
}

function golden(replay: Replay, ignore: readonly string[]): string {
  return print(without(replay, ignore));
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
