import type { RecordOf } from '../../../parsers/model/record.ts';
import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import type { Growth } from './growth.ts';
import type { Holder } from './protocol.ts';

/** Rows that cross; a table of thousands of processes ends in small ones. */
const mostHolders = 200;

const sum = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce<number | null>((total, amount) => (total === null || amount === null ? null : total + amount), 0);

/** The task table of a report, processes of one name together, the biggest first. */
export function holdersOf(report: RecordOf<'oom-kill'>, growth: ReadonlyMap<string, Growth>): Holder[] {
  const killed = new Set(report.victims.map(({ pid }) => pid));
  const byComm = new Map<string, TaskRow[]>();
  for (const task of report.tasks) {
    const held = byComm.get(task.comm);
    if (held === undefined) byComm.set(task.comm, [task]);
    else held.push(task);
  }
  return [...byComm.values()]
    .map((tasks) => holderOf(tasks, killed, growth))
    .sort((a, b) => (b.aloneBytes ?? b.rssBytes ?? 0) - (a.aloneBytes ?? a.rssBytes ?? 0))
    .slice(0, mostHolders);
}

function holderOf(tasks: TaskRow[], killed: ReadonlySet<number>, growth: ReadonlyMap<string, Growth>): Holder {
  const largest = tasks.reduce((best, task) => (task.rssPages > best.rssPages ? task : best));
  return {
    comm: largest.comm,
    processes: tasks.length,
    rssBytes: sum(tasks.map(({ rssBytes }) => rssBytes)),
    aloneBytes: sum(tasks.map(({ rssAnonBytes }) => rssAnonBytes)),
    swapBytes: sum(tasks.map(({ swapBytes }) => swapBytes)),
    oomScoreAdj: largest.oomScoreAdj,
    killed: tasks.some(({ pid }) => killed.has(pid)),
    largestPid: largest.pid,
    grownBytes: growth.get(largest.comm)?.bytes ?? null,
  };
}
