import type { Evidence } from '../../../diagnosis/analysis.ts';
import { cellsOf, wrap } from '../../../views/width.ts';
import type { Dossier } from '../../engine/model/dossier.ts';
import { inRole, type Line, line, type Piece, piece, spread } from '../../text/line.ts';
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

/** One row per proof, its reference at the right; the selected one is wrapped to its whole length, and all are where there is room. */
export function evidenceLines(proofs: readonly Proof[], { width, height, list, focused, theme }: ProofLines): Line[] {
  if (proofs.length === 0) return [line('no evidence: the verdict is open', 'muted')];
  const whole = proofs.map((proof, index) =>
    wrapped(proof, { width, chosen: index === list.selected, focused, theme }),
  );
  if (whole.reduce((rows, entry) => rows + entry.length, 0) <= height) return whole.flat();
  const entries = proofs.map((proof, index): readonly Line[] => {
    const chosen = index === list.selected;
    return chosen && focused ? (whole[index] ?? []) : [onOneRow(proof, { width, chosen, focused, theme })];
  });
  return scrolledTo(entries, list.selected, height);
}

interface ProofRow extends Pick<ProofLines, 'width' | 'focused' | 'theme'> {
  readonly chosen: boolean;
}

const signOf = ({ against }: Proof): string => (against ? '-' : '+');
const referenceOf = ({ from }: Proof): string => ` ${shortReference(addressOf(from).address)}`;

function head(proof: Proof, { chosen, theme }: ProofRow): Piece {
  return piece(`${chosen ? theme.glyphs.cursor : ' '}${signOf(proof)} `, detailRoles.evidence(proof.against ? -1 : 1));
}

const onOneRow = (proof: Proof, row: ProofRow): Line =>
  spread([head(proof, row), piece(proof.claim)], [piece(referenceOf(proof), 'muted')], row.width, row.theme.ascii);

/** The reference stands behind the last words where there is room for it, else below. */
function wrapped(proof: Proof, row: ProofRow): Line[] {
  const { width, theme, chosen, focused } = row;
  const reference = referenceOf(proof);
  const parts = wrap(proof.claim, Math.max(10, width - 3));
  const free = width - 3 - cellsOf(parts.at(-1) ?? '') >= cellsOf(reference);
  const rows = [...parts, ...(free ? [] : [''])].map((part, place, all): Line => {
    const left = [place === 0 ? head(proof, row) : piece('   '), piece(part)];
    return spread(left, place === all.length - 1 ? [piece(reference, 'muted')] : [], width, theme.ascii);
  });
  return chosen && focused ? rows.map((one) => inRole(one, 'selected')) : rows;
}
