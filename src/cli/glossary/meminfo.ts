import type { Subject } from './term.ts';

/** Keys of /proc/meminfo (fs/proc/meminfo.c) and columns of the tools that show them. */
export const meminfo: Subject = {
  name: '/proc/meminfo and tools',
  terms: [
    { token: 'MemTotal', unit: 'kB', meaning: 'RAM that the kernel manages: less than what is built in.' },
    { token: 'MemFree', unit: 'kB', meaning: 'Memory nobody uses. Low is normal: the cache fills it.' },
    {
      token: 'MemAvailable',
      also: ['available', 'kbavail'],
      unit: 'kB',
      meaning: 'Estimate of what new programs could take without swapping. The number to watch.',
    },
    { token: 'Buffers', unit: 'kB', meaning: 'Page cache of block devices.' },
    {
      token: 'Cached',
      unit: 'kB',
      meaning: 'Page cache of files and shared memory together; shared memory (Shmem) cannot be dropped.',
    },
    { token: 'SwapCached', unit: 'kB', meaning: 'Pages in RAM that also have a copy in swap.' },
    {
      token: 'Active',
      also: ['Inactive', 'Active(anon)', 'Inactive(anon)', 'Active(file)', 'Inactive(file)'],
      unit: 'kB',
      meaning: 'The lists of the page reclaim, by use and by kind.',
    },
    { token: 'Mlocked', unit: 'kB', meaning: 'Memory locked by mlock.' },
    { token: 'SwapTotal', also: ['SwapFree'], unit: 'kB', meaning: 'Size of swap and what is left of it.' },
    { token: 'AnonPages', unit: 'kB', meaning: 'Private memory of processes, mapped now.' },
    { token: 'Shmem', unit: 'kB', meaning: 'tmpfs, /dev/shm, SysV and shared anonymous memory.' },
    {
      token: 'KReclaimable',
      unit: 'kB',
      meaning: 'Kernel memory that can be freed on demand: SReclaimable and a little more.',
    },
    {
      token: 'Slab',
      also: ['SReclaimable', 'SUnreclaim'],
      unit: 'kB',
      meaning: 'Kernel objects, split into what shrinkers can free and what they cannot.',
    },
    { token: 'KernelStack', unit: 'kB', meaning: 'Kernel stacks of all threads.' },
    { token: 'PageTables', unit: 'kB', meaning: 'Page tables of all processes.' },
    { token: 'CommitLimit', unit: 'kB', meaning: 'What may be promised in all when vm.overcommit_memory is 2.' },
    {
      token: 'Committed_AS',
      also: ['kbcommit', '%commit'],
      unit: 'kB',
      meaning:
        'What has been promised to processes. It may exceed RAM and swap without harm unless all of it is touched.',
    },
    { token: 'VmallocUsed', unit: 'kB', meaning: 'Kernel memory mapped page by page: modules, big buffers, stacks.' },
    { token: 'Percpu', unit: 'kB', meaning: 'Kernel data held once for each CPU; grows with cgroups and CPUs.' },
    { token: 'HardwareCorrupted', unit: 'kB', meaning: 'Memory taken out of use after errors.' },
    { token: 'AnonHugePages', unit: 'kB', meaning: 'Private memory in transparent huge pages.' },
    {
      token: 'HugePages_Total',
      also: ['HugePages_Free', 'HugePages_Rsvd', 'HugePages_Surp', 'Hugetlb', 'Hugepagesize'],
      unit: 'huge pages; Hugetlb in kB',
      meaning: 'Reserved huge pages: gone for everything else, used or not.',
    },
    {
      token: 'si',
      also: ['so', 'pswpin/s', 'pswpout/s'],
      unit: 'kB/s (vmstat), pages/s (sar)',
      meaning: 'Swap traffic, in and out. Both high at once is thrashing.',
    },
    {
      token: 'some',
      also: ['full', 'avg10', 'PSI'],
      unit: '% of time',
      meaning:
        'Pressure stall information: share of time in which some tasks, or all at once (full), waited for memory.',
    },
    {
      token: 'VSZ',
      also: ['VIRT'],
      unit: 'kB',
      meaning: 'Address space of a process; says little about memory in use.',
    },
    {
      token: 'RES',
      also: ['RSS'],
      unit: 'kB',
      meaning: 'Resident memory of a process with shared pages counted in full.',
    },
    {
      token: 'PSS',
      unit: 'kB',
      meaning: 'Resident memory of a process with shared pages divided among those who map them. Sums up.',
    },
  ],
};
