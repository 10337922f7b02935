import type { RecordBasics } from './record-basics.ts';

export interface UserspaceVictim {
  readonly pid: number | null;
  readonly comm: string | null;
  readonly uid: number | null;
  readonly cgroup: string | null;
  /** `namespace/name` of the pod, and its container, where the kubelet evicts. */
  readonly pod: string | null;
  readonly container: string | null;
  readonly signal: string | null;
  readonly rssBytes: number | null;
  /** What the killer says the cgroup or container used: page cache included, so no RSS. */
  readonly usageBytes: number | null;
  readonly oomScore: number | null;
  readonly oomScoreAdj: number | null;
}

/** A kill decided outside the kernel. Percentages are 0..100 as printed. */
export interface UserspaceKill extends RecordBasics {
  readonly kind: 'userspace-kill';
  readonly killer: 'systemd-oomd' | 'earlyoom' | 'nohang' | 'oomd' | 'lmkd' | 'lowmemorykiller' | 'kubelet' | 'talos';
  readonly victims: readonly UserspaceVictim[];
  /** The killer's own reason, as printed. */
  readonly reason: string | null;
  readonly dryRun: boolean;
  readonly pressurePercent: number | null;
  readonly pressureLimitPercent: number | null;
  readonly memUsedBytes: number | null;
  readonly memTotalBytes: number | null;
  readonly memAvailablePercent: number | null;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly swapFreePercent: number | null;
}
