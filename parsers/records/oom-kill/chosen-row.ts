import type { TaskCounts } from '../blocks/task-row.ts';
import type { OomFacts } from './facts.ts';

/**
 * True if the table has no row of the task that was chosen or killed, though it has others. A table lists every process that
 * could be chosen, under the pid of one of its threads.
 */
export function isVictimRowMissing({ dump, decision, choice, kill, message }: OomFacts): boolean {
  const tasks = dump?.table.tasks ?? [];
  // The allocating task is chosen without a look at the table, and may be any thread.
  if (tasks.length === 0 || message?.allocatingTask) return false;
  const has = hasRowOf(tasks);
  if (decision !== null) return !has(decision.pid);
  if (choice === null) return kill !== null && !has(kill.pid);
  if (kill === null || kill.pid === choice.pid) return !has(choice.pid);
  // Up to 5.0 a thread may be chosen, which has the name of the process that dies and no row.
  return !has(kill.pid) || (!has(choice.pid) && choice.comm !== kill.comm);
}

const hasRowOf =
  (tasks: readonly TaskCounts[]) =>
  (pid: number): boolean =>
    tasks.some((task) => task.pid === pid || task.tgid === pid);
