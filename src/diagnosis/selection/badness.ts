import type { TaskRow, TaskTableShape } from '../../../parsers/model/records/oom-kill.ts';

/** How a kernel favours root (CAP_SYS_ADMIN, for which uid 0 is the best sign in the table). */
export type RootDiscount = 'none' | 'thirty-permille' | 'three-percent';

/** One way in which oom_badness() was computed. */
export interface Formula {
  readonly text: string;
  readonly root: RootDiscount;
  /** Up to 5.8 an eligible task has at least one point; later points may be negative. */
  readonly leastPoints: number | null;
}

export interface Badness {
  readonly row: TaskRow;
  readonly points: number;
  readonly pgtablesPages: number | null;
}

const noRoot = 'rss + swap + page tables + oom_score_adj x total/1000';
const formulas = {
  signed: { text: noRoot, root: 'none', leastPoints: null },
  clamped: { text: noRoot, root: 'none', leastPoints: 1 },
  rootThreePercent: { text: `${noRoot}, less 3 % for root`, root: 'three-percent', leastPoints: 1 },
  rootThirty: { text: `${noRoot}, less 30 permille for root`, root: 'thirty-permille', leastPoints: 1 },
} as const satisfies Readonly<Record<string, Formula>>;

/**
 * The formulas that a report of this shape may come from, likeliest first. The table's columns tell the generation: page
 * table pages (3.10 to 4.14), pgtables_bytes (4.15 to 6.6), split rss (6.8 and later). The discount for root was 30
 * permille up to 3.1x, 3 % up to 4.16, and none since; the score line ended with 5.0. Distributions mixed these, so each
 * shape keeps its neighbours. Empty: the score of this kernel rests on what the table does not print (CPU and run time).
 */
export function formulasOf(shape: TaskTableShape | null, scorePrinted: boolean): readonly Formula[] {
  switch (shape) {
    case 'rss-split':
      return [formulas.signed];
    case 'pgtables-bytes':
      return scorePrinted ? [formulas.clamped, formulas.rootThreePercent] : [formulas.signed];
    case 'nr-ptes-pmds':
      return [formulas.rootThreePercent, formulas.clamped];
    case 'nr-ptes':
      return [formulas.rootThirty, formulas.rootThreePercent, formulas.clamped];
    case 'oom-adj-score-adj':
      return [formulas.rootThirty];
    default:
      return [];
  }
}

/** Pid 1 and tasks at -1000 (oom_adj -17) are never chosen. */
export function isEligible(row: TaskRow): boolean {
  return row.pid !== 1 && row.oomScoreAdj !== -1000 && row.oomAdj !== -17;
}

/** Points of one row, in pages. `totalPages` is divided by 1000 as an integer before it meets oom_score_adj. */
export function badness(
  row: TaskRow,
  formula: Formula,
  totalPages: number,
  pageSizeBytes: number | null,
  adjustment: number = row.oomScoreAdj ?? 0,
): Badness {
  const pgtablesPages = row.pageTablePages ?? pagesOf(row.pgtablesBytes, pageSizeBytes);
  const isRoot = row.uid === 0;
  let points = row.rssPages + (row.swapPages ?? 0) + (pgtablesPages ?? 0);
  if (isRoot && formula.root === 'three-percent') points -= Math.floor((points * 3) / 100);
  const rootAdjustment = isRoot && formula.root === 'thirty-permille' ? 30 : 0;
  points += (adjustment - rootAdjustment) * Math.floor(totalPages / 1000);
  if (formula.leastPoints !== null) points = Math.max(formula.leastPoints, points);
  return { row, points, pgtablesPages };
}

const pagesOf = (bytes: number | null, pageSizeBytes: number | null): number | null =>
  bytes === null || pageSizeBytes === null ? null : Math.floor(bytes / pageSizeBytes);
