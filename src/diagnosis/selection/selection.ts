import type { RecordOf } from '../../../parsers/model/record.ts';
import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import type { Candidate, Selection } from '../analysis.ts';
import { type Badness, badness, type Formula, formulasOf, isEligible } from './badness.ts';
import { type TotalPages, totalPagesOf } from './total-pages.ts';

/** Printed and recomputed score may differ by rounding, and because the table is read a moment after the choice. */
const scoreTolerance = 2;

/**
 * Why the kernel chose whom it chose: the badness of every row recomputed with the formula that the report's own shape
 * implies. Null where there is no whole table to recompute it from, or where the kernel's score rests on what the table
 * does not print.
 */
export function selectionOf(record: RecordOf<'oom-kill'>): Selection | null {
  if (record.tasks.length === 0 || isCut(record)) return null;
  const printedScore = record.selected?.score ?? null;
  const formulas = formulasOf(record.taskTable, printedScore !== null);
  const total = totalPagesOf(record, record.pageSizeBytes);
  const chosenRow = chosenRowOf(record);
  const rankings = formulas.map((formula) => rank(record, formula, total, chosenRow, printedScore));
  return (
    rankings.find((ranking) => ranking.rank === 1 && ranking.agrees === true) ??
    rankings.find((ranking) => ranking.rank === 1 && ranking.agrees !== false) ??
    rankings.find((ranking) => ranking.rank === 1) ??
    rankings[0] ??
    null
  );
}

/** The table's end is proved by the lines behind it. */
function isCut(record: RecordOf<'oom-kill'>): boolean {
  const words = ['task-table-cut', 'task-table-too-long'];
  return record.outcome === 'unknown' || record.problems.some((problem) => words.includes(problem));
}

/** Old kernels name a thread, the table lists thread-group leaders: then the line of the kill names the leader. */
function chosenRowOf({ outcome, tasks, selected, victims }: RecordOf<'oom-kill'>): TaskRow | null {
  if (outcome !== 'killed') return null;
  return (
    rowOf(tasks, selected?.pid ?? null) ??
    rowOf(tasks, victims.find((victim) => victim.cause === 'selected')?.pid ?? null)
  );
}

function rowOf(tasks: readonly TaskRow[], pid: number | null): TaskRow | null {
  if (pid === null) return null;
  return tasks.find((task) => task.pid === pid) ?? tasks.find((task) => task.tgid === pid) ?? null;
}

function rank(
  record: RecordOf<'oom-kill'>,
  formula: Formula,
  total: TotalPages,
  chosenRow: TaskRow | null,
  printedScore: number | null,
): Selection {
  const totalPages = total.atLeastPages ?? 0;
  const page = record.pageSizeBytes;
  const permille = (points: number): number | null =>
    total.pages === null || total.pages === 0 ? null : Math.floor((points * 1000) / total.pages);
  const candidate = ({ row, points, pgtablesPages }: Badness): Candidate => ({
    pid: row.pid,
    comm: row.comm,
    points,
    permille: permille(points),
    rssPages: row.rssPages,
    swapPages: row.swapPages,
    pgtablesPages,
    oomScoreAdj: row.oomScoreAdj,
  });
  const scored = record.tasks.filter(isEligible).map((row) => badness(row, formula, totalPages, page));
  const chosen = chosenRow && badness(chosenRow, formula, totalPages, page);
  const runnerUp = highest(scored.filter(({ row }) => row !== chosenRow));
  const neutral = record.tasks
    .filter((row) => row.pid !== 1)
    .map((row) => ({
      ...badness(row, formula, totalPages, page),
      points: badness(row, formula, totalPages, page, 0).points,
    }));
  const withoutAdjustments = highest(neutral);
  return {
    formula: formula.text,
    totalPages: total.pages,
    chosen: chosen && candidate(chosen),
    rank: chosen && 1 + scored.filter(({ row, points }) => row !== chosenRow && points > chosen.points).length,
    runnerUp: runnerUp && candidate(runnerUp),
    marginBytes: chosen && runnerUp && page !== null ? (chosen.points - runnerUp.points) * page : null,
    withoutAdjustments: withoutAdjustments && candidate(withoutAdjustments),
    printedScore,
    agrees: agreement(printedScore, total, chosen),
    note: noteOf(record, total, chosenRow),
  };
}

/**
 * A table that prints neither swap nor page tables can confirm a score and never refute it. Of a total known only at the
 * least, a score can be confirmed, and refuted where it would need a smaller one.
 */
function agreement(printed: number | null, total: TotalPages, chosen: Badness | null): boolean | null {
  if (printed === null || !total.atLeastPages || chosen === null) return null;
  const permille = Math.floor((chosen.points * 1000) / total.atLeastPages);
  if (Math.abs(permille - printed) <= scoreTolerance) return true;
  if (total.pages === null && printed < permille) return null;
  return chosen.row.swapPages === null || chosen.pgtablesPages === null ? null : false;
}

/** Of equal ones the later: so chooses the kernel since 5.9. */
function highest(scored: readonly Badness[]): Badness | null {
  let best: Badness | null = null;
  for (const one of scored) if (best === null || one.points >= best.points) best = one;
  return best;
}

function noteOf(record: RecordOf<'oom-kill'>, total: TotalPages, chosenRow: TaskRow | null): string | null {
  const notes: string[] = [];
  if (record.outcome === 'panic') notes.push('the kernel panicked, so nobody was chosen');
  if (record.outcome === 'no-killable') notes.push('no task could be killed, so nobody was chosen');
  if (record.allocatingTask) {
    notes.push('vm.oom_kill_allocating_task is set: the task that asked for memory was killed without a choice');
  }
  if (record.manual) notes.push('asked for by SysRq-f: the choice is the usual one, memory need not have been short');
  if (record.groupKill) notes.push('memory.oom.group is set: the whole group of the chosen task was killed');
  const victim = record.victims.find(({ cause }) => cause === 'child');
  if (victim) notes.push(`its child ${victim.pid} (${victim.comm}) was killed in its place`);
  if (record.outcome === 'killed' && chosenRow === null) notes.push('the chosen task is not in the table');
  if (record.taskTable === 'oom-adj-score-adj') {
    notes.push('this table prints neither swap nor page tables: the points hold resident memory only');
  }
  if (record.pageSizeBytes === null && record.tasks.some((row) => row.pageTablePages === null)) {
    notes.push('page size not proved: page tables and adjustments are left out of the points');
  } else if (total.pages === null && total.atLeastPages === null) {
    notes.push('the total is not printed: adjustments are left out of the points');
  } else if (total.pages === null && record.tasks.some((row) => isEligible(row) && (row.oomScoreAdj ?? 0) !== 0)) {
    notes.push('swap of the host is not printed: adjustments are scaled by the limit alone');
  }
  return notes.length === 0 ? null : notes.join('; ');
}
