import type { CorpusCase } from './case.ts';
import { differenceFromGolden, untruths } from './golden.ts';
import { replayCase } from './replay.ts';

/** The outcome of one case for people and for test harnesses. */
export interface CaseOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** What went wrong, several lines; empty where the case passed. */
  readonly detail: string;
}

/** Replays a case and holds it against its golden and its truth. `ignore` names paths that are not compared. */
export async function runCase(corpusCase: CorpusCase, ignore: readonly string[]): Promise<CaseOutcome> {
  const { name, facts, fault } = corpusCase;
  if (facts === null || fault !== null) return { name, passed: false, detail: fault ?? '' };
  const replay = await replayCase(corpusCase);
  const wrong = untruths(replay, facts.truth);
  const difference = differenceFromGolden(corpusCase, replay, ignore);
  const detail = [...wrong, ...(difference === null ? [] : [difference])].join('\n');
  return { name, passed: detail === '', detail };
}
