import type { Incident, Verdict } from '../analysis.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit } from '../rules/rule.ts';

/** The numbers that advice rests on, gathered once. Null: not measured. */
export interface Situation {
  readonly incident: Incident;
  readonly exhibit: Exhibit;
  /** Who took the memory, as a name to act on: a program, else a cgroup. */
  readonly who: string;
  readonly unit: string | null;
  /** The limit that was reached: of the cgroup, or the RAM of the host. */
  readonly limitBytes: number | null;
  readonly limitOf: 'the cgroup' | 'the host';
  readonly heldBytes: number | null;
  readonly rise: Rise | null;
  readonly swapTotalBytes: number | null;
}

/** What the one who took the memory gained, and in which time. */
export interface Rise {
  /** How many processes of that name these are together. */
  readonly processes: number;
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly seconds: number;
  readonly bytesPerHour: number;
}

/** A rise of fewer points or in less time has no rate worth naming. */
const least = { points: 3, seconds: 5 } as const;

export function situationOf(incident: Incident, exhibit: Exhibit): Situation {
  const { verdict } = incident;
  const { report, accounting } = exhibit;
  const inCgroup = incident.scope === 'memcg';
  return {
    incident,
    exhibit,
    who: verdict?.who.comm ?? verdict?.who.cgroup ?? incident.victims[0]?.comm ?? 'the program',
    unit: unitOf(exhibit, verdict),
    limitBytes: inCgroup
      ? (report?.memcg?.limitBytes ?? null)
      : (accounting?.totalBytes ?? exhibit.states.at(-1)?.totalBytes ?? managedBytes(exhibit)),
    limitOf: inCgroup ? 'the cgroup' : 'the host',
    heldBytes: verdict?.who.bytes ?? verdict?.where.bytes ?? null,
    rise: riseOf(incident, exhibit),
    swapTotalBytes: report?.memInfo?.swapTotalBytes ?? null,
  };
}

/** RAM that the kernel manages, by the dump of a failed allocation. */
function managedBytes({ failures }: Exhibit): number | null {
  const failure = failures.find(({ memInfo }) => memInfo !== null);
  const { ramPages = null, reservedPages = null } = failure?.memInfo ?? {};
  const pageSize = failure?.pageSizeBytes ?? failure?.memInfo?.pageSizeBytes ?? null;
  return ramPages === null || reservedPages === null || pageSize === null
    ? null
    : (ramPages - reservedPages) * pageSize;
}

/** The unit of whoever took the memory: the limit's own, or the culprit's. The victim's only where it was the culprit. */
function unitOf({ incident, report }: Exhibit, verdict: Verdict | null): string | null {
  if (incident.scope === 'memcg') return incident.workload?.unit ?? null;
  const victims = verdict?.victimIsCulprit === true ? (report?.taskMemcg ?? null) : null;
  return unitIn(verdict?.who.cgroup ?? victims);
}

function unitIn(cgroup: string | null): string | null {
  return /([^/]+\.(?:service|scope))(?:\/|$)/.exec(cgroup ?? '')?.[1] ?? null;
}

function riseOf({ verdict }: Incident, { groups }: Exhibit): Rise | null {
  const group = groups.find(
    ({ comm, pids }) => comm === verdict?.who.comm || (verdict?.who.pid != null && pids.includes(verdict.who.pid)),
  );
  const points = group?.points ?? [];
  const last = points.at(-1);
  if (!last || points.length < least.points) return null;
  const lowest = points.reduce((best, point) => (point.value < best.value ? point : best));
  const seconds = (last.atUs - lowest.atUs) / 1e6;
  const gained = last.value - lowest.value;
  if (seconds < least.seconds || gained <= 0) return null;
  return {
    processes: group?.pids.length ?? 1,
    fromBytes: lowest.value,
    toBytes: last.value,
    seconds,
    bytesPerHour: (gained / seconds) * 3600,
  };
}

/** Rounds a size up to what people write: 1.5 GiB, not 1,610,612,700. */
export function roundUp(bytes: number): string {
  const step = 2 ** Math.max(20, Math.floor(Math.log2(bytes)) - 4);
  return bytesInWords(Math.ceil(bytes / step) * step);
}

export function spanInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
