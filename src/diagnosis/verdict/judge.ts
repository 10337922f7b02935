import type { Verdict } from '../analysis.ts';
import { ceiling, confidenceWord, rounded } from '../confidence.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { asksForNothing } from '../page-fault.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Exhibit, Finding, Rule } from '../rules/rule.ts';
import { weights } from '../rules/weights.ts';
import { attributedGrowth } from './attributed.ts';
import { calibration } from './calibration.ts';
import { capOf } from './caps.ts';
import { evidenceOf } from './evidence.ts';
import { factorEvidence, factorsOf } from './factors.ts';
import { findingsOf } from './findings.ts';
import { componentFor, priorsOf } from './hypotheses.ts';
import { mechanismOf, stepEvidence } from './mechanism.ts';
import { nextObservation } from './next-observation.ts';
import { predictionFor } from './predictions.ts';
import { score } from './score.ts';
import { suspectFor } from './suspect.ts';
import { nobody } from './suspects/who.ts';
import { uncountedIn } from './uncounted.ts';
import { victimIsCulprit } from './victim-is-culprit.ts';

/** Below this, or with the runner-up this close, the honest answer is "undetermined". */
const least = { confidence: 0.55, margin: 0.15 } as const;
const shownAlternatives = 3;
/** Candidates less likely than this are no news; where nothing that is known fits, a few per cent are no candidate. */
const shown = { least: 0.02, whereNothingFits: 0.1 } as const;
/** The unknown outweighs a component that has less than this of its share. */
const nowhereTimes = 0.75;

/** Weighs everything the rules find about one incident. Pure: the same exhibit gives the same verdict. */
export function judge(exhibit: Exhibit, rules: readonly Rule[] = allRules): Verdict {
  const { findings, failed } = findingsOf(exhibit, rules);
  const { probabilities, ranked } = rank(exhibit, findings);
  const [top, probability] = ranked[0] ?? ['process-leak' as Hypothesis, 0];
  const second = ranked[1]?.[1] ?? 0;
  const decided = probability >= least.confidence && probability - second >= least.margin;
  const component = componentFor(top, exhibit.frame);
  const where = [...probabilities].reduce(
    (sum, [hypothesis, share]) =>
      hypothesis !== 'unknown' && componentFor(hypothesis, exhibit.frame) === component ? sum + share : sum,
    0,
  );
  // No part of memory is likelier than all that no rule knows of: neither a place nor a name.
  const unknown = probabilities.get('unknown') ?? 0;
  const nowhere = where <= unknown * nowhereTimes || (!decided && !isSpokenFor(component, findings, exhibit));
  const who = nowhere ? nobody : suspectFor(top, exhibit);
  const factors = factorsOf(exhibit, who);
  const weighed = evidenceOf(findings, top, exhibit);
  const filled = component === 'unaccounted' ? uncountedIn(exhibit) : component;
  const held = nowhere ? null : heldBy(filled, exhibit);
  return {
    cause: decided ? top : 'undetermined',
    confidence: rounded(probability),
    words: decided ? confidenceWord(probability) : 'undetermined',
    where: {
      component: nowhere ? 'none' : filled,
      bytes: held?.bytes ?? null,
      share: held?.share ?? null,
      confidence: rounded(nowhere ? Math.min(where, unknown) : where),
    },
    who: { ...who, confidence: rounded(Math.min(who.confidence, where)) },
    why: {
      mechanism: nowhere ? unexplained(exhibit) : mechanismOf(top, exhibit),
      confidence: rounded(where === 0 ? 0 : Math.min(probability / where, probability + 0.1)),
    },
    victimIsCulprit: nowhere ? null : victimIsCulprit(top, who, exhibit),
    contributing: factors.map((factor) => factor.id),
    evidence: [
      ...weighed.evidence,
      ...(nowhere ? [] : stepEvidence(top, exhibit)),
      ...attributedGrowth(exhibit),
      ...factorEvidence(factors),
    ],
    against: weighed.against,
    alternatives: ranked
      .slice(decided ? 1 : 0, shownAlternatives + 1)
      .filter(([, share]) => share >= (nowhere ? shown.whereNothingFits : shown.least))
      .map(([cause, confidence]) => ({
        cause,
        confidence: rounded(confidence),
        ...(decided ? {} : { predicts: predictionFor(cause, exhibit.frame) }),
      })),
    next: decided && probability >= 0.9 ? null : nextObservation(top, ranked[1]?.[0] ?? null, exhibit),
    limits: [
      ...(nowhere ? [] : limitsOf(top, exhibit)),
      ...(exhibit.history?.alignment?.sentences ?? []),
      ...failed.map((rule) => `rule ${rule} failed and was left out`),
    ],
  };
}

/** All causes that compete, likeliest first, each held to what the samples there are allow it. */
export function rank(
  exhibit: Exhibit,
  findings: readonly Finding[],
  temperature: number = calibration.temperature,
): { readonly probabilities: ReturnType<typeof score>; readonly ranked: readonly [Hypothesis, number][] } {
  const probabilities = score(priorsOf(exhibit.frame, exhibit.incident.scope), findings, temperature);
  const ranked = [...probabilities]
    .filter((entry): entry is [Hypothesis, number] => entry[0] !== 'unknown')
    .map(([hypothesis, probability]): [Hypothesis, number] => [
      hypothesis,
      Math.min(probability, capOf(hypothesis, exhibit)?.most ?? ceiling, ceiling),
    ])
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  return { probabilities, ranked };
}

/** Whether anything here, and not only how common causes are, says that it was this component. A table of tasks does. */
function isSpokenFor(component: string, findings: readonly Finding[], { frame, report }: Exhibit): boolean {
  if (frame === 'userspace' || frame === 'refusal' || frame === 'manual') return true;
  if (frame === 'shortage' && ((report?.tasks.length ?? 0) > 0 || (report?.victims.length ?? 0) > 0)) return true;
  return findings.some(({ weight }) =>
    Object.entries(weights[weight].nats).some(
      ([cause, nats]) => nats > 0 && componentFor(cause as Hypothesis, frame) === component,
    ),
  );
}

/** What is said of the mechanism where nothing that is known fits. */
function unexplained({ report, frame }: Exhibit): string {
  if (frame === 'hang') return 'nothing here shows what was waited for, or what kept a CPU busy';
  if (frame === 'allocation' || frame === 'refusal') return 'nothing here shows why the request was refused';
  return report?.trigger && asksForNothing(report.trigger)
    ? 'a page fault was refused memory while memory was free, by the limit of a group or by a driver'
    : 'nothing here shows what used up the memory';
}

function heldBy(component: string, { accounting, states }: Exhibit): { bytes: number; share: number } | null {
  const fromReport =
    component === 'unaccounted'
      ? accounting?.unaccountedBytes
      : accounting?.parts.find((part) => part.component === component)?.bytes;
  if (accounting && fromReport != null)
    return { bytes: fromReport, share: Number((fromReport / accounting.totalBytes).toPrecision(3)) };
  const last = states.at(-1);
  const bytes = last?.parts.get(component as never);
  return last && bytes !== undefined ? { bytes, share: Number((bytes / last.totalBytes).toPrecision(3)) } : null;
}

function limitsOf(hypothesis: Hypothesis, exhibit: Exhibit): string[] {
  const cap = capOf(hypothesis, exhibit);
  return cap ? [`confidence is held at ${cap.most}: ${cap.reason}`] : [];
}
