import type { RecordBasics } from './record-basics.ts';

/** A service manager or container runtime says that memory ran out in one of its units. */
export interface UnitOom extends RecordBasics {
  readonly kind: 'unit-oom';
  readonly manager: 'systemd' | 'kubelet' | 'containerd' | 'docker';
  readonly unit: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly pid: number | null;
  readonly comm: string | null;
  /** `oom-kill` (Failed with result), `oom-notice`, `oomd-kill`, `system-oom`, `task-oom`, `init-oom-kill` (runc). */
  readonly result: string;
}
