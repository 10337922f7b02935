import type { RecordBasics } from './record-basics.ts';

/** `cgroup: fork rejected by pids controller in /path` (kernel/cgroup/pids.c), or a shell's "fork: Cannot allocate memory". */
export interface ForkRefused extends RecordBasics {
  readonly kind: 'fork-refused';
  readonly cgroup: string | null;
  /** `ENOMEM`: no memory or no commit left. `EAGAIN`: a pids or process limit; the kernel line is always this one. */
  readonly error: 'ENOMEM' | 'EAGAIN';
  readonly comm: string | null;
  readonly pid: number | null;
}
