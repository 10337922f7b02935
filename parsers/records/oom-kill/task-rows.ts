import type { OomKill, OomVictim, TaskRow } from '../../model/records/oom-kill.ts';
import type { TaskCounts } from '../blocks/task-row.ts';

/** Page sizes that Linux is built with. */
const PAGE_SIZES = [4096, 8192, 16_384, 32_768, 65_536, 262_144];

/**
 * The page size that a victim's row and its kill line prove together: both print the same total_vm, one in pages, the other
 * in kB. A process that mapped memory between the two lines proves nothing, and neither do two victims that disagree.
 */
export function pageSizeOfVictims(tasks: readonly TaskCounts[], victims: readonly OomVictim[]): number | null {
  let proved: number | null = null;
  for (const { pid, totalVmBytes } of victims.slice(0, 16)) {
    if (totalVmBytes === null || totalVmBytes === 0) continue;
    const row = tasks.find((task) => task.pid === pid);
    const size = row === undefined ? null : totalVmBytes / row.totalVmPages;
    if (size === null || !PAGE_SIZES.includes(size)) continue;
    if (proved !== null && proved !== size) return null;
    proved = size;
  }
  return proved;
}

const inBytes = (pages: number | null, pageSizeBytes: number | null): number | null => {
  const bytes = pages === null || pageSizeBytes === null ? null : pages * pageSizeBytes;
  return bytes !== null && bytes <= Number.MAX_SAFE_INTEGER ? bytes : null;
};

export function taskRow(task: TaskCounts, pageSizeBytes: number | null): TaskRow {
  const { ptePages, pmdPages } = task;
  return {
    pid: task.pid,
    tgid: task.tgid,
    uid: task.uid,
    comm: task.comm,
    totalVmPages: task.totalVmPages,
    rssPages: task.rssPages,
    rssAnonPages: task.rssAnonPages,
    rssFilePages: task.rssFilePages,
    rssShmemPages: task.rssShmemPages,
    swapPages: task.swapPages,
    pageTablePages: ptePages === null ? null : ptePages + (pmdPages ?? 0),
    totalVmBytes: inBytes(task.totalVmPages, pageSizeBytes),
    rssBytes: inBytes(task.rssPages, pageSizeBytes),
    rssAnonBytes: inBytes(task.rssAnonPages, pageSizeBytes),
    rssFileBytes: inBytes(task.rssFilePages, pageSizeBytes),
    rssShmemBytes: inBytes(task.rssShmemPages, pageSizeBytes),
    pgtablesBytes: task.pgtablesBytes,
    swapBytes: inBytes(task.swapPages, pageSizeBytes),
    oomScoreAdj: task.oomScoreAdj,
    oomAdj: task.oomAdj,
  };
}

/**
 * The same record with the page size that the user names, for one that does not prove its own (`pageSizeBasis: 'option'`).
 * A proved size stands: the record is returned as it is.
 */
export function withPageSize<Kill extends OomKill>(record: Kill, pageSizeBytes: number): Kill {
  if (record.pageSizeBytes !== null) return record;
  const tasks = record.tasks.map((task) => ({
    ...task,
    totalVmBytes: inBytes(task.totalVmPages, pageSizeBytes),
    rssBytes: inBytes(task.rssPages, pageSizeBytes),
    rssAnonBytes: inBytes(task.rssAnonPages, pageSizeBytes),
    rssFileBytes: inBytes(task.rssFilePages, pageSizeBytes),
    rssShmemBytes: inBytes(task.rssShmemPages, pageSizeBytes),
    swapBytes: inBytes(task.swapPages, pageSizeBytes),
  }));
  return { ...record, tasks, pageSizeBytes, pageSizeBasis: 'option' };
}
