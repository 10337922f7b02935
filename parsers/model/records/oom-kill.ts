import type { MemInfo } from './mem-info.ts';
import type { RecordBasics } from './record-basics.ts';

/**
 * The header line: whose allocation failed; `comm` null on kernels that do not say it (2.6.18). `gfpMask` as printed, `0xcc0`.
 * `oomScoreAdj` null on kernels that print oom_adj only.
 */
export interface OomTrigger {
  readonly comm: string | null;
  readonly pid: number | null;
  readonly uid: number | null;
  readonly cpu: number | null;
  readonly gfpMask: string;
  readonly gfpFlags: readonly string[];
  readonly order: number;
  readonly oomScoreAdj: number | null;
}

/** The memcg block: the limit that was reached and what the group held. An unlimited sentinel is null with `...Unlimited` true. */
export interface MemcgInfo {
  readonly path: string | null;
  readonly usageBytes: number | null;
  readonly limitBytes: number | null;
  readonly limitUnlimited: boolean;
  readonly failcnt: number | null;
  readonly swapUsageBytes: number | null;
  readonly swapLimitBytes: number | null;
  readonly swapLimitUnlimited: boolean;
  readonly memswUsageBytes: number | null;
  readonly memswLimitBytes: number | null;
  readonly memswLimitUnlimited: boolean;
  readonly kmemUsageBytes: number | null;
  readonly kmemLimitBytes: number | null;
  readonly kmemLimitUnlimited: boolean;
  /** `memory.stat` names; amounts in bytes, event counts as they are. A number cut off by the kernel's line limit is left out. */
  readonly stats: Readonly<Record<string, number>>;
}

/** One row of the task table. `...Pages` as printed; `...Bytes` null where the page size is not proved. */
export interface TaskRow {
  readonly pid: number;
  readonly tgid: number | null;
  readonly uid: number | null;
  readonly comm: string;
  readonly totalVmPages: number;
  readonly rssPages: number;
  readonly rssAnonPages: number | null;
  readonly rssFilePages: number | null;
  readonly rssShmemPages: number | null;
  readonly swapPages: number | null;
  /** Page tables in pages: `nr_ptes`, plus `nr_pmds` where there is one (3.10 to 4.14); null where the table counts bytes or not at all. */
  readonly pageTablePages: number | null;
  readonly totalVmBytes: number | null;
  readonly rssBytes: number | null;
  readonly rssAnonBytes: number | null;
  readonly rssFileBytes: number | null;
  readonly rssShmemBytes: number | null;
  readonly pgtablesBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomScoreAdj: number | null;
  /** Kernels up to 3.4. */
  readonly oomAdj: number | null;
}

/** Which columns the table's header names: it implies the badness formula (see the diagnosis). */
export type TaskTableShape =
  | 'oom-adj' // 2.6.32: cpu oom_adj
  | 'oom-adj-score-adj' // RHEL 6, 3.4: cpu oom_adj oom_score_adj
  | 'nr-ptes' // 3.10, RHEL 7
  | 'nr-ptes-pmds' // 4.4 - 4.14
  | 'pgtables-bytes' // 4.15 - 6.6
  | 'rss-split'; // 6.8 and later

export interface OomVictim {
  readonly pid: number;
  readonly comm: string;
  readonly uid: number | null;
  readonly totalVmBytes: number | null;
  readonly anonRssBytes: number | null;
  readonly fileRssBytes: number | null;
  readonly shmemRssBytes: number | null;
  readonly pgtablesBytes: number | null;
  readonly oomScoreAdj: number | null;
  /** Points of "score N or sacrifice child" (kernels up to 5.0). */
  readonly score: number | null;
  /** `child`: died in place of the selected parent (up to 5.0). `shared-mm`: another process on the victim's memory (up to 3.18). */
  readonly cause: 'selected' | 'group' | 'child' | 'shared-mm';
  /** `decision-line`: only the `oom-kill:` or "Kill process" line is there, the kill line itself was lost. `reaper-line`: only that. */
  readonly basis: 'kill-line' | 'decision-line' | 'reaper-line';
  /** How many kill lines name this pid (a group kill prints the first victim twice). */
  readonly timesPrinted: number;
  readonly reaped:
    | { readonly anonRssBytes: number; readonly fileRssBytes: number; readonly shmemRssBytes: number }
    | 'unable'
    | null;
}

export type OomConstraint = 'none' | 'cpuset' | 'memory-policy' | 'memcg' | 'other';

/** A run of the kernel's OOM killer (mm/oom_kill.c). */
export interface OomKill extends RecordBasics {
  readonly kind: 'oom-kill';
  /** Null where the header was lost, and on kernels up to 2.6.11 (RHEL 4), whose header says neither who asked nor for how much. */
  readonly trigger: OomTrigger | null;
  /** SysRq-f. */
  readonly manual: boolean;
  /** The panic message where the kernel panicked, null otherwise. */
  readonly panic: string | null;
  readonly constraint: OomConstraint | null;
  readonly constraintBasis: 'printed' | 'inferred' | null;
  readonly constraintRaw: string | null;
  readonly nodemask: string | null;
  readonly cpuset: string | null;
  readonly memsAllowed: string | null;
  readonly taskMemcg: string | null;
  readonly oomMemcg: string | null;
  /** vm.oom_kill_allocating_task took the allocating task without a choice. */
  readonly allocatingTask: boolean;
  readonly groupKill: boolean;
  readonly pageSizeBytes: number | null;
  readonly pageSizeBasis: 'buddy' | 'victim' | 'option' | null;
  readonly memcg: MemcgInfo | null;
  readonly memInfo: MemInfo | null;
  readonly taskTable: TaskTableShape | null;
  readonly tasks: readonly TaskRow[];
  /** Whom the kernel chose; up to 5.0 a child may have died in its place. */
  readonly selected: { readonly pid: number; readonly comm: string; readonly score: number | null } | null;
  readonly victims: readonly OomVictim[];
  readonly outcome: 'killed' | 'no-killable' | 'panic' | 'unknown';
  /** `Hardware name:` text, null where absent. */
  readonly hardware: string | null;
  readonly callTrace: readonly string[];
  /** `oom_kill_process: N callbacks suppressed` seen just before: dumps the kernel kept back. */
  readonly dumpsSuppressed: number | null;
}
