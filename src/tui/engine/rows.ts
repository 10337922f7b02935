import type { Incident, Verdict } from '../../diagnosis/analysis.ts';
import { readable } from '../../views/readable.ts';
import { cleanDeep } from '../../views/sanitize.ts';
import type { IncidentRow } from './model/incident-row.ts';

/** Names of victims that a row carries. */
const mostNames = 4;

const epochUs = (time: string | null): number | null => (time === null ? null : Date.parse(time) * 1000);

/** Who took the memory, as short as a cell: `java (288)`, `the kernel`; null where the verdict names nobody. */
export function culpritOf(verdict: Verdict | null): string | null {
  if (verdict === null || verdict.who.kind === 'none') return null;
  const { kind, comm, cgroup, pid } = verdict.who;
  if (kind === 'kernel') return 'the kernel';
  const name = comm ?? cgroup;
  if (name === null) return null;
  return pid === null ? name : `${name} (${pid})`;
}

/** Host, or the folder of the log where none is named. */
export function laneOf({ host, sources }: Incident): string {
  if (host !== null) return host;
  const path = sources[0]?.path ?? '';
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.';
}

/** What the list needs of an incident. `index` is its place among all, 0 the worst. */
export function toRow(
  incident: Incident,
  index: number,
  formatOf: (path: string) => string | null = () => null,
): IncidentRow {
  const { id, host, start, end, scope, kinds, kills, victims, title, verdict, workload, notes, sources } = incident;
  const first = readable(sources, formatOf);
  return cleanDeep({
    id,
    rank: index + 1,
    host,
    lane: laneOf(incident),
    startUs: epochUs(start),
    endUs: epochUs(end),
    monotonicSeconds: incident.startMonotonicSeconds,
    scope,
    kinds,
    kills,
    victims: [...new Set(victims.map(({ comm }) => comm))].slice(0, mostNames),
    culprit: culpritOf(verdict),
    cgroup: workload?.path ?? verdict?.who.cgroup ?? null,
    title,
    cause: verdict?.cause ?? null,
    confidence: verdict?.confidence ?? null,
    words: verdict?.words ?? null,
    whole: !notes.some((note) => /missing|cut|lost|incomplete/.test(note)),
    reference: first === null ? '' : `${first.path}:${first.line}`,
  });
}
