import type { RecordOf } from '../../../parsers/model/record.ts';
import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import type { Growths } from './growth.ts';
import type { Holder } from './model/dossier.ts';

/** Rows that cross; a table of thousands of processes ends in small ones. */
const mostHolders = 200;

const sum = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce<number | null>((total, amount) => (total === null || amount === null ? null : total + amount), 0);

/** The task table of a report, processes of one name together, the biggest first. */
export function holdersOf(report: RecordOf<'oom-kill'>, growths: Growths): Holder[] {
  const killed = new Set(report.victims.map(({ pid }) => pid));
  const byComm = new Map<string, TaskRow[]>();
  for (const task of report.tasks) {
    const held = byComm.get(task.comm);
    if (held === undefined) byComm.set(task.comm, [task]);
    else held.push(task);
  }
  return [...byComm.values()]
    .map((tasks) => holderOf(tasks, killed, growths))
    .sort((a, b) => (b.aloneBytes ?? b.rssBytes ?? 0) - (a.aloneBytes ?? a.rssBytes ?? 0))
    .slice(0, mostHolders);
}

function holderOf(tasks: TaskRow[], killed: ReadonlySet<number>, growths: Growths): Holder {
  const rssBytes = sum(tasks.map((task) => task.rssBytes));
  const before = growths.byComm.get(tasks[0]?.comm ?? '');
  const largest = tasks.reduce((best, task) => (task.rssPages > best.rssPages ? task : best));
  return {
    comm: largest.comm,
    processes: tasks.length,
    rssBytes,
    aloneBytes: sum(tasks.map(({ rssAnonBytes }) => rssAnonBytes)),
    swapBytes: sum(tasks.map(({ swapBytes }) => swapBytes)),
    oomScoreAdj: largest.oomScoreAdj,
    killed: tasks.some(({ pid }) => killed.has(pid)),
    largestPid: largest.pid,
    rssPages: tasks.reduce((pages, task) => pages + task.rssPages, 0),
    alonePages: sum(tasks.map(({ rssAnonPages }) => rssAnonPages)),
    grownBytes: rssBytes === null || before === undefined ? null : rssBytes - before.beforeBytes,
    firstSeen: before?.firstSeen ?? [],
    seenBefore: before === undefined ? null : { processes: before.processes, bytes: before.beforeBytes },
  };
}
