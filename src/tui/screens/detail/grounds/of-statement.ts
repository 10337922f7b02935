import { formatBytes } from '../../../../views/quantities.ts';
import type { Address } from '../../../engine/model/address.ts';
import type { Dossier } from '../../../engine/model/dossier.ts';
import { type AmountSettings, amount } from '../../../text/amounts.ts';
import { tick } from '../../../text/moment.ts';
import type { Statement, Topic } from '../../../text/statements.ts';
import { type Proof, proofsOf } from '../evidence.ts';
import { partsOf } from '../memory.ts';
import { type Grounds, inReport, mostOrigins, type Origin } from './grounds.ts';
import { firstSample, taskRow } from './of-holder.ts';
import { lineOfComponent } from './of-part.ts';
import { originOf } from './of-proof.ts';

export interface StatementQuestion {
  readonly statement: Statement;
  readonly dossier: Dossier;
  /** The report in plain lines; null where the incident has none. */
  readonly report: Address | null;
  readonly amounts: AmountSettings;
  readonly zone: string;
}

/** An origin with the numbers that it proves, as the screen writes them. */
interface Known {
  readonly numbers: readonly string[];
  readonly origin: Origin;
}

const numbersIn = (text: string): string[] => text.match(/\d[\d,]*(?:\.\d+)?(?: (?:[KMGT]iB|kB|B|%))?/g) ?? [];
const pidsIn = (text: string): string[] => [...text.matchAll(/(?:pid |\()(\d+)\b/g)].map(([, pid = '']) => pidOf(pid));
const pidOf = (pid: number | string): string => `pid ${pid}`;

/** The numbers of a sentence that were measured: those of advice stand in brackets at its end. */
function measuredIn({ topic, text }: Statement): Set<string> {
  const part = topic === 'remedy' || topic === 'escalation' ? text.slice(text.indexOf('(')) : text;
  return new Set([...numbersIn(part), ...pidsIn(part)]);
}

/** Below this a number stands in many lines and proves nothing. */
const leastTelling = 100;

/** A sentence of the verdict: every line that shows one of its numbers, else what it rests on. */
export function groundsOfStatement(question: StatementQuestion): Grounds {
  const { statement, dossier } = question;
  const proofs = proofsOf(dossier);
  const wanted = measuredIn(statement);
  const showing = known(question, proofs)
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

/** Everything of this incident that proves a number. */
function known({ dossier, report, amounts, zone }: StatementQuestion, proofs: readonly Proof[]): Known[] {
  const { incident, holders } = dossier;
  const { accounting, selection, victims } = incident;
  const inWords = (bytes: number | null): string[] =>
    bytes === null ? [] : [amount(bytes, amounts), formatBytes(bytes)];
  const ofProofs = proofs.map((proof): Known => ({ numbers: numbersOfProof(proof), origin: originOf(proof) }));
  const ofSamples = holders.flatMap(({ comm, firstSeen, seenBefore }): Known[] =>
    firstSeen.slice(0, 1).map((seen) => ({
      numbers: [...inWords(seen.bytes), ...inWords(seenBefore?.bytes ?? null)],
      origin: firstSample(
        comm,
        seen,
        `${comm} first seen at ${tick(seen.atUs, zone, 1)}: ${amount(seen.bytes, amounts)}`,
      ),
    })),
  );
  if (report === null) return [...ofProofs, ...ofSamples];
  const chosen = [selection?.chosen, selection?.runnerUp, selection?.withoutAdjustments].flatMap((one) => one ?? []);
  return [
    ...ofProofs,
    ...victims.map(({ pid, comm }): Known => ({ numbers: [pidOf(pid)], origin: killLine(pid, comm, report) })),
    ...chosen.map(
      ({ pid, comm, points }): Known => ({
        numbers: [pidOf(pid), String(points)],
        origin: taskRow(comm, pid, `task row of ${comm} (${pid})`, report),
      }),
    ),
    ...holders.map(
      ({ comm, rssBytes, aloneBytes, largestPid }): Known => ({
        numbers: [...inWords(rssBytes), ...inWords(aloneBytes), pidOf(largestPid)],
        origin: taskRow(comm, largestPid, `task row of ${comm} (${largestPid})`, report),
      }),
    ),
    ...partsOf(accounting).map(
      ({ component, bytes }): Known => ({ numbers: inWords(bytes), origin: lineOfComponent(component, bytes, report) }),
    ),
    ...ofSamples,
  ];
}

const killLine = (pid: number, comm: string, report: Address): Origin =>
  inReport(`kill line of ${comm} (${pid})`, report, { claim: 'killed', values: { pid, comm } });

function numbersOfProof({ claim, values }: Proof): string[] {
  return [
    ...numbersIn(claim),
    ...Object.entries(values).flatMap(([name, value]) => {
      if (typeof value !== 'number') return [];
      if (/bytes/i.test(name)) return [formatBytes(value)];
      if (/share/i.test(name)) return [`${Math.round(value * 100)} %`];
      return value >= leastTelling ? [String(value)] : [];
    }),
  ];
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
