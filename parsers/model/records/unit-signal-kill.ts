import type { RecordBasics } from './record-basics.ts';

/** A unit or container ended by SIGKILL or exit status 137. By itself no proof of an OOM kill. */
export interface UnitSignalKill extends RecordBasics {
  readonly kind: 'unit-signal-kill';
  readonly manager: 'systemd' | 'kubelet' | 'containerd' | 'docker';
  readonly unit: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly signal: string | null;
  readonly exitStatus: number | null;
}
