import type { Evidence } from '../../../diagnosis/analysis.ts';
import type { Dossier } from '../dossier.ts';
import type { Proof } from '../model.ts';
import { placeOf, quoted } from './reference.ts';

/** Claims of the verdict with the bytes that show their numbers. */
export function proofsOf(evidence: readonly Evidence[], dossier: Dossier): Proof[] {
  return evidence.map(({ rule, claim, weight, from, values }) => ({
    rule,
    text: claim,
    weight: Number(weight.toFixed(1)),
    refs: quoted(placeOf(from), { claim, values }, dossier),
  }));
}
