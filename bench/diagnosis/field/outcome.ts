import type { Incident, Verdict } from '../../../src/diagnosis/analysis.ts';
import type { Truth } from './scene.ts';

/** What a verdict is worth beside the truth. */
export interface Outcome {
  readonly cause: 'right' | 'open' | 'wrong';
  /** Whether the name is right; null where any name will do. `nobody`: a name was wanted and none given. */
  readonly who: 'right' | 'nobody' | 'wrong' | null;
  readonly victim: 'right' | 'wrong' | null;
  /** Whether the confidence is what the files allow; null where the scene does not say. */
  readonly claim: 'fits' | 'bold' | 'timid' | null;
  /** The cause is wrong and claimed at 0.8 or more. */
  readonly sureAndWrong: boolean;
  /** A wrong name at 0.8 or more. */
  readonly sureOfWrongName: boolean;
}

const sure = 0.8;

/** Judges the worst incident of a scene. A scene without an incident is wrong, unless nothing happened. */
export function outcomeOf(truth: Truth, incident: Incident | undefined): Outcome {
  const { cause, or = [], who, victimIsCulprit } = truth;
  const verdict = incident?.verdict ?? null;
  const right = verdict === null ? cause === 'none' : [cause, ...or].includes(verdict.cause);
  const named = verdict === null || who === undefined ? null : nameOutcome(verdict, who);
  return {
    cause: right ? 'right' : verdict?.cause === 'undetermined' ? 'open' : 'wrong',
    who: named,
    victim:
      verdict === null || victimIsCulprit === undefined
        ? null
        : verdict.victimIsCulprit === victimIsCulprit
          ? 'right'
          : 'wrong',
    claim: verdict === null || !truth.knowable ? null : claimOutcome(verdict, truth.knowable, right),
    sureAndWrong: !right && (verdict?.confidence ?? 0) >= sure,
    sureOfWrongName: named === 'wrong' && (verdict?.who.confidence ?? 0) >= sure,
  };
}

function claimOutcome(
  { cause, confidence }: Verdict,
  knowable: 'sure' | 'likely' | 'no',
  right: boolean,
): Outcome['claim'] {
  const open = cause === 'undetermined';
  if (knowable === 'no') return open || confidence <= 0.6 ? 'fits' : 'bold';
  if (!right || open || confidence < (knowable === 'sure' ? 0.75 : 0.55)) return 'timid';
  return knowable === 'likely' && confidence > 0.92 ? 'bold' : 'fits';
}

function nameOutcome({ who: named }: Verdict, wanted: string | null): Outcome['who'] {
  const name = named.comm ?? named.cgroup;
  if (wanted === null) return name === null ? 'right' : 'wrong';
  if (name === null) return 'nobody';
  return name === wanted || named.cgroup?.includes(wanted) ? 'right' : 'wrong';
}
