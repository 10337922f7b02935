import type { BodyCommon } from '../body-common.ts';

/** `cgroup: fork rejected by pids controller in /path` (kernel/cgroup/pids.c), or a shell's "fork: Cannot allocate memory". */
export interface ForkRefused extends BodyCommon {
  readonly kind: 'fork-refused';
  readonly cgroup: string | null;
  readonly comm: string | null;
  readonly pid: number | null;
}
