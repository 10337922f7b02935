import type { Verdict } from '../../src/diagnosis/analysis.ts';
import { causeOfLabel, componentOfCause, labelsRight, needsHistory } from './labels.ts';
import type { Truth } from './runs.ts';

/** A run with its verdict; null where no incident was found. */
export interface Judged {
  readonly truth: Truth;
  readonly verdict: Verdict | null;
  readonly incidents: number;
  /** Judged without any sample. */
  readonly fromLog: boolean;
}

export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** Wilson's interval at 95 %: honest for few cases. */
export function wilson({ hits, of }: Share): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = hits / of;
  const middle = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return [(middle - spread) / (1 + (z * z) / of), (middle + spread) / (1 + (z * z) / of)];
}

export interface Measures {
  readonly top1: Share;
  readonly top2: Share;
  readonly decided: Share;
  readonly abstained: Share;
  readonly component: Share;
  readonly culprit: Share;
  readonly victimIsCulprit: Share;
  readonly silent: Share;
  readonly sureAndWrong: number;
  /** The same at 0.8. */
  readonly ratherSureAndWrong: number;
  /** Verdicts that name a wrong process at 0.8 or more. */
  readonly ratherSureName: number;
  readonly brier: number;
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly claimed: number;
    readonly share: Share;
  }[];
}

const binEdges = [0, 0.55, 0.7, 0.8, 0.9, 1];
const sure = 0.9;
const ratherSure = 0.8;

/** `knowableFromLog`: leaves out labels that no single report can tell. */
export function measure(judged: readonly Judged[], knowableFromLog: boolean): Measures {
  const positive = judged.filter(
    ({ truth }) =>
      causeOfLabel[truth.label] !== 'none' && (!knowableFromLog || !needsHistory.has(causeOfLabel[truth.label] ?? '')),
  );
  const silent = judged.filter(({ truth }) => causeOfLabel[truth.label] === 'none');
  const share = (list: readonly Judged[], hit: (one: Judged) => boolean): Share => ({
    hits: list.filter(hit).length,
    of: list.length,
  });
  const decided = positive.filter(({ verdict }) => verdict !== null && verdict.cause !== 'undetermined');
  return {
    top1: share(positive, isRight),
    top2: share(positive, (one) => isRight(one) || isSecond(one)),
    decided: share(decided, isRight),
    abstained: share(positive, ({ verdict }) => verdict === null || verdict.cause === 'undetermined'),
    component: share(
      positive.filter(({ truth }) => componentOfCause[causeOfLabel[truth.label] ?? ''] !== undefined),
      componentIsRight,
    ),
    culprit: share(positive.filter(namesProcess), culpritIsRight),
    victimIsCulprit: share(
      positive.filter(({ truth }) => truth.victimIsCulprit !== null),
      ({ truth, verdict }) => verdict?.victimIsCulprit === truth.victimIsCulprit,
    ),
    silent: share(silent, ({ incidents }) => incidents === 0),
    sureAndWrong: positive.filter((one) => (one.verdict?.confidence ?? 0) >= sure && !isRight(one)).length,
    ratherSureAndWrong: positive.filter((one) => (one.verdict?.confidence ?? 0) >= ratherSure && !isRight(one)).length,
    ratherSureName: positive.filter(
      (one) => namesProcess(one) && (one.verdict?.who.confidence ?? 0) >= ratherSure && !culpritIsRight(one),
    ).length,
    brier:
      positive.reduce((sum, one) => sum + ((one.verdict?.confidence ?? 0) - (candidateIsRight(one) ? 1 : 0)) ** 2, 0) /
      Math.max(1, positive.length),
    bins: binEdges.slice(1).map((to, index) => {
      const from = binEdges[index] ?? 0;
      const inside = positive.filter(
        ({ verdict }) => verdict !== null && verdict.confidence >= from && (verdict.confidence < to || to === 1),
      );
      const claimed =
        inside.reduce((sum, { verdict }) => sum + (verdict?.confidence ?? 0), 0) / Math.max(1, inside.length);
      return { from, to, claimed, share: share(inside, candidateIsRight) };
    }),
  };
}

export function isRight({ truth, verdict, fromLog }: Judged): boolean {
  return verdict !== null && labelsRight(truth.label, verdict.cause, fromLog);
}

/** An undetermined verdict's confidence is that of its first candidate. */
function candidateIsRight(one: Judged): boolean {
  return (
    isRight(one) ||
    (one.verdict?.cause === 'undetermined' &&
      labelsRight(one.truth.label, one.verdict.alternatives[0]?.cause ?? '', one.fromLog))
  );
}

function isSecond({ truth, verdict, fromLog }: Judged): boolean {
  const candidates =
    verdict?.cause === 'undetermined' ? verdict.alternatives.slice(0, 2) : (verdict?.alternatives.slice(0, 1) ?? []);
  return candidates.some(({ cause }) => labelsRight(truth.label, cause, fromLog));
}

function namesProcess({ verdict }: Judged): boolean {
  return verdict?.who.kind === 'process' || verdict?.who.kind === 'group';
}

function componentIsRight({ truth, verdict }: Judged): boolean {
  const wanted = componentOfCause[causeOfLabel[truth.label] ?? ''];
  // Without the counter for it, vmalloc is in the rest that no counter shows.
  return verdict?.where.component === wanted || (wanted === 'vmalloc' && verdict?.where.component === 'unaccounted');
}

function culpritIsRight({ truth, verdict }: Judged): boolean {
  const who = verdict?.who;
  if (!who || !truth.culprit) return false;
  return (who.pid !== null && truth.culprit.pids.includes(who.pid)) || who.comm === truth.culprit.comm;
}
