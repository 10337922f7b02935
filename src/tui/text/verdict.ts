import type { Incident, Verdict } from '../../diagnosis/analysis.ts';
import { wrap } from '../../views/width.ts';
import type { Role } from '../theme.ts';
import { type AmountSettings, amount } from './amounts.ts';
import { type Line, line, type Piece, piece } from './line.ts';
import { culpritText, kindCause, shortIds } from './names.ts';

export interface VerdictSettings {
  readonly width: number;
  readonly amounts: AmountSettings;
  readonly ascii: boolean;
  /** How sure it is stands elsewhere: in the border around it. */
  readonly framed: boolean;
}

const tone = (words: Verdict['words']): Role => (words === 'undetermined' ? 'warn' : 'danger');

/** A label and a wrapped text beside it. */
function labelled(label: string, text: string, { width }: VerdictSettings, role?: Role): Line[] {
  const indent = 9;
  if (width < 46) return wrap(text, width).map((part) => line(part, role));
  return wrap(text, width - indent).map((part, index): Line => {
    const head: Piece = index === 0 ? piece(label.padEnd(indent), 'muted') : piece(' '.repeat(indent));
    return [head, piece(part, role)];
  });
}

/** `very likely 0.97`. */
export const sureText = ({ words, confidence }: Verdict): string => `${words} ${confidence.toFixed(2)}`;

function headline({ verdict }: Incident, settings: VerdictSettings): Line[] {
  if (verdict === null) return [line('no verdict', 'warn')];
  const who = culpritText(verdict, settings.amounts);
  const text = shortIds(`${kindCause(verdict.cause)}${who === null ? '' : `: ${who}`}`);
  const lines = wrap(text, settings.width);
  if (settings.framed) return lines.map((part) => line(part, tone(verdict.words)));
  const sure = sureText(verdict);
  const last = lines.at(-1) ?? '';
  if (last.length + sure.length + 2 <= settings.width) {
    return lines.map((part, index) =>
      index === lines.length - 1
        ? [piece(part, tone(verdict.words)), piece(`  ${sure}`, 'muted')]
        : line(part, tone(verdict.words)),
    );
  }
  return [...lines.map((part) => line(part, tone(verdict.words))), line(sure, 'muted')];
}

/** Whether the one who died is the one to blame. */
function roleText({ verdict, victims }: Incident): string | null {
  const [victim] = victims;
  if (verdict === null || victim === undefined || verdict.victimIsCulprit === null) return null;
  return verdict.victimIsCulprit
    ? `${victim.comm} (${victim.pid}) was killed, and it was the cause`
    : `${victim.comm} (${victim.pid}) was killed and was not the cause`;
}

function whereText({ verdict }: Incident, { amounts }: VerdictSettings): string | null {
  if (verdict === null || verdict.where.bytes === null) return null;
  const { component, bytes, share } = verdict.where;
  return `${component} ${amount(bytes, amounts)}${share === null ? '' : `, ${Math.round(share * 100)} %`}`;
}

/** The whole answer, the most important first: cut where it is cut, it says the most it can. */
export function verdictLines(incident: Incident, settings: VerdictSettings): Line[] {
  const { verdict } = incident;
  const add = (label: string, text: string | null | undefined, role?: Role): Line[] =>
    text === null || text === undefined || text === '' ? [] : labelled(label, shortIds(text), settings, role);
  const each = (label: string, texts: readonly string[], role?: Role): Line[] =>
    texts.flatMap((text, index) => add(index === 0 ? label : '', text, role));
  return [
    ...headline(incident, settings),
    ...add(incident.victims.length > 0 ? 'killed' : 'what', roleText(incident) ?? incident.title),
    ...add('ran out', incident.ranOut),
    ...add('why', verdict?.why.mechanism),
    ...(roleText(incident) === null ? [] : add('what', incident.title)),
    ...add('where', whereText(incident, settings)),
    ...add('also', verdict?.contributing.join(', ')),
    ...add(
      'or else',
      verdict?.alternatives.map(({ cause, confidence }) => `${cause} ${confidence.toFixed(2)}`).join(', '),
    ),
    ...add('look at', verdict?.next),
    ...each(
      'do',
      incident.remedies.map(({ text, basis }) => `${text} (${basis})`),
    ),
    ...each(
      'escalate',
      incident.escalation.map(({ text, measured }) => `${text} (${measured})`),
    ),
    ...each('limits', verdict?.limits ?? [], 'muted'),
    ...each('note', incident.notes, 'muted'),
    ...selectionLines(incident, settings),
  ];
}

function selectionLines({ selection }: Incident, settings: VerdictSettings): Line[] {
  if (selection === null || selection.chosen === null) return [];
  const { chosen, rank, runnerUp, withoutAdjustments, note } = selection;
  const parts = [
    `${chosen.comm} (${chosen.pid}) had ${chosen.points} points${rank === 1 ? ', the most' : rank === null ? '' : `, number ${rank}`}`,
    ...(runnerUp === null ? [] : [`then ${runnerUp.comm} (${runnerUp.pid}) with ${runnerUp.points}`]),
    ...(withoutAdjustments === null || withoutAdjustments.pid === chosen.pid
      ? []
      : [`without oom_score_adj it would have been ${withoutAdjustments.comm} (${withoutAdjustments.pid})`]),
    ...(note === null ? [] : [note]),
  ];
  return labelled('chosen', parts.join('; '), settings, 'muted');
}
