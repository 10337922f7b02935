import type { Evidence } from '../../../diagnosis/analysis.ts';
import type { Dossier } from '../dossier.ts';
import type { Proof } from '../model.ts';
import { componentText } from './names.ts';
import { placeOf, quoted, quotedEnd } from './reference.ts';

/** Claims of the verdict with the bytes that show their numbers. */
export function proofsOf(evidence: readonly Evidence[], dossier: Dossier): Proof[] {
  return evidence.map(({ rule, claim, weight, from, values }) => ({
    rule,
    text: claimText(claim),
    weight: Number(weight.toFixed(1)),
    refs: [
      ...('sample' in from
        ? [
            ...quoted(placeOf(from), { claim, values: partsOf(values) }, dossier),
            ...quotedEnd({ claim, values }, dossier),
          ]
        : quoted(placeOf(from), { claim, values }, dossier)),
    ],
  }));
}

/** Rules name components by their ids: a sentence that begins with one has it in words. */
export function claimText(claim: string): string {
  return claim.replace(/^[a-z]+(-[a-z]+)*(?= (grew|took|held)\b)/, componentText);
}

/** In a sample the line of the part counts, not that of the whole. */
function partsOf({ totalBytes: _whole, ...values }: Evidence['values']): Evidence['values'] {
  return values;
}
