import type { CauseId } from '../../src/diagnosis/analysis.ts';
import { causesOf } from '../../src/diagnosis/rules/weights.ts';
import { componentOf } from '../../src/diagnosis/verdict/hypotheses.ts';

/** The corpus' labels (`root_cause` of metadata.json) as causes; `none` means that no incident may be found. */
export const causeOfLabel: Readonly<Record<string, CauseId | 'none'>> = {
  process_leak: 'process-leak',
  numa_constrained_leak: 'process-leak',
  memcg_limit_leak: 'process-leak',
  process_spike: 'process-spike',
  memcg_limit_spike: 'process-spike',
  unbounded_processes: 'process-swarm',
  memcg_limit_processes: 'process-swarm',
  tmpfs_fill: 'tmpfs-growth',
  memcg_limit_tmpfs: 'tmpfs-growth',
  shm_segment_growth: 'shared-memory-growth',
  mlock_hog: 'locked-memory',
  hugepage_reservation: 'hugetlb-reservation',
  kernel_slab_growth: 'kernel-slab-growth',
  kernel_page_leak: 'kernel-unaccounted',
  kernel_pipe_buffers: 'kernel-unaccounted',
  kernel_vmalloc_growth: 'vmalloc-growth',
  pagetable_growth: 'page-table-growth',
  undersized_ram: 'undersized',
  limit_too_small: 'limit-too-small',
  memcg_pressure_thrash: 'cgroup-thrash',
  manual_oom: 'manual',
  fragmentation: 'fragmentation',
  atomic_reserve_exhausted: 'atomic-reserve-exhausted',
  dma_zone_exhausted: 'zone-exhausted',
  oversized_kernel_request: 'oversized-request',
  driver_hang: 'driver-hang',
  lock_contention_hang: 'lock-contention',
  deadlock_hang: 'deadlock',
  io_hang_frozen_fs: 'frozen-filesystem',
  io_hang_suspended_device: 'suspended-device',
  memory_stall_hang: 'memory-stall',
  none: 'none',
};

/** Causes that only what happened before can tell apart: from the log alone the label cannot be known. */
export const needsHistory: ReadonlySet<string> = new Set([
  'process-leak',
  'process-spike',
  'undersized',
  'limit-too-small',
]);

/** The component that a cause fills; causes that fill none are not in it. */
export const componentOfCause: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(causesOf)
    .flat()
    .map((cause) => [cause, componentOf[cause]]),
);

/** From the log alone a label may show as another cause too: reports of the kernel have no counter for vmalloc. */
const fromLogAlso: Readonly<Record<string, string>> = { 'vmalloc-growth': 'kernel-unaccounted' };

/** Whether a cause is what the label says, or all that a log alone can say of it. */
export function labelsRight(label: string, cause: string, fromLog: boolean): boolean {
  const wanted = causeOfLabel[label] ?? '';
  return cause === wanted || (fromLog && fromLogAlso[wanted] === cause);
}
