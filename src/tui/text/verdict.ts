import type { Incident, Verdict } from '../../diagnosis/analysis.ts';
import { wrap } from '../../views/width.ts';
import type { AmountSettings } from './amounts.ts';
import { type Line, line, type Piece, piece } from './line.ts';
import { type Statement, statementsOf } from './statements.ts';

export interface VerdictSettings {
  readonly width: number;
  readonly amounts: AmountSettings;
  readonly ascii: boolean;
  /** How sure it is stands elsewhere: in the border around it. */
  readonly framed: boolean;
}

const labelCells = 9;
/** Narrower than this there is no room for labels beside the text. */
const leastForLabels = 46;

/** A sentence, with its label at the left of its first row. */
export function statementLines({ label, text, role, topic }: Statement, width: number): Line[] {
  if (topic === 'cause' || width < leastForLabels) return wrap(text, width).map((part) => line(part, role));
  return wrap(text, width - labelCells).map((part, index): Line => {
    const head: Piece = index === 0 ? piece(label.padEnd(labelCells), 'muted') : piece(' '.repeat(labelCells));
    return [head, piece(part, role)];
  });
}

/** `very likely 0.97`. */
export const sureText = ({ words, confidence }: Verdict): string => `${words} ${confidence.toFixed(2)}`;

/** The confidence, behind the headline where it fits, else below. */
function withSureness(lines: readonly Line[], { verdict }: Incident, width: number): readonly Line[] {
  if (verdict === null) return lines;
  const sure = sureText(verdict);
  const last = lines.at(-1) ?? [];
  const used = last.reduce((cells, { text }) => cells + text.length, 0);
  if (used + sure.length + 2 > width) return [...lines, line(sure, 'muted')];
  return [...lines.slice(0, -1), [...last, piece(`  ${sure}`, 'muted')]];
}

/** The whole answer in lines of a width. */
export function verdictLines(incident: Incident, { width, amounts, framed }: VerdictSettings): Line[] {
  const [headline, ...others] = statementsOf(incident, amounts).map((statement) => statementLines(statement, width));
  const head = headline ?? [];
  return [...(framed ? head : withSureness(head, incident, width)), ...others.flat()];
}
