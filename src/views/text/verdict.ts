import type { Evidence, EvidenceSource, Verdict } from '../../diagnosis/analysis.ts';
import { calibrationInWords } from '../../diagnosis/verdict/calibration.ts';
import { besideTheCause } from '../../diagnosis/verdict/factors.ts';
import { formatBytes } from '../quantities.ts';
import type { ViewSettings } from '../view.ts';
import { wrap } from '../width.ts';
import { block, field, textCells } from './layout.ts';

function address(from: EvidenceSource): string {
  const { path, line } = 'sample' in from ? from.sample : from;
  return `${path}:${line}`;
}

function culprit({ who }: Verdict): string | null {
  const amount = who.bytes === null ? '' : `, ${formatBytes(who.bytes)}`;
  if (who.kind === 'none') return null;
  if (who.kind === 'kernel') return `the kernel itself${amount}`;
  const name = who.comm ?? who.cgroup ?? 'unnamed';
  const pid = who.pid === null ? '' : ` (pid ${who.pid})`;
  const place = who.comm !== null && who.cgroup !== null ? ` in ${who.cgroup}` : '';
  return `${name}${pid}${place}${amount}`;
}

/** Each of the three answers has a confidence of its own. */
const sure = ({ confidence }: { readonly confidence: number }): string => ` (${confidence.toFixed(2)})`;

/** `+` speaks for the verdict, `-` against it; further lines of one claim are set in. */
function proofLines(sign: '+' | '-' | '=', { claim, from }: Evidence, settings: ViewSettings): string[] {
  const lines = wrap(`${claim} (${address(from)})`, textCells(settings) - 2);
  return lines.map((line, index) => `${index === 0 ? sign : ' '} ${line}`);
}

/** Candidates of an open question each on a line of its own with what it predicts; runners-up of an answer on one line. */
function otherCauses(alternatives: Verdict['alternatives'], isOpen: boolean, settings: ViewSettings): string[] {
  const named = alternatives.map(({ cause, confidence }) => `${cause} (${confidence.toFixed(2)})`);
  if (named.length === 0) return [];
  if (!isOpen || alternatives.every(({ predicts }) => predicts === undefined))
    return field(isOpen ? 'candidates' : 'or else', [named.join(', ')], settings);
  const lines = alternatives.map(({ predicts }, index) => `${named[index]}${predicts ? `: ${predicts}` : ''}`);
  return field('candidates', lines, settings);
}

/** Facts beside the cause with what they rest on; their names alone where the verdict does not hold that. */
function besideLines({ evidence, contributing }: Verdict): readonly string[] {
  const told = evidence.filter(({ rule }) => rule === besideTheCause);
  if (told.length > 0) return told.map(({ claim, from }) => `${claim} (${address(from)})`);
  return contributing.length === 0 ? [] : [contributing.map((factor) => factor.replaceAll('-', ' ')).join(', ')];
}

/** The answer: cause with confidence, where, who, why, and the proof for and against. Prints nothing where there is none. */
export function verdictLines(verdict: Verdict | null, settings: ViewSettings): string[] {
  if (verdict === null) return [];
  const { cause, confidence, words, where, why, victimIsCulprit, alternatives, next } = verdict;
  const who = culprit(verdict);
  const role =
    victimIsCulprit === null ? '' : victimIsCulprit ? '; it was also the victim' : '; the victim was not the cause';
  const share = where.share === null ? '' : `, ${Math.round(where.share * 100)} %`;
  const amount = where.bytes === null ? '' : `: ${formatBytes(where.bytes)}${share}`;
  const proofs = [
    ...verdict.evidence
      .filter(({ rule }) => rule !== besideTheCause)
      .flatMap((evidence) => proofLines(evidence.weight === 0 ? '=' : '+', evidence, settings)),
    ...verdict.against.flatMap((evidence) => proofLines('-', evidence, settings)),
  ];
  const beside = besideLines(verdict);
  const isOpen = cause === 'undetermined';
  /** Nothing that is known fits: then the mechanism says what is missing. */
  const isUnknown = isOpen && where.component === 'none';
  const answer = isOpen ? 'undetermined: not enough is known to say why' : `${words}: ${cause}`;
  const meaning = isOpen ? `best candidate ${confidence.toFixed(2)}` : confidence.toFixed(2);
  return [
    ...field('verdict', [`${settings.style.danger(answer)} (${meaning}, ${calibrationInWords})`], settings),
    ...(who === null ? [] : field('who', [`${who}${role}${sure(verdict.who)}`], settings)),
    ...field('where', [isUnknown ? 'not known' : `${where.component}${amount}${sure(where)}`], settings),
    ...field('why', [isUnknown ? why.mechanism : `${isOpen ? 'perhaps: ' : ''}${why.mechanism}${sure(why)}`], settings),
    ...(beside.length === 0 ? [] : field('also', beside, settings)),
    ...block('evidence', proofs, settings),
    ...(verdict.limits.length === 0 ? [] : field('limits', verdict.limits, settings)),
    ...otherCauses(alternatives, isOpen, settings),
    ...(next === null ? [] : field('look at', [next], settings)),
  ];
}
