import type { Hypothesis } from '../hypothesis.ts';
import type { Weight } from './weight.ts';

/**
 * How often one kind of evidence fired in labelled runs where a cause was the right one, and where another was. A scenario
 * with all its runs and copies counts once, by the share of them in which it fired.
 */
export interface CauseCount {
  readonly fired: number;
  readonly of: number;
  readonly firedElse: number;
  readonly ofElse: number;
}

export interface WeightCount {
  /** Scenarios in which it fired at all. */
  readonly n: number;
  readonly causes: Readonly<Partial<Record<Hypothesis, CauseCount>>>;
}

/** A weight set by hand counts like this many scenarios. */
const handSetCountsAs = 10;
/** Seen in fewer, evidence keeps the weight set by hand. */
const leastScenarios = 5;

/** Logarithm of the ratio of both rates, with half a case added to each. */
export function countedNats({ fired, of, firedElse, ofElse }: CauseCount): number {
  return Math.log((fired + 0.5) / (of + 1)) - Math.log((firedElse + 0.5) / (ofElse + 1));
}

/**
 * A weight with its number of scenarios. One that was set by hand, and that enough scenarios show, is drawn towards the
 * count, the more the more scenarios there are on the rarer side; it keeps its sign. What the kernel states and what follows
 * from a report's own sums is no statistic; what was simulated rests on more cases than the labelled runs.
 */
export function withCounts(weight: Weight, count: WeightCount | null): Weight {
  if (count === null) return weight;
  if (weight.basis !== 'judgement' || count.n < leastScenarios) return { ...weight, n: count.n };
  const nats = Object.fromEntries(
    Object.entries(weight.nats).map(([cause, handSet]) => {
      const counted = count.causes[cause as Hypothesis];
      return [cause, counted ? drawnTowards(handSet, counted) : handSet];
    }),
  );
  return { ...weight, nats, basis: 'counted', n: count.n };
}

function drawnTowards(handSet: number, count: CauseCount): number {
  const scenarios = Math.min(count.of, count.ofElse);
  const drawn = (scenarios * countedNats(count) + handSetCountsAs * handSet) / (scenarios + handSetCountsAs);
  return Math.sign(drawn) === Math.sign(handSet) ? Number(drawn.toFixed(2)) : 0;
}
