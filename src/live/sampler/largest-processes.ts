import { cgroupOf, detailOf, listProcesses, type ProcessDetail, type ProcessSize, sizeOf } from './processes.ts';

/** The largest processes of the machine, and the cgroups they are in. */
export interface LargestProcesses {
  /** Looks at all processes where that is due. */
  scan(startedMs: number): void;
  /** The largest of the last scan that still live, as they are now. */
  now(count: number): ProcessDetail[];
  /** Cgroups of the largest, each once. */
  readonly cgroups: readonly string[];
}

/** All processes are looked at so seldom at most, and more often where they are few: 10 ms for each. */
const fullScanMs = { least: 2000, most: 10_000, perProcess: 10 } as const;

export function createLargestProcesses(proc: string, most: number, mostCgroups: number): LargestProcesses {
  const cgroupByProcess = new Map<string, string | null>();
  let largest: ProcessSize[] = [];
  let cgroups: readonly string[] = [];
  let nextScanMs = Number.NEGATIVE_INFINITY;

  /** A process hardly ever changes its cgroup: it is asked once. */
  function cgroupNameOf(size: ProcessSize): string | null {
    const key = keyOf(size);
    const known = cgroupByProcess.get(key);
    if (known !== undefined) return known;
    const cgroup = cgroupOf(size.pid, proc);
    cgroupByProcess.set(key, cgroup);
    return cgroup;
  }

  return {
    scan(startedMs) {
      if (startedMs < nextScanMs) return;
      const all = listProcesses(proc);
      nextScanMs =
        startedMs + Math.min(fullScanMs.most, Math.max(fullScanMs.least, all.length * fullScanMs.perProcess)) - 100;
      largest = all.sort((a, b) => b.rssPages - a.rssPages).slice(0, most);
      const alive = new Set(largest.map(keyOf));
      for (const key of cgroupByProcess.keys()) if (!alive.has(key)) cgroupByProcess.delete(key);
      cgroups = [...new Set(largest.map(cgroupNameOf))].filter((path) => path !== null).slice(0, mostCgroups);
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
  };
}

const keyOf = ({ pid, startedAt }: ProcessSize): string => `${pid}:${startedAt}`;
