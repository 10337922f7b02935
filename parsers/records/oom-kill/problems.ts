import type { CloseReason } from '../extractor.ts';
import type { OomFacts } from './facts.ts';
import { lostLines } from './lost-lines.ts';

/** Words that tell something about a record without making it incomplete: the kernel itself printed no more. */
const HARMLESS: ReadonlySet<string> = new Set(['dump-suppressed', 'memcg-stats-cut', 'victim-already-exiting']);

/**
 * What is missing from a record.
 *
 * The kernel rate-limits the dump and not the kill: a kill line by itself is whole (`dump-suppressed`). A decision line or a
 * table without header is not, since the same limit holds for all of a dump.
 */
export function oomProblems(facts: OomFacts, reason: CloseReason): readonly string[] {
  const found = new Set<string>();
  const ended = facts.kill !== null || facts.noKillable || facts.spared || facts.panic !== null;
  if (!ended && (reason === 'superseded' || reason === 'stale')) found.add(reason);
  if (facts.header === null) for (const word of headProblems(facts)) found.add(word);
  else for (const word of lostLines(facts)) found.add(word);
  if (facts.brokenLine) found.add('line-broken');
  for (const word of tableProblems(facts, ended)) found.add(word);
  for (const word of facts.dump?.memcg.problems ?? []) found.add(word);
  if (facts.dump?.mixed) found.add('interleaved');
  if (!ended) found.add('kill-line-missing');
  if (facts.kill?.cut) found.add('kill-line-cut');
  if (facts.spared) found.add('victim-already-exiting');
  return [...found];
}

/** True if nothing that must be there is missing. */
export const isComplete = (problems: readonly string[]): boolean => problems.every((word) => HARMLESS.has(word));

function headProblems({ kill, choice, decision, dump, manual, noKillable, message }: OomFacts): readonly string[] {
  if (decision !== null || dump !== null) return ['head-missing'];
  if (manual && noKillable) return [];
  if (kill === null && choice === null) return ['head-missing'];
  return message === null ? ['head-missing'] : ['dump-suppressed'];
}

function tableProblems({ dump, decision, choice }: OomFacts, ended: boolean): readonly string[] {
  if (!dump?.tableBegun) return [];
  const words = [...dump.table.problems];
  if (!ended && decision === null && choice === null) words.push('task-table-cut');
  return words;
}
