import type { Dossier } from '../../../engine/model/dossier.ts';
import type { Statement, Topic } from '../../../text/statements.ts';
import { type Proof, proofsOf } from '../evidence.ts';
import { type Grounds, inReport, mostOrigins, type Origin } from './grounds.ts';
import { type IncidentQuestion, killLine, knownOrigins, numbersIn, pidsIn } from './known-origins.ts';
import { originOf } from './of-proof.ts';

export interface StatementQuestion extends IncidentQuestion {
  readonly statement: Statement;
}

/** The numbers of a sentence that were measured: those of advice stand in brackets at its end. */
function measuredIn({ text, measured: part = text }: Statement): Set<string> {
  return new Set([...numbersIn(part), ...pidsIn(part)]);
}

/** A sentence of the verdict: every line that shows one of its numbers, else what it rests on. */
export function groundsOfStatement(question: StatementQuestion): Grounds {
  const { statement, dossier } = question;
  const proofs = proofsOf(dossier);
  const wanted = measuredIn(statement);
  const showing = knownOrigins(question, proofs)
    .filter(({ numbers }) => numbers.some((number) => wanted.has(number)))
    .map(({ origin }) => origin);
  const origins = showing.length > 0 ? showing : restsOn(question, proofs);
  return {
    title: statement.text,
    inputs: [
      ['made of', madeOf[statement.topic]],
      ...(weighed.has(statement.topic) ? weights(dossier, proofs) : []),
      ...(statement.topic === 'choice' && dossier.incident.selection !== null
        ? [['formula', dossier.incident.selection.formula] as const]
        : []),
    ],
    origins: eachOnce(origins).slice(0, mostOrigins),
  };
}

/** Several numbers of a sentence may stand in one line. */
function eachOnce(origins: readonly Origin[]): Origin[] {
  const byPlace = new Map(origins.map((origin) => [JSON.stringify([origin.address, origin.shows]), origin]));
  return [...byPlace.values()];
}

const madeOf: Readonly<Record<Topic, string>> = {
  cause:
    'all findings, for and against: each cause begins with how common it is, the weights of its findings are added, and the shares of all causes make one. The size is what the named one held.',
  victim: "the kernel's lines on what it killed",
  shortage: 'the zone lines of the report, or the limit and the usage of the group',
  mechanism: 'the findings about growth, or where the task waits',
  component: 'the accounting of the report: a component, and its share of the whole',
  factors: 'circumstances that the report or the samples show; "oomtrail explain NAME" says what each means',
  candidate: 'the same findings, weighed for another cause',
  next: 'a suggestion: its numbers say how to measure, they were not measured',
  remedy: 'a suggestion; what stands in brackets was measured, and sizes in it are computed from that',
  escalation: 'a known alarm rule, held against the report and the samples',
  limit: 'what keeps the verdict from being surer',
  note: 'what a reader must know of the record',
  choice: "the kernel's own points, computed anew from the task table: pages, and pages for oom_score_adj",
};

const weighed: ReadonlySet<Topic> = new Set(['cause', 'candidate', 'limit']);

function weights({ incident: { verdict } }: Dossier, proofs: readonly Proof[]) {
  const rows = proofs.map(
    ({ weight, rule, claim }) => [`${weight >= 0 ? '+' : ''}${weight.toFixed(2)}`, `${rule}: ${claim}`] as const,
  );
  if (verdict === null) return rows;
  const limits = verdict.limits.map((limit) => ['limit', limit] as const);
  return [['confidence', `${verdict.confidence.toFixed(2)} for ${verdict.cause}`] as const, ...rows, ...limits];
}

/** What a sentence rests on whose numbers stand in no line as they are. */
function restsOn({ statement, report, dossier }: StatementQuestion, proofs: readonly Proof[]): Origin[] {
  const all = proofs.map(originOf);
  const zone = /\bzone (\w+)/.exec(statement.text)?.[1];
  const shows = { claim: statement.text, values: zone === undefined ? {} : { zone } };
  const told = report === null ? [] : [inReport('the report', report, shows)];
  switch (statement.topic) {
    case 'next':
      return [];
    case 'victim': {
      const [victim] = dossier.incident.victims;
      return report !== null && victim !== undefined ? [killLine(victim.pid, victim.comm, report), ...told] : told;
    }
    case 'shortage':
    case 'note':
    case 'choice':
      return told;
    default:
      return [...all, ...told];
  }
}
