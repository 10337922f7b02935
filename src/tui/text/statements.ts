import type { Incident, Verdict } from '../../diagnosis/analysis.ts';
import type { Role } from '../theme.ts';
import { type AmountSettings, amount } from './amounts.ts';
import { culpritText, kindCause, shortIds } from './names.ts';

/** What a sentence of the verdict is about: its numbers come from there. */
export type Topic =
  | 'cause'
  | 'victim'
  | 'shortage'
  | 'mechanism'
  | 'component'
  | 'factors'
  | 'candidate'
  | 'next'
  | 'remedy'
  | 'escalation'
  | 'limit'
  | 'note'
  | 'choice';

/** One sentence of the verdict. */
export interface Statement {
  readonly topic: Topic;
  /** Stands before the text; empty where the sentence before has the same. */
  readonly label: string;
  readonly text: string;
  readonly role?: Role;
  /** The part of the text that was measured, where the rest of it is advice. */
  readonly measured?: string;
}

const tone = (words: Verdict['words']): Role => (words === 'undetermined' ? 'warn' : 'danger');

function headline({ verdict }: Incident, amounts: AmountSettings): Statement {
  if (verdict === null) return { topic: 'cause', label: '', text: 'no verdict', role: 'warn' };
  const who = culpritText(verdict, amounts);
  const text = `${kindCause(verdict.cause)}${who === null ? '' : `: ${who}`}`;
  return { topic: 'cause', label: '', text: shortIds(text), role: tone(verdict.words) };
}

/** Whether the one who died is the one to blame. */
function roleText({ verdict, victims }: Incident): string | null {
  const [victim] = victims;
  if (verdict === null || victim === undefined || verdict.victimIsCulprit === null) return null;
  if (verdict.cause === 'undetermined')
    return `${victim.comm} (${victim.pid}) was killed, and it is ${verdict.victimIsCulprit ? '' : 'not '}whom the memory points to`;
  return verdict.victimIsCulprit
    ? `${victim.comm} (${victim.pid}) was killed, and it was the cause`
    : `${victim.comm} (${victim.pid}) was killed and was not the cause`;
}

function whereText({ verdict }: Incident, amounts: AmountSettings): string | null {
  if (verdict === null || verdict.where.bytes === null) return null;
  const { component, bytes, share } = verdict.where;
  return `${component} ${amount(bytes, amounts)}${share === null ? '' : `, ${Math.round(share * 100)} %`}`;
}

function choiceText({ selection }: Incident): string | null {
  if (selection === null || selection.chosen === null) return null;
  const { chosen, rank, runnerUp, withoutAdjustments, note } = selection;
  const parts = [
    `${chosen.comm} (${chosen.pid}) had ${chosen.points} points${rank === 1 ? ', the most' : rank === null ? '' : `, number ${rank}`}`,
    ...(runnerUp === null ? [] : [`then ${runnerUp.comm} (${runnerUp.pid}) with ${runnerUp.points}`]),
    ...(withoutAdjustments === null || withoutAdjustments.pid === chosen.pid
      ? []
      : [`without oom_score_adj it would have been ${withoutAdjustments.comm} (${withoutAdjustments.pid})`]),
    ...(note === null ? [] : [note]),
  ];
  return parts.join('; ');
}

/** Runners-up of an answer in one sentence; candidates of an open question one by one, with what each predicts. */
function alternativesOf({ verdict }: Incident, one: (topic: Topic, label: string, text: string) => Statement[]) {
  const named = (verdict?.alternatives ?? []).map(({ cause, confidence }) => `${cause} ${confidence.toFixed(2)}`);
  if (verdict === null || named.length === 0) return [];
  if (verdict.cause !== 'undetermined') return one('candidate', 'or else', named.join(', '));
  return verdict.alternatives.flatMap(({ predicts }, index) =>
    one(
      'candidate',
      index === 0 ? 'could be' : '',
      `${named[index]}${predicts === undefined ? '' : `, if so: ${predicts}`}`,
    ),
  );
}

/** What to do, and behind it in brackets what was measured. */
const advice = (
  topic: Topic,
  label: string,
  each: readonly (readonly [text: string, measured: string])[],
): Statement[] =>
  each.map(([text, measured], index) => ({
    topic,
    label: index === 0 ? label : '',
    text: shortIds(`${text} (${measured})`),
    measured,
  }));

/** The whole answer, the most important first: cut where it is cut, it says the most it can. */
export function statementsOf(incident: Incident, amounts: AmountSettings): readonly Statement[] {
  const { verdict } = incident;
  const one = (topic: Topic, label: string, text: string | null | undefined, role?: Role): Statement[] =>
    text === null || text === undefined || text === ''
      ? []
      : [{ topic, label, text: shortIds(text), ...(role === undefined ? {} : { role }) }];
  const each = (topic: Topic, label: string, texts: readonly string[], role?: Role): Statement[] =>
    texts.flatMap((text, index) => one(topic, index === 0 ? label : '', text, role));
  const role = roleText(incident);
  const alternatives = alternativesOf(incident, one);
  const next = one('next', 'look at', verdict?.next);
  const open = verdict?.cause === 'undetermined';
  return [
    headline(incident, amounts),
    ...one('victim', incident.victims.length > 0 ? 'killed' : 'what', role ?? incident.title),
    ...one('shortage', 'ran out', incident.ranOut),
    // Where the cause is open, what would settle it is the answer.
    ...(open ? [...alternatives, ...next] : []),
    ...one('mechanism', open ? 'perhaps' : 'why', verdict?.why.mechanism),
    ...(role === null ? [] : one('victim', 'what', incident.title)),
    ...one('component', 'where', whereText(incident, amounts)),
    ...one('factors', 'also', verdict?.contributing.join(', ')),
    ...(open ? [] : [...alternatives, ...next]),
    ...advice(
      'remedy',
      'do',
      incident.remedies.map(({ text, basis }) => [text, basis]),
    ),
    ...advice(
      'escalation',
      'escalate',
      incident.escalation.map(({ text, measured }) => [text, measured]),
    ),
    ...each('limit', 'limits', verdict?.limits ?? [], 'muted'),
    ...each('note', 'note', incident.notes, 'muted'),
    ...one('choice', 'chosen', choiceText(incident), 'muted'),
  ];
}
