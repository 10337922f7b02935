/**
 * Where memory can be: the names used in `Accounting.parts`. No page is in two of them.
 *
 * What the kernel counts nowhere (driver pages, skb fragments; before 7.x graphics buffers and compressed pools on the host)
 * is no component: it is the `unaccountedBytes` of an accounting.
 */
export const components = {
  free: 'free pages, those on per-CPU lists included',
  anonymous: 'private memory of processes: heaps, stacks, private mappings; the swap cache of such pages included',
  'shared-memory': 'tmpfs, /dev/shm, SysV and POSIX segments, shared anonymous mappings; each page once',
  'page-cache': 'pages of files on disk and block device buffers',
  'swap-cache': 'pages that are both in RAM and in swap, where they are counted apart (/proc/meminfo)',
  locked: 'mlocked and otherwise unevictable pages',
  'slab-reclaimable': 'kernel objects that reclaim may free: dentries, inodes',
  'slab-unreclaimable': 'kernel objects that stay until their owner frees them',
  'kernel-stacks': 'stacks of threads in the kernel',
  'page-tables': 'page tables of processes and of virtual machines',
  percpu: 'per-CPU allocations of the kernel',
  vmalloc: 'virtually contiguous allocations of the kernel (memory cgroups only)',
  sockets: 'network buffers (memory cgroups only)',
  zswap: 'compressed pool of swapped pages (zswap, zram); of a host where its kernel counts them (7.x)',
  graphics: 'buffers that graphics drivers hold outside of shared memory, where the kernel counts them (7.x)',
  balloon: 'pages that a balloon driver gave back to the hypervisor, where the kernel counts them (6.17 and later)',
  'kernel-other': 'other kernel memory, where a sum is printed but not what it consists of',
  hugetlb: 'reserved huge pages, used or not',
  bounce: 'buffers for devices that cannot reach all memory, and reclaimable pages of drivers',
} as const satisfies Readonly<Record<string, string>>;

export type ComponentId = keyof typeof components;
