import { formatBytes } from '../../../../views/quantities.ts';
import { addressOf } from '../../../text/names.ts';
import type { Proof } from '../evidence.ts';
import type { Grounds, Origin } from './grounds.ts';

/** What a weight means: nats, the natural logarithm of a likelihood ratio (src/diagnosis/rules/weights.ts). */
function weightText(weight: number): string {
  if (weight === 0) return '0: a fact beside the question, it speaks for no cause';
  const ratio = Math.exp(Math.abs(weight));
  const shown = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1);
  return `${weight >= 0 ? '+' : ''}${weight.toFixed(2)} nats, a likelihood ratio of ${shown} ${weight >= 0 ? 'for' : 'against'} this cause; of findings that tell one fact only the strongest counts`;
}

function valueText(name: string, value: number | string): string {
  if (typeof value === 'number' && /bytes/i.test(name)) return `${value} (${formatBytes(value)})`;
  return String(value);
}

/** Where a proof stands. */
export function originOf({ claim, values, from }: Proof): Origin {
  const { address, time, metric } = addressOf(from);
  return {
    what: claim,
    address,
    shows: { claim, values },
    atUs: time === null ? null : Date.parse(time) * 1000,
    metric,
  };
}

/** A proof: its rule, what went into it, and its weight. */
export function groundsOfProof(proof: Proof): Grounds {
  const { time, metric } = addressOf(proof.from);
  return {
    title: proof.claim,
    inputs: [
      ['rule', proof.rule],
      ['weight', weightText(proof.weight)],
      ...Object.entries(proof.values).map(([name, value]) => [name, valueText(name, value)] as const),
      ...(metric === null ? [] : [['metric', metric] as const]),
      ...(time === null ? [] : [['time', time] as const]),
    ],
    origins: [originOf(proof)],
  };
}
