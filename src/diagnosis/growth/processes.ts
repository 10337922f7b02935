import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory, SampleAddress } from '../history.ts';

/** One process over time. The last point is the kernel's own, from the report's task table, where there is one. */
export interface ProcessHistory {
  readonly pid: number;
  readonly comm: string;
  readonly cgroup: string | null;
  /** Memory that goes with the process: anonymous where the sampler splits rss, and what is swapped. */
  readonly points: readonly MeasuredPoint[];
  readonly basis: 'anonymous' | 'rss';
  readonly metric: string;
  readonly timeBasis: MeasuredSeries['timeBasis'];
  /** Null where the sampler does not print it. */
  readonly parentPid: number | null;
}

/** Processes of one name (or one process alone) and what they gained while memory was used up. */
export interface GrowingGroup {
  /** Name of the member that gained most. */
  readonly comm: string;
  /** What all its members are called, numbers left out. */
  readonly program: string;
  readonly pids: readonly number[];
  readonly processesBefore: number;
  readonly processesAfter: number;
  readonly gainBytes: number;
  readonly nowBytes: number;
  /** The process that gained most, and what it gained. */
  readonly largest: {
    readonly pid: number;
    readonly gainBytes: number;
    readonly nowBytes: number;
    readonly points: readonly MeasuredPoint[];
  };
  /** The sum over its processes at each tick. */
  readonly points: readonly MeasuredPoint[];
  readonly metric: string;
  readonly cgroup: string | null;
  /** A process of another name that is the parent of all its members; null where the samples do not show one. */
  readonly spawner: { readonly pid: number; readonly comm: string } | null;
}

/** A listing is cut (`ps | head`) if it names fewer processes than this: who is missing may still have been there. */
const completeListing = 12;
/** Two names for one process: the sampler cuts at 15 bytes as the kernel does, `ps` may print arguments. */
const commBytes = 15;

/**
 * The processes before the event, from the one listing that follows them best: two listings side by side (`ps aux` and
 * `ps -eo`) would count every process twice. A listing that tells anonymous memory apart is worth more.
 */
export function processHistories(history: MemoryHistory): ProcessHistory[] {
  const listings = new Map<string, ProcessHistory[]>();
  const processes = new Map<string, MeasuredSeries[]>();
  for (const series of history.series) {
    if (series.scope !== 'process' || series.pid === null) continue;
    const sampler = series.sampler ?? `${series.format} ${folderAndStem(series.points[0]?.source.path ?? '')}`;
    const listing = `${sampler} ${series.startedAt === null ? '' : 'started'}`;
    const key = `${listing}\n${series.pid}\n${series.startedAt ?? ''}\n${series.comm ?? ''}`;
    processes.set(key, [...(processes.get(key) ?? []), series]);
  }
  for (const [key, series] of processes) {
    const process = processOf(series, history.eventUs);
    const listing = key.slice(0, key.indexOf('\n'));
    if (process) listings.set(listing, [...(listings.get(listing) ?? []), process]);
  }
  const worth = (list: readonly ProcessHistory[]): number =>
    list.reduce(
      (sum, { points, basis, timeBasis }) =>
        sum + points.length * (basis === 'anonymous' ? anonymousWorth : 1) * (timeBasis === 'inferred' ? 0.5 : 1),
      0,
    );
  return [...listings.values()].reduce<ProcessHistory[]>((best, list) => (worth(list) > worth(best) ? list : best), []);
}

const anonymousWorth = 2;

/** Rotated and dated files of one sampler are one listing: digits in the name do not tell them apart. */
function folderAndStem(path: string): string {
  return path.replace(/\d+/g, '#');
}

function processOf(series: readonly MeasuredSeries[], eventUs: number): ProcessHistory | null {
  const metric = (name: string): MeasuredSeries | undefined => series.find((one) => one.metric === name);
  const anonymous = metric('rssAnonBytes');
  const main = anonymous ?? metric('pssBytes') ?? metric('rssBytes');
  if (!main || main.pid === null) return null;
  const swap = new Map((metric('swapBytes')?.points ?? []).map((point) => [point.atUs, point.value]));
  const points = main.points
    .filter((point) => point.atUs <= eventUs)
    .map((point) => ({ ...point, value: point.value + (swap.get(point.atUs) ?? 0) }));
  return {
    pid: main.pid,
    comm: main.comm ?? '?',
    cgroup: main.cgroup,
    points,
    basis: anonymous ? 'anonymous' : 'rss',
    metric: main.metric,
    timeBasis: main.timeBasis,
    parentPid: metric('parentPid')?.points.findLast((point) => point.atUs <= eventUs)?.value ?? null,
  };
}

/**
 * What each group of processes of one name gained from `fromUs` to the event. `rows` is the report's task table, the
 * last and surest tick; `source` is its address.
 */
export function growingGroups(
  processes: readonly ProcessHistory[],
  fromUs: number,
  eventUs: number,
  report: { readonly rows: readonly TaskRow[]; readonly source: SampleAddress } | null,
): GrowingGroup[] {
  const ticks = [...new Set(processes.flatMap(({ points }) => points.map((point) => point.atUs)))].sort(
    (a, b) => a - b,
  );
  const startTick = lastAtOrBefore(ticks, fromUs) ?? ticks[0];
  const lastTick = ticks.at(-1);
  const live = processes.filter(({ points }) => points.length > 0);
  const listed = live.filter(
    ({ points }) => startTick !== undefined && points.some((point) => point.atUs === startTick),
  ).length;
  const unseenBytes = startTick !== undefined && listed < completeListing ? smallestAt(live, startTick) : 0;
  const members: Member[] = live.map((process) => memberOf(process, startTick, lastTick, unseenBytes));
  if (report) addReport(members, report, eventUs);
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = programOf(member.comm);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()]
    .map((group) => groupOf(group, [...processes, ...(report?.rows ?? [])]))
    .sort((a, b) => b.gainBytes - a.gainBytes);
}

/** The processes of the group whose limit was hit: its tasks when it was, and whoever was killed in it before. */
export function insideLimit(
  processes: readonly ProcessHistory[],
  kills: readonly { readonly tasks: readonly TaskRow[]; readonly victims: readonly { readonly pid: number }[] }[],
): readonly ProcessHistory[] {
  const pids = new Set(kills.flatMap(({ tasks, victims }) => [...tasks, ...victims].map(({ pid }) => pid)));
  return kills.some(({ tasks }) => tasks.length > 0) ? processes.filter(({ pid }) => pids.has(pid)) : processes;
}

/** What a group had used up before the last part of its rise to the limit. */
const leftOutAtFront = 2 / 3;

/** When the tasks of a limited group began to take the last third of what they took: `-Infinity` where it cannot be told. */
export function groupFillsFrom(
  processes: readonly ProcessHistory[],
  report: { readonly tasks: readonly TaskRow[] } | null,
): number {
  const pids = new Set(report?.tasks.map((task) => task.pid) ?? []);
  const sums = new Map<number, number>();
  for (const { pid, points } of processes) {
    if (!pids.has(pid)) continue;
    for (const { atUs, value } of points) sums.set(atUs, (sums.get(atUs) ?? 0) + value);
  }
  const ticks = [...sums].sort(([a], [b]) => a - b);
  const last = report?.tasks.reduce((sum, task) => sum + (rowBytes(task, true) ?? 0), 0) ?? 0;
  const lowest = Math.min(last, ...ticks.map(([, value]) => value));
  return (
    ticks.findLast(([, value]) => value <= lowest + (last - lowest) * leftOutAtFront)?.[0] ?? Number.NEGATIVE_INFINITY
  );
}

interface Member {
  readonly pid: number;
  readonly comm: string;
  readonly cgroup: string | null;
  readonly metric: string;
  readonly basis: ProcessHistory['basis'] | null;
  readonly before: number | null;
  readonly parentPid: number | null;
  now: number | null;
  points: readonly MeasuredPoint[];
}

function memberOf(
  process: ProcessHistory,
  startTick: number | undefined,
  lastTick: number | undefined,
  unseenBytes: number,
): Member {
  const { points } = process;
  const first = points[0] as MeasuredPoint;
  const last = points.at(-1) as MeasuredPoint;
  const atStart = points.filter((point) => startTick !== undefined && point.atUs <= startTick).at(-1);
  const before = atStart
    ? atStart.value
    : first.atUs > (startTick ?? first.atUs)
      ? Math.min(unseenBytes, first.value)
      : first.value;
  const alive = lastTick !== undefined && last.atUs === lastTick;
  return {
    pid: process.pid,
    comm: process.comm,
    cgroup: process.cgroup,
    metric: process.metric,
    basis: process.basis,
    before: atStart || first.atUs > (startTick ?? first.atUs) ? before : first.value,
    now: alive ? last.value : null,
    points,
    parentPid: process.parentPid,
  };
}

function addReport(
  members: Member[],
  report: { readonly rows: readonly TaskRow[]; readonly source: SampleAddress },
  eventUs: number,
): void {
  const byPid = new Map<number, TaskRow>(report.rows.map((row) => [row.pid, row]));
  const seen = new Set<number>();
  for (const member of members) {
    const row = byPid.get(member.pid);
    if (!row || shortComm(row.comm) !== shortComm(member.comm)) continue;
    seen.add(member.pid);
    const bytes = rowBytes(row, member.basis === 'anonymous');
    if (bytes === null) continue;
    member.now = bytes;
    member.points = [...member.points, { atUs: eventUs, value: bytes, source: report.source }];
  }
  for (const row of report.rows) {
    const bytes = rowBytes(row, true);
    if (seen.has(row.pid) || bytes === null || members.length === 0) continue;
    const point = { atUs: eventUs, value: bytes, source: report.source };
    members.push({
      pid: row.pid,
      comm: row.comm,
      cgroup: null,
      metric: 'rssAnonBytes',
      basis: 'anonymous',
      before: 0,
      now: bytes,
      points: [point],
      parentPid: null,
    });
  }
}

/** Tables up to 6.6 do not split rss: there it stands in for the anonymous part. */
export function rowBytes(row: TaskRow, anonymous: boolean): number | null {
  const held = anonymous ? (row.rssAnonBytes ?? row.rssBytes) : row.rssBytes;
  return held === null ? null : held + (row.swapBytes ?? 0);
}

function groupOf(group: readonly Member[], named: readonly Named[]): GrowingGroup {
  const living = group.filter((member) => member.now !== null);
  const gain = (member: Member): number => (member.now ?? 0) - (member.before ?? 0);
  const largest = group.reduce(
    (best, member) => (member.now !== null && gain(member) > gain(best) ? member : best),
    group[0] as Member,
  );
  return {
    comm: largest.comm,
    program: programOf(largest.comm),
    pids: living.map((member) => member.pid),
    processesBefore: group.filter((member) => (member.before ?? 0) > 0).length,
    processesAfter: living.length,
    gainBytes: group.reduce((sum, member) => sum + gain(member), 0),
    nowBytes: living.reduce((sum, member) => sum + (member.now ?? 0), 0),
    largest: { pid: largest.pid, gainBytes: gain(largest), nowBytes: largest.now ?? 0, points: largest.points },
    points: summed(group),
    metric: largest.metric,
    cgroup: largest.cgroup,
    spawner: spawnerOf(group, named),
  };
}

interface Named {
  readonly pid: number;
  readonly comm: string;
}

/** init adopts whoever lost its parent: that it is the parent says nothing. */
const initPid = 1;

function spawnerOf(group: readonly Member[], named: readonly Named[]): GrowingGroup['spawner'] {
  const parents = new Set(group.flatMap(({ parentPid }) => (parentPid === null ? [] : [parentPid])));
  const [pid] = parents;
  if (parents.size !== 1 || pid === undefined || pid === initPid || group.length < 2) return null;
  const comm = named.find((process) => process.pid === pid)?.comm;
  return comm === undefined || programOf(comm) === programOf((group[0] as Member).comm) ? null : { pid, comm };
}

function summed(group: readonly Member[]): MeasuredPoint[] {
  const sums = new Map<number, MeasuredPoint>();
  for (const { points } of group) {
    for (const point of points) {
      const held = sums.get(point.atUs);
      sums.set(point.atUs, held ? { ...held, value: held.value + point.value } : point);
    }
  }
  return [...sums.values()].sort((a, b) => a.atUs - b.atUs);
}

function smallestAt(processes: readonly ProcessHistory[], tick: number): number {
  const values = processes.flatMap(({ points }) =>
    points.filter((point) => point.atUs === tick).map((point) => point.value),
  );
  return values.length === 0 ? 0 : Math.min(...values);
}

function lastAtOrBefore(ticks: readonly number[], atUs: number): number | undefined {
  return ticks.filter((tick) => tick <= atUs).at(-1);
}

/** The program behind a name: workers that are numbered (`worker-3`, `kworker/1`) are one. */
export function programOf(comm: string): string {
  return shortComm(comm).replace(/[-_/:#.]?\d+$/, '') || comm;
}

export function shortComm(comm: string): string {
  return Buffer.from(comm).subarray(0, commBytes).toString();
}
