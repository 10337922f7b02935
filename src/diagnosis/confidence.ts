import type { ConfidenceWord } from './analysis.ts';

/** Never surer than this: a report can be forged, a sampler can lie. */
export const ceiling = 0.97;

/** The words of a confidence. */
export function confidenceWord(confidence: number): ConfidenceWord {
  if (confidence >= 0.9) return 'very likely';
  if (confidence >= 0.75) return 'likely';
  if (confidence >= 0.55) return 'plausible';
  return 'undetermined';
}

/** Two significant digits: more would claim a precision that nothing measured. */
export function rounded(confidence: number): number {
  return Number(Math.min(ceiling, Math.max(0, confidence)).toPrecision(2));
}

/** Turns scores in nats into probabilities that sum to one. */
export function softmax<Key>(scores: ReadonlyMap<Key, number>): Map<Key, number> {
  const highest = Math.max(...scores.values());
  const powers = [...scores].map(([key, score]): [Key, number] => [key, Math.exp(score - highest)]);
  const sum = powers.reduce((total, [, power]) => total + power, 0);
  return new Map(powers.map(([key, power]) => [key, power / sum]));
}
