import type { Subject } from './term.ts';

/** Counters of the Mem-Info block and of memory.stat. */
export const counters: Subject = {
  name: 'counters of Mem-Info and memory.stat',
  terms: [
    {
      token: 'active_anon',
      unit: 'pages in the summary, kB in node lines',
      meaning: 'Private and shared memory used of late. Can go to swap only.',
    },
    {
      token: 'inactive_anon',
      unit: 'pages or kB',
      meaning: 'Private and shared memory not used of late. Can go to swap only; tmpfs is in here.',
    },
    {
      token: 'isolated_anon',
      unit: 'pages or kB',
      meaning: 'Anonymous pages taken off the lists while being reclaimed or moved.',
    },
    { token: 'active_file', unit: 'pages or kB', meaning: 'Page cache used of late.' },
    {
      token: 'inactive_file',
      unit: 'pages or kB',
      meaning: 'Page cache that can be dropped first. Near 0 in a report means the cache is used up.',
    },
    {
      token: 'isolated_file',
      unit: 'pages or kB',
      meaning: 'Cache pages taken off the lists. Many of them mean that many tasks reclaim at once.',
    },
    {
      token: 'unevictable',
      unit: 'pages or kB',
      meaning: 'Memory that can be neither dropped nor swapped: mlock, ramfs, secret memory.',
    },
    {
      token: 'gpu_active',
      unit: 'kB in node lines',
      meaning: 'Buffers that graphics drivers hold outside of shared memory (7.x). Before, no counter shows them.',
    },
    {
      token: 'gpu_reclaim',
      unit: 'kB in node lines',
      meaning: 'Pages that graphics drivers keep and would give back.',
    },
    {
      token: 'zspages',
      unit: 'kB in zone lines',
      meaning: 'The pool of zram and zswap: what was swapped out, compressed in RAM (7.x).',
    },
    {
      token: 'Balloon',
      unit: 'kB in node lines',
      meaning:
        'Pages that a balloon driver gave back to the hypervisor (6.17 and later). Some drivers take them out of the managed RAM too.',
    },
    { token: 'dirty', unit: 'pages or kB', meaning: 'Cache that must be written before it can be dropped.' },
    {
      token: 'writeback',
      unit: 'pages or kB',
      meaning: 'Cache being written now. High and stuck means a slow or dead device.',
    },
    { token: 'unstable', unit: 'pages or kB', meaning: 'NFS pages sent but not yet committed (older kernels).' },
    {
      token: 'slab_reclaimable',
      unit: 'pages',
      meaning: 'Kernel caches that shrinkers can free (dentries, inodes), unless something pins them.',
    },
    {
      token: 'slab_unreclaimable',
      unit: 'pages',
      meaning:
        'Kernel objects nobody can free from outside. Growth without end is a leak in the kernel or in what user space holds open.',
    },
    { token: 'mapped', unit: 'pages or kB', meaning: 'Page cache mapped by processes.' },
    {
      token: 'shmem',
      unit: 'pages or kB',
      meaning:
        'tmpfs, /dev/shm, SysV and shared anonymous memory. Counted as cache by many tools; only swap can free it.',
    },
    {
      token: 'pagetables',
      unit: 'pages or kB',
      meaning: 'Page tables of all processes. Large when many processes map much shared memory without huge pages.',
    },
    { token: 'sec_pagetables', unit: 'pages or kB', meaning: 'Page tables of virtual machines and IOMMUs.' },
    { token: 'kernel_stack', unit: 'kB', meaning: 'Kernel stacks: 16 KiB a thread on x86-64. Counts threads.' },
    { token: 'shadow_call_stack', unit: 'kB', meaning: 'Second kernel stacks of arm64 with that protection.' },
    { token: 'kernel_misc_reclaimable', unit: 'pages', meaning: 'Other kernel memory that can be freed on demand.' },
    { token: 'writeback_tmp', unit: 'kB', meaning: 'FUSE buffers being written.' },
    {
      token: 'anon_thp',
      also: ['shmem_thp', 'shmem_pmdmapped', 'file_thp'],
      unit: 'kB',
      meaning: 'The part that is in transparent huge pages; contained in the counters above.',
    },
    { token: 'total pagecache pages', unit: 'pages', meaning: 'File cache, shared memory and swap cache together.' },
    { token: 'pages in swap cache', unit: 'pages', meaning: 'Pages that are in RAM and have a place in swap.' },
    {
      token: 'Free swap',
      also: ['Total swap'],
      unit: 'kB',
      meaning: 'Room in swap. "Free swap = 0kB" with a total above 0: anonymous memory had nowhere to go.',
    },
    { token: 'pages RAM', unit: 'pages', meaning: 'All memory of the machine, reserved parts included.' },
    {
      token: 'pages reserved',
      unit: 'pages',
      meaning: 'Pages that the allocator never had: kernel image, firmware, huge crash reserve.',
    },
    { token: 'pages hwpoisoned', unit: 'pages', meaning: 'Pages taken out of use after memory errors.' },
    { token: 'anon', unit: 'bytes', meaning: 'memory.stat: private memory charged to the cgroup.' },
    { token: 'file', unit: 'bytes', meaning: 'memory.stat: page cache charged to the cgroup, shmem included.' },
    {
      token: 'kernel',
      unit: 'bytes',
      meaning: 'memory.stat: kernel memory charged to the cgroup (slab, stacks, page tables, percpu ...).',
    },
    { token: 'sock', unit: 'bytes', meaning: 'memory.stat: network buffers charged to the cgroup.' },
    {
      token: 'pgmajfault',
      unit: 'faults',
      meaning: 'Faults that had to read from disk or swap. A high rate under pressure is thrashing.',
    },
    {
      token: 'workingset_refault',
      also: ['workingset_refault_anon', 'workingset_refault_file'],
      unit: 'pages',
      meaning: 'Pages read back soon after being evicted: the cache is too small for what runs.',
    },
  ],
};
