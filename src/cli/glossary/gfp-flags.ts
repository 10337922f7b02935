import type { Subject } from './term.ts';

/** What an allocation may do and where its pages may lie (include/linux/gfp_types.h). */
export const gfpFlags: Subject = {
  name: 'allocation flags (gfp_mask)',
  terms: [
    {
      token: 'gfp_mask',
      also: ['gfp', 'gfpmask', 'mode'],
      unit: 'bit mask',
      meaning:
        'How the failing allocation was asked for: whether it may sleep and reclaim, and which zones may serve it. The names in parentheses are the same bits; the bits themselves differ between kernels.',
    },
    {
      token: 'GFP_KERNEL',
      unit: null,
      meaning:
        'The usual request of the kernel for itself: may sleep, reclaim and do I/O. Served from Normal and below, never from HighMem or Movable.',
    },
    {
      token: 'GFP_KERNEL_ACCOUNT',
      unit: null,
      meaning: 'GFP_KERNEL charged to the cgroup of the task, so it can hit a memory limit.',
    },
    {
      token: 'GFP_ATOMIC',
      unit: null,
      meaning:
        'May not sleep (interrupts, network drivers): it cannot reclaim and may use part of the reserve below the min watermark. When it fails, memory may still be there, just not at once.',
    },
    {
      token: 'GFP_NOWAIT',
      unit: null,
      meaning: 'May not sleep and gets no reserves. Wakes kswapd and fails easily; callers are expected to cope.',
    },
    {
      token: 'GFP_NOIO',
      unit: null,
      meaning: 'May reclaim but not start I/O, since it is asked from within the I/O path.',
    },
    {
      token: 'GFP_NOFS',
      unit: null,
      meaning:
        'May reclaim but not call into file systems, since it is asked from within one. When the machine as a whole is out of memory, such a request does not call the OOM killer.',
    },
    {
      token: 'GFP_USER',
      unit: null,
      meaning: 'For user space but directly used by the kernel too; bound to the cpuset.',
    },
    {
      token: 'GFP_HIGHUSER_MOVABLE',
      unit: null,
      meaning:
        'An ordinary page of a process or of the page cache: may lie in any zone and be moved. The most common mask in OOM reports.',
    },
    { token: 'GFP_HIGHUSER', unit: null, meaning: 'A page of a process that may lie in any zone but cannot be moved.' },
    {
      token: 'GFP_TRANSHUGE',
      also: ['GFP_TRANSHUGE_LIGHT'],
      unit: null,
      meaning:
        'A transparent huge page (order 9 with 4 KiB pages). Failing is harmless: the caller takes small pages instead.',
    },
    { token: 'GFP_DMA', also: ['__GFP_DMA'], unit: null, meaning: 'Only zone DMA will do (the first 16 MiB on x86).' },
    { token: 'GFP_DMA32', also: ['__GFP_DMA32'], unit: null, meaning: 'Only memory below 4 GiB will do.' },
    {
      token: '__GFP_COMP',
      unit: null,
      meaning: 'The pages are tied together as one compound page. Says nothing about urgency.',
    },
    { token: '__GFP_ZERO', unit: null, meaning: 'The page must be filled with zeros.' },
    { token: '__GFP_NOWARN', unit: null, meaning: 'Failure is expected: no report is printed.' },
    {
      token: '__GFP_NORETRY',
      unit: null,
      meaning: 'Try a little, then fail; never call the OOM killer. The caller has another way.',
    },
    {
      token: '__GFP_RETRY_MAYFAIL',
      also: ['__GFP_REPEAT'],
      unit: null,
      meaning: 'Try hard, but fail rather than call the OOM killer.',
    },
    { token: '__GFP_NOFAIL', unit: null, meaning: 'Must not fail: the kernel loops until it succeeds.' },
    {
      token: '__GFP_MEMALLOC',
      unit: null,
      meaning: 'May use all reserves, since it will free memory soon (swapping over the network, for one).',
    },
    { token: '__GFP_HIGH', unit: null, meaning: 'Urgent: may go below the min watermark.' },
    { token: '__GFP_ACCOUNT', unit: null, meaning: 'Charged to the cgroup of the task.' },
    { token: '__GFP_MOVABLE', unit: null, meaning: 'The page can be moved by compaction.' },
    { token: '__GFP_RECLAIMABLE', unit: null, meaning: 'Slab that a shrinker can free.' },
    { token: '__GFP_HARDWALL', unit: null, meaning: 'Keep to the nodes of the cpuset.' },
    { token: '__GFP_THISNODE', unit: null, meaning: 'Only this NUMA node will do.' },
    { token: '__GFP_HIGHMEM', unit: null, meaning: 'HighMem will do too (32-bit machines).' },
    {
      token: 'order',
      unit: 'power of two of pages',
      meaning:
        'Size of the block asked for: order 0 is one page, order 3 is 8 pages in a row (32 KiB with 4 KiB pages). An order above 0 can fail by fragmentation alone; above 3 the kernel usually does not kill for it.',
    },
    {
      token: 'nodemask',
      unit: 'list of NUMA nodes',
      meaning: 'Nodes that the request may use by memory policy; (null) or (nil) means no restriction of its own.',
    },
  ],
};
