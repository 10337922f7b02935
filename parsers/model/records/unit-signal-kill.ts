import type { BodyCommon } from '../body-common.ts';

/** A unit or container ended by SIGKILL or exit status 137. By itself no proof of an OOM kill. */
export interface UnitSignalKill extends BodyCommon {
  readonly kind: 'unit-signal-kill';
  readonly manager: 'systemd' | 'kubelet' | 'containerd' | 'docker';
  readonly unit: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly signal: string | null;
  readonly exitStatus: number | null;
}
