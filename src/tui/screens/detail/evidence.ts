import type { Evidence } from '../../../diagnosis/analysis.ts';
import { cellsOf, wrap } from '../../../views/width.ts';
import type { Dossier } from '../../engine/model/dossier.ts';
import { inRole, type Line, line, piece, spread } from '../../text/line.ts';
import { addressOf, shortReference } from '../../text/names.ts';
import type { Theme } from '../../theme.ts';
import type { ListState } from '../../widgets/list.ts';
import { scrolledTo } from '../../widgets/scrolled.ts';
import { detailRoles } from './theme.ts';

export interface Proof extends Evidence {
  readonly against: boolean;
}

/** What speaks for the verdict and what against it, the weightiest first. */
export function proofsOf({ incident: { verdict } }: Dossier): readonly Proof[] {
  if (verdict === null) return [];
  const byWeight = (a: Evidence, b: Evidence): number => Math.abs(b.weight) - Math.abs(a.weight);
  return [
    ...verdict.evidence.toSorted(byWeight).map((one) => ({ ...one, against: false })),
    ...verdict.against.toSorted(byWeight).map((one) => ({ ...one, against: true })),
  ];
}

export interface ProofLines {
  readonly width: number;
  readonly height: number;
  readonly list: ListState;
  readonly focused: boolean;
  readonly theme: Theme;
}

/** One row a proof with its reference at the right; the selected one is wrapped to its whole length. */
export function evidenceLines(proofs: readonly Proof[], { width, height, list, focused, theme }: ProofLines): Line[] {
  if (proofs.length === 0) return [line('no evidence: the verdict is open', 'muted')];
  const entries = proofs.map((proof, index): Line[] => {
    const sign = proof.against ? '-' : '+';
    const role = detailRoles.evidence(proof.against ? -1 : 1);
    const reference = ` ${shortReference(addressOf(proof.from).address)}`;
    const selected = index === list.selected;
    if (!selected || !focused) {
      const mark = selected ? theme.glyphs.cursor : ' ';
      return [
        spread([piece(`${mark}${sign} `, role), piece(proof.claim)], [piece(reference, 'muted')], width, theme.ascii),
      ];
    }
    const parts = wrap(proof.claim, Math.max(10, width - 3));
    const rows = parts.map((part, place) => [
      piece(`${place === 0 ? `${theme.glyphs.cursor}${sign} ` : '   '}${part}`),
    ]);
    // Behind the last words where there is room for it.
    const free = width - 3 - cellsOf(parts.at(-1) ?? '') >= cellsOf(reference);
    const whole: Line[] = free ? rows : [...rows, []];
    return whole.map((row, place) =>
      inRole(spread(row, place === whole.length - 1 ? [piece(reference)] : [], width, theme.ascii), 'selected'),
    );
  });
  return scrolledTo(entries, list.selected, height);
}
