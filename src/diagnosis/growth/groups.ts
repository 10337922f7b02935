import type { MeasuredPoint } from '../history.ts';
import { unseenAt } from './listing.ts';
import { addFinalLook, type FinalLook, leaveOutGone, type Member, memberOf } from './members.ts';
import type { ProcessHistory } from './processes.ts';
import { programOf } from './program.ts';

/** Processes of one name (or one process alone) and what they gained while memory was used up. */
export interface GrowingGroup {
  /** Name of the member that gained most. */
  readonly comm: string;
  /** What all its members are called, numbers left out. */
  readonly program: string;
  readonly pids: readonly number[];
  readonly processesBefore: number;
  readonly processesAfter: number;
  /** Of the latter, those that the first look of all showed already. */
  readonly thereFromFirst: number;
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
  /** False: what its processes have in swap is not in the numbers. */
  readonly countsSwap: boolean;
  readonly cgroup: string | null;
  /** When its largest process took the place of one that ended at its largest, as after a kill; null where it did not. */
  readonly restartedUs: number | null;
  /** A process of another name that is the parent of all its members; null where the samples do not show one. */
  readonly spawner: { readonly pid: number; readonly comm: string } | null;
}

/**
 * What each group of processes of one name gained from `fromUs` to the event, at which `look` is the kernel's own. The
 * processes are part of a listing, whose length tells whether it was cut. `keyOf` groups them by something else.
 */
export function growingGroups(
  processes: readonly ProcessHistory[],
  listing: readonly ProcessHistory[],
  fromUs: number,
  eventUs: number,
  look: FinalLook | null,
  keyOf: (member: Member) => string = ({ comm }) => programOf(comm),
): GrowingGroup[] {
  const live = processes.filter(({ points }) => points.length > 0);
  const ticks = [...new Set(live.flatMap(({ points }) => points.map(({ atUs }) => atUs)))].sort((a, b) => a - b);
  const [first, lastTick] = [ticks[0], ticks.at(-1)];
  if (first === undefined || lastTick === undefined) return [];
  const startTick = ticks.findLast((tick) => tick <= fromUs) ?? first;
  const unseenBytes = unseenAt(listing, startTick);
  const members = live.map((process) => memberOf(process, startTick, lastTick, unseenBytes));
  if (look) addFinalLook(members, look, eventUs);
  leaveOutGone(members, startTick, unseenBytes);
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    const known = groups.get(key);
    if (known) known.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()]
    .map((group) => groupOf(group, [...processes, ...(look?.rows ?? [])], first))
    .sort((a, b) => b.gainBytes - a.gainBytes || b.nowBytes - a.nowBytes || a.largest.pid - b.largest.pid);
}

function groupOf(group: readonly Member[], named: readonly Named[], firstTick: number): GrowingGroup {
  const living = group.filter((member) => member.now !== null);
  const gain = (member: Member): number => (member.now ?? 0) - member.before;
  const largest = group.reduce(
    (best, member) => (member.now !== null && gain(member) > gain(best) ? member : best),
    group[0] as Member,
  );
  return {
    comm: largest.comm,
    program: programOf(largest.comm),
    pids: living.map((member) => member.pid),
    processesBefore: group.filter((member) => member.before > 0).length,
    processesAfter: living.length,
    thereFromFirst: living.filter(({ points }) => points[0]?.atUs === firstTick).length,
    gainBytes: group.reduce((sum, member) => sum + gain(member), 0),
    nowBytes: living.reduce((sum, member) => sum + (member.now ?? 0), 0),
    largest: { pid: largest.pid, gainBytes: gain(largest), nowBytes: largest.now ?? 0, points: largest.points },
    points: summed(group),
    metric: largest.metric,
    countsSwap: largest.countsSwap,
    cgroup: largest.cgroup,
    restartedUs: restartOf(largest, group),
    spawner: spawnerOf(group, named),
  };
}

/** A successor comes within so many looks, and its forerunner ended within this share of the most it had held. */
const succession = { looks: 4, endedAt: 0.8 } as const;

/** A supervisor starts at once what was killed. A job that ends comes again at its own time, and a pool sheds workers one by one. */
function restartOf(largest: Member, group: readonly Member[]): number | null {
  const [start] = largest.points;
  if (!start) return null;
  const forerunner = group
    .filter((member) => member !== largest && (member.points.at(-1)?.atUs ?? start.atUs) < start.atUs)
    .reduce<Member | null>(
      (last, member) => ((member.points.at(-1)?.atUs ?? 0) > (last?.points.at(-1)?.atUs ?? -1) ? member : last),
      null,
    );
  const [before, end] = [forerunner?.points.at(-2), forerunner?.points.at(-1)];
  if (!forerunner || !before || !end || start.atUs - end.atUs > (end.atUs - before.atUs) * succession.looks)
    return null;
  const most = forerunner.points.reduce((peak, { value }) => Math.max(peak, value), 0);
  return end.value >= most * succession.endedAt && start.value < end.value ? start.atUs : null;
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
