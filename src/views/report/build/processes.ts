import type { Dossier } from '../dossier.ts';
import type { ProcessRow, ProcessTable } from '../model.ts';
import { say } from './reference.ts';

const mostRows = 200;

/** The kernel's task table, largest first; null where the report has none. */
export function processesOf({ exhibit, incident, raw }: Dossier): ProcessTable | null {
  const { report } = exhibit;
  if (!report || report.tasks.length === 0) return null;
  const killed = new Set(incident.victims.map(({ pid }) => pid));
  const rows = report.tasks
    .map(
      (task): ProcessRow => ({
        pid: task.pid,
        comm: task.comm,
        uid: task.uid,
        rssBytes: task.rssBytes,
        anonBytes: task.rssAnonBytes,
        shmemBytes: task.rssShmemBytes,
        swapBytes: task.swapBytes,
        pgtablesBytes: task.pgtablesBytes,
        oomScoreAdj: task.oomScoreAdj,
        killed: killed.has(task.pid),
      }),
    )
    .sort((a, b) => held(b) - held(a));
  const shown = rows.filter((row, rank) => rank < mostRows || row.killed);
  const title = raw?.lines.find(({ text }) => /\[\s*pid\s*\]/.test(text));
  return {
    rows: shown,
    leftOut: rows.length - shown.length,
    source: say('The kernel’s own table of tasks at the moment of the kill.', title ?? report.source),
  };
}

const held = ({ rssBytes, swapBytes }: ProcessRow): number => (rssBytes ?? 0) + (swapBytes ?? 0);
