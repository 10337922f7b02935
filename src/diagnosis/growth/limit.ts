import type { RecordOf } from '../../../parsers/model/record.ts';
import { isWithin } from '../cgroup-path.ts';
import { rowBytes } from './members.ts';
import type { ProcessHistory } from './processes.ts';

type Kill = Pick<RecordOf<'oom-kill'>, 'tasks' | 'victims' | 'oomMemcg' | 'memcg'>;

/**
 * The processes of the group whose limit was hit: the tasks its reports list, whoever was killed in it, and those that a
 * sampler shows to run there. Without a table (vm.oom_dump_tasks=0) the others of the host are no stand-in.
 */
export function insideLimit(
  processes: readonly ProcessHistory[],
  kills: readonly Kill[],
  limitPath: string | null,
): readonly ProcessHistory[] {
  const pids = new Set(kills.flatMap(({ tasks, victims }) => [...tasks, ...victims].map(({ pid }) => pid)));
  const paths = [
    ...(limitPath === null ? [] : [limitPath]),
    ...kills.flatMap(({ oomMemcg, memcg }) => oomMemcg ?? memcg?.path ?? []),
  ];
  return processes.filter(
    ({ pid, cgroup }) => pids.has(pid) || (cgroup !== null && paths.some((path) => isWithin(cgroup, path))),
  );
}

/** What was used up before the last part of the rise: services that start early fill memory too. */
const leftOutAtFront = 2 / 3;

/** When these processes together began to take the last third of what they took: `-Infinity` where it cannot be told. */
export function fillsFrom(processes: readonly ProcessHistory[], report: Pick<Kill, 'tasks'> | null): number {
  const listed = new Set(report?.tasks.map(({ pid }) => pid) ?? []);
  const sums = new Map<number, number>();
  for (const { pid, points } of processes) {
    if (listed.size > 0 && !listed.has(pid)) continue;
    for (const { atUs, value } of points) sums.set(atUs, (sums.get(atUs) ?? 0) + value);
  }
  const ticks = [...sums].sort(([a], [b]) => a - b);
  const countsSwap = processes.some((process) => process.countsSwap);
  const last =
    listed.size > 0
      ? (report?.tasks ?? []).reduce((sum, task) => sum + (rowBytes(task, 'anonymous', countsSwap) ?? 0), 0)
      : (ticks.at(-1)?.[1] ?? 0);
  const lowest = ticks.reduce((least, [, value]) => Math.min(least, value), last);
  return (
    ticks.findLast(([, value]) => value <= lowest + (last - lowest) * leftOutAtFront)?.[0] ?? Number.NEGATIVE_INFINITY
  );
}
