import { softmax } from '../confidence.ts';
import type { Finding, Hypothesis } from '../rules/rule.ts';
import { type Weight, weights } from '../rules/weights.ts';
import { unknownPrior } from './hypotheses.ts';

/** No single heuristic fact may decide alone; what the kernel states may. */
const mostNats = { heuristic: 5, stated: 6 } as const;

export interface Scored {
  readonly probabilities: ReadonlyMap<Hypothesis | 'unknown', number>;
}

/**
 * Adds up what the findings say. Within a group of findings that tell the same fact only the strongest word for and the
 * strongest word against a cause count, so that one fact told three times is not believed three times.
 */
export function score(priors: Readonly<Partial<Record<Hypothesis, number>>>, findings: readonly Finding[]): Scored {
  const scores = new Map<Hypothesis | 'unknown', number>([['unknown', Math.log(unknownPrior)]]);
  for (const [hypothesis, prior] of Object.entries(priors) as [Hypothesis, number][]) {
    if (prior > 0) scores.set(hypothesis, Math.log(prior) + evidenceFor(hypothesis, findings));
  }
  return { probabilities: softmax(scores) };
}

function evidenceFor(hypothesis: Hypothesis, findings: readonly Finding[]): number {
  const groups = new Map<string, { most: number; least: number }>();
  for (const { weight } of findings) {
    const row: Weight = weights[weight];
    const nats = row.nats[hypothesis] ?? 0;
    const limit = row.basis === 'kernel' ? mostNats.stated : mostNats.heuristic;
    const clipped = Math.max(-limit, Math.min(limit, nats));
    const group = groups.get(row.group) ?? { most: 0, least: 0 };
    groups.set(row.group, { most: Math.max(group.most, clipped), least: Math.min(group.least, clipped) });
  }
  let sum = 0;
  for (const { most, least } of groups.values()) sum += most + least;
  return sum;
}

/** What one finding says about one cause, nats. */
export function natsOf(finding: Finding, hypothesis: Hypothesis): number {
  const row: Weight = weights[finding.weight];
  return row.nats[hypothesis] ?? 0;
}
