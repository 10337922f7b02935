import type { Verdict } from '../../../diagnosis/analysis.ts';
import { calibrationInWords } from '../../../diagnosis/verdict/calibration.ts';
import { formatBytes } from '../../quantities.ts';
import type { Proof, Reference, VerdictBox } from '../model.ts';
import { causeHeadings, componentText, factorTexts } from './names.ts';
import { bareReference } from './reference.ts';

/** Who took the memory, as a name with pid, place and amount; null where nobody can be named. */
export function culpritText({ who }: Verdict): string | null {
  const amount = who.bytes === null ? '' : `, ${formatBytes(who.bytes)}`;
  switch (who.kind) {
    case 'none':
      return null;
    case 'kernel':
      return `the kernel itself${amount}`;
    default: {
      const name = who.comm ?? who.cgroup ?? 'unnamed';
      const pid = who.pid === null ? '' : who.kind === 'group' ? ` (largest: pid ${who.pid})` : ` (pid ${who.pid})`;
      const place = who.comm !== null && who.cgroup !== null ? ` in ${who.cgroup}` : '';
      return `${name}${pid}${place}${amount}`;
    }
  }
}

/** @param proofs the verdict's evidence with its addresses, the strongest first */
export function verdictBox(verdict: Verdict, proofs: readonly Proof[]): VerdictBox {
  const { cause, confidence, words, where, why, victimIsCulprit, contributing, alternatives, next } = verdict;
  const share = where.share === null ? '' : `, ${Math.round(where.share * 100)} % of all`;
  return {
    cause,
    heading: causeHeadings[cause],
    words,
    confidence,
    calibration: calibrationInWords,
    where: `${componentText(where.component)}${where.bytes === null ? '' : `: ${formatBytes(where.bytes)}${share}`}`,
    who: culpritText(verdict),
    why: why.mechanism,
    victim:
      victimIsCulprit === null
        ? null
        : victimIsCulprit
          ? 'Who took the memory is who was killed.'
          : 'Who was killed is not who took the memory.',
    contributing: contributing.map((factor) => factorTexts[factor]),
    alternatives: alternatives.map(({ cause: other, confidence: chance, predicts }) => ({
      cause: other,
      heading: causeHeadings[other],
      confidence: chance,
      ...(predicts === undefined ? {} : { predicts }),
    })),
    next,
    refs: restsOn(proofs),
  };
}

/** `One program took a great deal at once (0.05)`, most likely first; with what each predicts where the question is open. */
export function alternativesText(alternatives: VerdictBox['alternatives']): string {
  const isOpen = alternatives.some(({ predicts }) => predicts !== undefined);
  return alternatives
    .map(({ heading, confidence, predicts }) => {
      const named = `${heading.toLowerCase()} (${confidence.toFixed(2)})`;
      return predicts === undefined ? named : `${named}, if so: ${predicts}`;
    })
    .join(isOpen ? '; ' : ', ');
}

const mostGrounds = 3;

function restsOn(proofs: readonly Proof[]): readonly Reference[] {
  const refs = proofs.flatMap((proof) => proof.refs.slice(0, 1).map(bareReference));
  const isFirst = (ref: Reference, index: number): boolean =>
    refs.findIndex(({ path, line }) => path === ref.path && line === ref.line) === index;
  return refs.filter(isFirst).slice(0, mostGrounds);
}
