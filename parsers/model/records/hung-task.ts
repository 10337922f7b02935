import type { RecordBasics } from './record-basics.ts';

/** The task that holds what a hung task waits for, where the kernel names it (6.15 and later). */
export interface Blocker {
  readonly comm: string;
  readonly pid: number;
  readonly lock: 'mutex' | 'semaphore' | 'rw-semaphore';
}

/** One report of khungtaskd (kernel/hung_task.c). */
export interface HungTask extends RecordBasics {
  readonly kind: 'hung-task';
  readonly comm: string;
  readonly pid: number;
  readonly tgid: number | null;
  readonly ppid: number | null;
  /** `D`, `R`, ... as sched_show_task prints it. */
  readonly state: string | null;
  /** Null where the line that says it was lost. */
  readonly blockedSeconds: number | null;
  readonly ioWait: boolean;
  readonly coredump: boolean;
  readonly workqueue: string | null;
  readonly callTrace: readonly string[];
  readonly blocker: Blocker | null;
  readonly blockerTrace: readonly string[];
  /** "Future hung task reports are suppressed": silence afterwards is no recovery. */
  readonly reportsSuppressed: boolean;
  /** "Kernel panic - not syncing: hung_task: blocked tasks". */
  readonly panic: boolean;
}
