import { formatBytes } from '../../../../views/quantities.ts';
import type { Address } from '../../../engine/model/address.ts';
import type { Dossier } from '../../../engine/model/dossier.ts';
import { type AmountSettings, amount } from '../../../text/amounts.ts';
import type { Times } from '../../../text/moment.ts';
import type { Proof } from '../evidence.ts';
import { partsOf } from '../memory.ts';
import { inReport, type Origin } from './grounds.ts';
import { firstSample, taskRow } from './of-holder.ts';
import { lineOfComponent } from './of-part.ts';
import { originOf } from './of-proof.ts';

export interface IncidentQuestion {
  readonly dossier: Dossier;
  /** The report in plain lines; null where the incident has none. */
  readonly report: Address | null;
  readonly amounts: AmountSettings;
  readonly times: Times;
}

/** An origin with the numbers that it proves, as the screen writes them. */
export interface Known {
  readonly numbers: readonly string[];
  readonly origin: Origin;
}

export const numbersIn = (text: string): string[] => text.match(/\d[\d,]*(?:\.\d+)?(?: (?:[KMGT]iB|kB|B|%))?/g) ?? [];
export const pidsIn = (text: string): string[] =>
  [...text.matchAll(/(?:pid |\()(\d+)\b/g)].map(([, pid = '']) => pidOf(pid));
const pidOf = (pid: number | string): string => `pid ${pid}`;

/** Below this a number stands in many lines and proves nothing. */
const leastTelling = 100;

/** Everything of this incident that proves a number. */
export function knownOrigins({ dossier, report, amounts, times }: IncidentQuestion, proofs: readonly Proof[]): Known[] {
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
        `${comm} first seen at ${times.clock(seen.atUs)}: ${amount(seen.bytes, amounts)}`,
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

export const killLine = (pid: number, comm: string, report: Address): Origin =>
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
