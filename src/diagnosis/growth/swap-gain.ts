import { onceFor } from '../once.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { anonymousAndSwapped, type ComponentState } from './components.ts';
import { consumption } from './consumption.ts';
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
  readonly program: string;
  readonly pids: readonly number[];
  /** The process that has most of it in swap, if that is most of it. */
  readonly single: { readonly pid: number; readonly bytes: number } | null;
  /** What the table of tasks shows of it in memory and in swap. */
  readonly nowBytes: number;
  readonly swapBytes: number;
  /** The least it can have gained: as if all that was in swap before had been its own. */
  readonly gainBytes: number;
  /** Of all that was gained over the time watched. */
  readonly share: number;
  readonly from: ComponentState;
}

/**
 * The program that brought most of the rise by what the report's table shows of it in swap, of which samples show how much
 * there was before. Null where samples of processes count swap themselves, or where no program stands out.
 */
export const swapGain = onceFor((exhibit: Exhibit): SwapGain | null => {
  const { frame, incident, report, states, groups } = exhibit;
  if (frame !== 'shortage' || incident.scope !== 'host' || !report || groups.some(({ countsSwap }) => countsSwap))
    return null;
  const whole = consumption(states, 0);
  const before = whole?.from.swapUsedBytes ?? null;
  if (!whole || before === null || whole.to.swapUsedBytes === null) return null;
  const [first] = swappedPrograms(report.tasks);
  if (!first) return null;
  const gainBytes = first.swapBytes - before;
  const gained = anonymousAndSwapped(whole.to) - anonymousAndSwapped(whole.from);
  const bytes = Math.max(whole.bytes, gained);
  if (gainBytes < bytes * thresholds.main || gainBytes < whole.to.totalBytes * thresholds.ofRam) return null;
  return { ...first, gainBytes, share: Math.min(1, gainBytes / bytes), from: whole.from };
});

/** All memory of processes at one time, in swap and out of it. */
export const heldByProcesses = (state: ComponentState): Point => ({
  atUs: state.atUs,
  value: anonymousAndSwapped(state) + (state.parts.get('locked') ?? 0),
});

type Rows = NonNullable<Exhibit['report']>['tasks'];

/** Programs by what they have in swap, most first; none where the table does not print it. */
function swappedPrograms(rows: Rows): Omit<SwapGain, 'gainBytes' | 'share' | 'from'>[] {
  return [...Map.groupBy(rows, ({ comm }) => programOf(comm))]
    .map(([program, own]) => {
      const sum = (of: (row: Rows[number]) => number | null): number =>
        own.reduce((total, row) => total + (of(row) ?? 0), 0);
      const largest = own.reduce((most, row) => ((row.swapBytes ?? 0) > (most.swapBytes ?? 0) ? row : most));
      const swapBytes = sum((row) => row.swapBytes);
      return {
        comm: largest.comm,
        program,
        pids: own.map(({ pid }) => pid),
        single:
          (largest.swapBytes ?? 0) >= swapBytes * thresholds.single
            ? { pid: largest.pid, bytes: heldBytes(largest) }
            : null,
        nowBytes: sum(heldBytes),
        swapBytes,
      };
    })
    .filter(({ swapBytes }) => swapBytes > 0)
    .sort((a, b) => b.swapBytes - a.swapBytes);
}

const heldBytes = (row: Rows[number]): number => (row.rssAnonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0);
