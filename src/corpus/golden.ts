import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { cleanJson } from '../views/sanitize.ts';
import type { CorpusCase } from './case.ts';
import { lineDifference } from './difference.ts';
import { layOut } from './layout.ts';
import { valueAt, without } from './paths.ts';
import type { Replay } from './replay.ts';

/** Not part of a golden: judgements are tested where rules are, and a better rule must not touch every case. */
export const ignoredByDefault: readonly string[] = [
  'incidents.*.verdict',
  'incidents.*.remedies',
  'incidents.*.escalation',
];

/** What a case must give, as `expected.json` holds it. */
export function goldenText(replay: Replay, ignore: readonly string[]): string {
  return print(without(numbered(replay), [...ignoredByDefault, ...ignore]));
}

/** How a replay differs from the accepted one, null where it does not. `ignore` counts on both sides. */
export function differenceFromGolden(
  { expectedFile, facts }: CorpusCase,
  replay: Replay,
  ignore: readonly string[],
): string | null {
  if (!existsSync(expectedFile)) return 'no expected.json yet: "oomtrail corpus update" accepts what is found now';
  const left = [...(facts?.ignore ?? []), ...ignore];
  const accepted = without(JSON.parse(readFileSync(expectedFile, 'utf8')), [...ignoredByDefault, ...left]);
  return lineDifference(print(accepted), goldenText(replay, left));
}

/** Logs hold what a terminal obeys; escaped, a golden can be shown anywhere. */
function print(value: unknown): string {
  return `${cleanJson(layOut(value))}\n`;
}

/** Accepts a replay. Returns what changed by that, null where nothing did. */
export function acceptGolden({ expectedFile, facts }: CorpusCase, replay: Replay): string | null {
  const text = goldenText(replay, facts?.ignore ?? []);
  const before = existsSync(expectedFile) ? readFileSync(expectedFile, 'utf8') : '';
  if (text !== before) writeFileSync(expectedFile, text);
  return lineDifference(before, text);
}

/** Sentences about facts of `truth` that a replay contradicts. */
export function untruths(replay: Replay, truth: Readonly<Record<string, unknown>>): string[] {
  const plain: unknown = JSON.parse(JSON.stringify(replay));
  return Object.entries(truth).flatMap(([path, known]) => {
    const found = valueAt(plain, path);
    if (isDeepStrictEqual(found, known)) return [];
    return `truth: ${path} is ${JSON.stringify(known)}, found ${JSON.stringify(found) ?? 'nothing'}`;
  });
}

/**
 * Ids are hashes of content: a new field would change them all, and say nothing that the field does not say. A golden
 * keeps what they are for, that one record is named by another or by an incident.
 */
function numbered(replay: Replay): unknown {
  const names = new Map<string, string>();
  for (const [index, { id }] of replay.records.entries()) if (!names.has(id)) names.set(id, `record ${index}`);
  for (const [index, { id }] of replay.incidents.entries()) names.set(id, `incident ${index}`);
  return JSON.parse(JSON.stringify(replay), (_key, value: unknown) =>
    typeof value === 'string' ? (names.get(value) ?? value) : value,
  );
}
