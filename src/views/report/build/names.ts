import type { CauseId, FactorId } from '../../../diagnosis/analysis.ts';

/** Causes as headings. */
export const causeHeadings: Readonly<Record<CauseId, string>> = {
  'process-leak': 'One program kept growing',
  'process-spike': 'One program took a great deal at once',
  'process-swarm': 'Too many processes',
  undersized: 'Too little memory for what runs',
  'limit-too-small': 'The limit is too small',
  'tmpfs-growth': 'Files in memory (tmpfs) grew',
  'shared-memory-growth': 'Shared memory grew',
  'locked-memory': 'Locked memory',
  'hugetlb-reservation': 'Huge pages reserved too much',
  'kernel-slab-growth': 'Kernel objects (slab) grew',
  'vmalloc-growth': 'Kernel vmalloc areas grew',
  'page-table-growth': 'Page tables grew',
  'kernel-stack-growth': 'Kernel stacks of threads grew',
  'kernel-unaccounted': 'Memory that no counter shows',
  'page-cache-stuck': 'File pages could not be written back',
  fragmentation: 'Memory was free, but in pieces',
  'atomic-reserve-exhausted': 'The reserve for urgent requests was empty',
  'zone-exhausted': 'One memory zone was empty',
  'oversized-request': 'One request was too large',
  'cgroup-thrash': 'A group thrashed at its limit',
  'overcommit-refused': 'A promise of memory was refused',
  manual: 'The kill was asked for by hand',
  'userspace-policy': 'A user-space killer followed its policy',
  'memory-stall': 'Tasks waited for memory',
  'io-stall': 'Tasks waited for a block device',
  'frozen-filesystem': 'A file system was frozen',
  'suspended-device': 'A device was suspended',
  'remote-filesystem': 'A remote file system did not answer',
  'lock-contention': 'A lock was held too long',
  deadlock: 'Tasks wait for each other',
  'driver-hang': 'A driver hung',
  undetermined: 'Not enough is known to say why',
};

/** Contributing facts in words. */
export const factorTexts: Readonly<Record<FactorId, string>> = {
  'swap-full': 'swap was full',
  'no-swap': 'there is no swap',
  'swap-thrash': 'the machine spent its time swapping',
  'zram-full': 'the compressed swap (zram) was full',
  'culprit-protected': 'who took the memory was protected by its oom_score_adj',
  'victim-preferred': 'the victim was offered by its oom_score_adj',
  'group-kill': 'memory.oom.group killed the whole group',
  'kill-loop': 'the same thing was killed again and again',
  'kill-storm': 'many were killed in a short time',
  'panic-setting': 'the kernel is set to panic',
  'allocating-task-setting': 'vm.oom_kill_allocating_task kills whoever asks',
  'no-killable-task': 'nothing was left that may be killed',
  'limit-of-ancestor': 'the limit is that of a group above',
  'memory-decoy': 'the largest process was not the one that grew',
};

/** Components of memory in words for a reader who does not know the kernel's. */
const componentTexts: Readonly<Record<string, string>> = {
  anonymous: 'anonymous memory of processes',
  'shared-memory': 'shared memory and tmpfs',
  'page-cache': 'page cache (files)',
  'swap-cache': 'swap cache',
  locked: 'locked memory',
  'slab-reclaimable': 'reclaimable slab',
  'slab-unreclaimable': 'unreclaimable slab',
  'kernel-stacks': 'kernel stacks',
  'page-tables': 'page tables',
  percpu: 'per-CPU memory',
  vmalloc: 'vmalloc',
  sockets: 'socket buffers',
  zswap: 'zswap pool',
  'kernel-other': 'other kernel memory',
  hugetlb: 'huge pages',
  bounce: 'bounce buffers and driver pages',
  unaccounted: 'in no counter',
  free: 'free',
};

export function componentText(component: string): string {
  return componentTexts[component] ?? component;
}
