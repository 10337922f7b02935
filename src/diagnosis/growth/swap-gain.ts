import { onceFor } from '../once.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { anonymousAndSwapped, type ComponentState } from './components.ts';
import { consumption } from './consumption.ts';
import type { GrowingGroup } from './groups.ts';
import { programOf } from './program.ts';

const thresholds = {
  /** Share of all that was gained by which one program stands for the rise. */
  main: 0.6,
  /** A gain of less than this share of RAM is the noise of a running host. */
  ofRam: 0.05,
  /** Share of a program's swap by which one process stands for it. */
  single: 0.6,
} as const;

/** A program that grew into swap, where samples of processes see resident memory only. */
export interface SwapGain {
  readonly comm: string;
  readonly pids: readonly number[];
  /** The process that has most of it in swap, if that is most of it. */
  readonly single: { readonly pid: number; readonly bytes: number } | null;
  /** What it held in memory and in swap in the end. */
  readonly nowBytes: number;
  readonly swapBytes: number;
  /** What all programs had in swap before. */
  readonly swapBytesBefore: number;
  /** What it gained at least: as if all that was in swap before had been its own, and less what went there from its memory. */
  readonly gainBytes: number;
  /** Of all that was gained over the time watched. */
  readonly share: number;
  readonly from: ComponentState;
}

/**
 * The program that brought most of the rise by what the report's table shows of it in swap, where samples show what it held in
 * memory before, and how much all had in swap. Null where samples of processes count swap themselves, or where none stands out.
 */
export const swapGain = onceFor((exhibit: Exhibit): SwapGain | null => {
  const { frame, incident, report, states, groups } = exhibit;
  if (frame !== 'shortage' || incident.scope !== 'host' || !report || groups.some(({ countsSwap }) => countsSwap))
    return null;
  const whole = consumption(states, 0);
  const swapBytesBefore = whole?.from.swapUsedBytes ?? null;
  if (!whole || swapBytesBefore === null || whole.to.swapUsedBytes === null) return null;
  const { from, to } = whole;
  const all = Math.max(whole.bytes, anonymousAndSwapped(to) - anonymousAndSwapped(from));
  const rows = Map.groupBy(report.tasks, ({ comm }) => programOf(comm));
  const found = groups.flatMap((group) => {
    const swapped = inSwap(rows.get(group.program) ?? []);
    const before = group.points.length > 1 ? heldAt(group, from.atUs) : null;
    if (!swapped || before === null) return [];
    const nowBytes = group.nowBytes + swapped.swapBytes;
    return [{ ...swapped, comm: group.comm, nowBytes, gainBytes: nowBytes - before - swapBytesBefore }];
  });
  const [first] = found.sort((a, b) => b.gainBytes - a.gainBytes);
  if (!first || first.gainBytes < Math.max(all * thresholds.main, to.totalBytes * thresholds.ofRam)) return null;
  return { ...first, swapBytesBefore, share: Math.min(1, first.gainBytes / all), from };
});

/** All memory of processes at one time, in swap and out of it. */
export const heldByProcesses = (state: ComponentState): Point => ({
  atUs: state.atUs,
  value: anonymousAndSwapped(state) + (state.parts.get('locked') ?? 0),
});

/** What a group held at a time, or at its first look if that came later. */
function heldAt({ points }: GrowingGroup, atUs: number): number | null {
  return (points.findLast((point) => point.atUs <= atUs) ?? points[0])?.value ?? null;
}

type Rows = NonNullable<Exhibit['report']>['tasks'];

/** What the processes of one program have in swap; null where the table does not print it, or they have none. */
function inSwap(rows: Rows): Pick<SwapGain, 'pids' | 'single' | 'swapBytes'> | null {
  const [first] = rows.toSorted((a, b) => (b.swapBytes ?? 0) - (a.swapBytes ?? 0));
  const swapBytes = rows.reduce((sum, row) => sum + (row.swapBytes ?? 0), 0);
  if (!first || swapBytes === 0) return null;
  const bytes = first.swapBytes ?? 0;
  const held = (first.rssAnonBytes ?? first.rssBytes ?? 0) + bytes;
  return {
    pids: rows.map(({ pid }) => pid),
    single: bytes >= swapBytes * thresholds.single ? { pid: first.pid, bytes: held } : null,
    swapBytes,
  };
}
