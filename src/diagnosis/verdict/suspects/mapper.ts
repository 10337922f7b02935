import { before } from '../../history.ts';
import type { Exhibit } from '../../rules/rule.ts';
import { confidences, held, processNamed, type Who } from './who.ts';

/** Whoever maps this much of the shared memory is the one to ask. */
const most = 0.5;

/** The process that maps most of the shared memory: by the table, the kill line or the last sample. */
export function mapper({ report, parts, history }: Exhibit): Who | null {
  const shared = parts?.get('shared-memory') ?? 0;
  if (shared === 0) return null;
  const enough = (bytes: number | null): boolean => (bytes ?? 0) >= shared * most;
  const row = report?.tasks.find((task) => enough(task.rssShmemBytes));
  if (row) return named(row.comm, row.pid, row.rssShmemBytes);
  const victim = report?.victims.find((one) => enough(one.shmemRssBytes));
  if (victim) return named(victim.comm, victim.pid, victim.shmemRssBytes);
  if (!history) return null;
  for (const series of history.series) {
    if (series.scope !== 'process' || series.metric !== 'rssShmemBytes' || series.pid === null) continue;
    const last = before(series, history.eventUs).at(-1);
    if (last && enough(last.value)) return named(series.comm ?? '?', series.pid, last.value, series.cgroup);
  }
  return null;
}

function named(comm: string, pid: number, bytes: number | null, cgroup: string | null = null): Who {
  return processNamed({ comm, pid, cgroup, bytes }, confidences.byTable);
}

/** The program whose page tables are most of all: one process, or all of its name. */
export function pageTableOwner({ report }: Exhibit): Who | null {
  const rows = report?.tasks ?? [];
  const sum = rows.reduce((total, row) => total + (row.pgtablesBytes ?? 0), 0);
  const row = rows.find(({ pgtablesBytes }) => (pgtablesBytes ?? 0) > sum * most);
  if (sum === 0) return null;
  if (row) return named(row.comm, row.pid, row.pgtablesBytes);
  const programs = Map.groupBy(rows, ({ comm }) => comm);
  for (const [comm, own] of programs) {
    const bytes = own.reduce((total, { pgtablesBytes }) => total + (pgtablesBytes ?? 0), 0);
    const [first] = own.toSorted((a, b) => (b.pgtablesBytes ?? 0) - (a.pgtablesBytes ?? 0));
    if (bytes > sum * most && first)
      return held({ ...named(comm, first.pid, bytes), kind: 'group' }, confidences.crowd);
  }
  return null;
}
