import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import type { MeasuredPoint, SampleAddress } from '../history.ts';
import type { ProcessHistory } from './processes.ts';
import { shortComm } from './program.ts';

/** One process and what it held at the start of the time looked at, and at its end. Null: it was not there. */
export interface Member {
  readonly pid: number;
  readonly comm: string;
  readonly cgroup: string | null;
  readonly metric: string;
  readonly basis: ProcessHistory['basis'];
  readonly countsSwap: boolean;
  before: number;
  readonly parentPid: number | null;
  now: number | null;
  points: readonly MeasuredPoint[];
}

/** The report's task table: the last and surest look. */
export interface FinalLook {
  readonly rows: readonly TaskRow[];
  readonly source: SampleAddress;
}

/** `unseenBytes`: what a process may have held while a cut listing left it out. */
export function memberOf(
  { pid, comm, cgroup, metric, basis, countsSwap, points, parentPid }: ProcessHistory,
  startTick: number,
  lastTick: number,
  unseenBytes: number,
): Member {
  const first = points[0] as MeasuredPoint;
  const last = points.at(-1) as MeasuredPoint;
  const atStart = points.findLast(({ atUs }) => atUs <= startTick);
  return {
    pid,
    comm,
    cgroup,
    metric,
    basis,
    countsSwap,
    before: atStart?.value ?? Math.min(unseenBytes, first.value),
    now: last.atUs === lastTick ? last.value : null,
    points,
    parentPid,
  };
}

/**
 * A worker that was gone by the start was no part of what its group held then: counted, it would hide what its successors
 * gained. Only who is at no later look either is gone.
 */
export function leaveOutGone(members: readonly Member[], startTick: number, unseenBytes: number): void {
  for (const member of members) {
    const last = member.points.at(-1);
    if (member.now === null && last && last.atUs < startTick) member.before = Math.min(unseenBytes, member.before);
  }
}

/** Puts the table's rows behind what was sampled, counted as the samples count; rows that nobody sampled become members. */
export function addFinalLook(members: Member[], look: FinalLook, eventUs: number): void {
  const byPid = new Map(look.rows.map((row) => [row.pid, row]));
  const countsSwap = members.some((member) => member.countsSwap);
  const seen = new Set<number>();
  const pointOf = (value: number): MeasuredPoint => ({ atUs: eventUs, value, source: look.source });
  for (const member of members) {
    const row = byPid.get(member.pid);
    if (!row || shortComm(row.comm) !== shortComm(member.comm)) continue;
    seen.add(member.pid);
    const bytes = rowBytes(row, member.basis, countsSwap);
    if (bytes === null) continue;
    member.now = bytes;
    member.points = [...member.points, pointOf(bytes)];
  }
  if (members.length === 0) return;
  for (const row of look.rows) {
    const bytes = rowBytes(row, 'anonymous', countsSwap);
    if (seen.has(row.pid) || bytes === null) continue;
    members.push({
      pid: row.pid,
      comm: row.comm,
      cgroup: null,
      metric: 'rssAnonBytes',
      basis: 'anonymous',
      countsSwap,
      before: 0,
      now: bytes,
      points: [pointOf(bytes)],
      parentPid: null,
    });
  }
}

/** What a row holds, counted as a sampler counts. Tables up to 6.6 do not split rss: there it stands in for the anonymous part. */
export function rowBytes(row: TaskRow, basis: ProcessHistory['basis'], countsSwap: boolean): number | null {
  const held = basis === 'anonymous' ? (row.rssAnonBytes ?? row.rssBytes) : row.rssBytes;
  return held === null ? null : held + (countsSwap ? (row.swapBytes ?? 0) : 0);
}
