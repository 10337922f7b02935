import type { Evidence, Verdict } from '../analysis.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Exhibit, Finding } from '../rules/rule.ts';
import { priorsOf } from './hypotheses.ts';
import { natsOf, score } from './score.ts';

/** A finding this weak explains nothing to a reader. */
const shownNats = 0.4;
/** Rounding of probabilities. */
const noEffect = 1e-9;

/** A finding and the rule that made it. */
export type RuleFinding = Finding & { readonly rule: string };

/**
 * What speaks for a cause, and what against. A finding may speak for several causes and for another more: it is evidence for
 * this one only if the cause would not be likelier without it.
 */
export function evidenceOf(
  findings: readonly RuleFinding[],
  hypothesis: Hypothesis,
  { frame, incident }: Exhibit,
): Pick<Verdict, 'evidence' | 'against'> {
  const priors = priorsOf(frame, incident.scope);
  const shareOf = (some: readonly RuleFinding[]): number => score(priors, some).get(hypothesis) ?? 0;
  const whole = shareOf(findings);
  const effectOf = new Map(
    [...new Set(findings.map(({ weight }) => weight))].map((id) => [
      id,
      whole - shareOf(findings.filter(({ weight }) => weight !== id)),
    ]),
  );
  const listed = (speaks: (nats: number, effect: number) => boolean): Evidence[] =>
    findings
      .map((finding) => ({ finding, nats: natsOf(finding, hypothesis) }))
      .filter(({ finding, nats }) => speaks(nats, effectOf.get(finding.weight) ?? 0))
      .sort((a, b) => Math.abs(b.nats) - Math.abs(a.nats))
      .map(({ finding: { rule, claim, from, values }, nats }) => ({ rule, claim, weight: nats, from, values }));
  return {
    evidence: listed((nats, effect) => nats >= shownNats && effect >= -noEffect),
    against: listed((nats, effect) => nats <= -shownNats && effect <= noEffect),
  };
}
