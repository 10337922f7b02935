import { softmax } from '../confidence.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Finding } from '../rules/rule.ts';
import { causesOf, type Weight, type WeightId, weights } from '../rules/weights.ts';
import { calibration } from './calibration.ts';
import { componentOf, unknownPrior } from './hypotheses.ts';

/** No single heuristic fact may decide alone; what the kernel states, or what follows from its sums, may. */
const mostNats = { judgement: 5, counted: 5, simulation: 5, arithmetic: 7, kernel: 7 } as const;

export type Priors = Readonly<Partial<Record<Hypothesis, number>>>;

/**
 * How likely each cause is, in two steps: which component took the memory, and, given that, by which mechanism.
 *
 * Findings about a mechanism (how a process grew, how many there are) are read only within their component: that a
 * program grew steadily is no sign that memory went to programs and not to a tmpfs.
 */
export function score(
  priors: Priors,
  findings: readonly Pick<Finding, 'weight'>[],
  temperature: number = calibration.temperature,
  table: Readonly<Record<WeightId, Weight>> = weights,
): ReadonlyMap<Hypothesis | 'unknown', number> {
  const hypotheses = (Object.entries(priors) as [Hypothesis, number][]).filter(([, prior]) => prior > 0);
  const components = new Map<string, [Hypothesis, number][]>();
  for (const entry of hypotheses) {
    const question = questionOf(entry[0]);
    components.set(question, [...(components.get(question) ?? []), entry]);
  }

  const where = new Map<string, number>([['unknown', Math.log(unknownPrior)]]);
  for (const [component, members] of components) {
    const prior = members.reduce((sum, [, share]) => sum + share, 0);
    const evidence = Math.max(...members.map(([hypothesis]) => evidenceFor(hypothesis, findings, 'where', table)));
    where.set(component, Math.log(prior) + evidence / temperature);
  }
  const whereShare = softmax(where);

  const probabilities = new Map<Hypothesis | 'unknown', number>([['unknown', whereShare.get('unknown') ?? 0]]);
  for (const [component, members] of components) {
    const why = softmax(
      new Map(
        members.map(([hypothesis, prior]) => [
          hypothesis,
          Math.log(prior) + evidenceFor(hypothesis, findings, 'why', table) / temperature,
        ]),
      ),
    );
    for (const [hypothesis, share] of why) probabilities.set(hypothesis, share * (whereShare.get(component) ?? 0));
  }
  return probabilities;
}

const fillers: ReadonlySet<Hypothesis> = new Set(Object.values(causesOf).flat());

/** Causes that fill one component of memory are told apart by mechanism; every other cause stands for itself. */
export function questionOf(hypothesis: Hypothesis): string {
  return fillers.has(hypothesis) ? componentOf[hypothesis] : hypothesis;
}

/** Within a group of findings that tell the same fact only the strongest word for and the strongest against count. */
function evidenceFor(
  hypothesis: Hypothesis,
  findings: readonly Pick<Finding, 'weight'>[],
  question: Weight['question'],
  table: Readonly<Record<WeightId, Weight>>,
): number {
  const groups = new Map<string, { most: number; least: number }>();
  for (const { weight } of findings) {
    const row = table[weight];
    if (row.question !== question) continue;
    const limit = mostNats[row.basis];
    const clipped = Math.max(-limit, Math.min(limit, row.nats[hypothesis] ?? 0));
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
