import { cgroupOf, detailOf, listPids, type ProcessDetail, type ProcessSize, sizeOf } from './processes.ts';

/** The largest processes of the machine, and the cgroups they are in. */
export interface LargestProcesses {
  /** Looks at all processes where that is due: the first time at once, later a few at a time, so that records need not wait. */
  scan(startedMs: number): void;
  /** The largest of the last scan that still live, as they are now. */
  now(count: number): ProcessDetail[];
  /** Cgroups of the largest, each once. */
  readonly cgroups: readonly string[];
  stop(): void;
}

export interface LargestProcessesOptions {
  readonly proc: string;
  readonly mostProcesses: number;
  readonly mostCgroups: number;
  /** Looking took so long, outside of any call. */
  spent(ms: number): void;
}

/** All processes are looked at so seldom at most, and more often where they are few: 10 ms for each. */
const fullScanMs = { least: 2000, most: 10_000, perProcess: 10 } as const;
/** About half a millisecond. */
const processesAtOnce = 25;

export function createLargestProcesses(options: LargestProcessesOptions): LargestProcesses {
  const { proc, mostProcesses, mostCgroups, spent } = options;
  const cgroupByProcess = new Map<string, string | null>();
  let largest: ProcessSize[] = [];
  let cgroups: readonly string[] = [];
  let nextScanMs = Number.NEGATIVE_INFINITY;
  let turn: NodeJS.Immediate | null = null;

  /** Asked once between two looks at all: whoever starts a process in a cgroup of its own may move it there when it runs. */
  function cgroupNameOf(size: ProcessSize): string | null {
    const key = keyOf(size);
    const known = cgroupByProcess.get(key);
    if (known !== undefined) return known;
    const cgroup = cgroupOf(size.pid, proc);
    cgroupByProcess.set(key, cgroup);
    return cgroup;
  }

  function look(pids: readonly number[], found: ProcessSize[]): void {
    for (const pid of pids) {
      const size = sizeOf(pid, proc);
      // Threads of the kernel have no memory of their own.
      if (size !== null && size.rssPages > 0) found.push(size);
    }
  }

  function lookByTurns(pids: readonly number[], found: ProcessSize[]): void {
    turn = setImmediate(() => {
      const startedMs = performance.now();
      turn = null;
      look(pids.slice(0, processesAtOnce), found);
      const rest = pids.slice(processesAtOnce);
      if (rest.length > 0) lookByTurns(rest, found);
      else finish(found);
      spent(performance.now() - startedMs);
    });
  }

  function finish(found: ProcessSize[]): void {
    largest = found.sort((a, b) => b.rssPages - a.rssPages).slice(0, mostProcesses);
    cgroupByProcess.clear();
    cgroups = [...new Set(largest.map(cgroupNameOf))].filter((path) => path !== null).slice(0, mostCgroups);
  }

  return {
    scan(startedMs) {
      if (startedMs < nextScanMs || turn !== null) return;
      const isFirst = nextScanMs === Number.NEGATIVE_INFINITY;
      const pids = listPids(proc);
      const pauseMs = Math.min(fullScanMs.most, Math.max(fullScanMs.least, pids.length * fullScanMs.perProcess));
      nextScanMs = startedMs + pauseMs - 100;
      const found: ProcessSize[] = [];
      if (!isFirst) return lookByTurns(pids, found);
      look(pids, found);
      finish(found);
    },
    now: (count) =>
      largest.slice(0, count).flatMap((known) => {
        const size = sizeOf(known.pid, proc);
        // Another process may have got the pid.
        if (size === null || size.startedAt !== known.startedAt) return [];
        return detailOf(size, cgroupNameOf(size), proc) ?? [];
      }),
    get cgroups() {
      return cgroups;
    },
    stop() {
      if (turn !== null) clearImmediate(turn);
    },
  };
}

const keyOf = ({ pid, startedAt }: ProcessSize): string => `${pid}:${startedAt}`;
