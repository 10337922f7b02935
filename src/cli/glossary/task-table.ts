import type { Subject } from './term.ts';

/** Columns of the task table ("Tasks state (memory values in pages)", dump_tasks). */
export const taskTable: Subject = {
  name: 'task table',
  terms: [
    { token: 'pid', unit: null, meaning: 'Process; one row stands for all threads of it.' },
    { token: 'tgid', unit: null, meaning: 'Thread group: the process to which a thread belongs.' },
    { token: 'uid', unit: null, meaning: 'User of the process, as the initial user namespace counts.' },
    { token: 'total_vm', unit: 'pages', meaning: 'Address space. Pages, not kB: multiply by the page size.' },
    { token: 'rss', unit: 'pages', meaning: 'Resident memory, shared pages included in every process that maps them.' },
    { token: 'rss_anon', unit: 'pages', meaning: 'Private part of rss (kernel 6.8 and later).' },
    { token: 'rss_file', unit: 'pages', meaning: 'Mapped files in rss (kernel 6.8 and later).' },
    { token: 'rss_shmem', unit: 'pages', meaning: 'Shared memory and tmpfs in rss (kernel 6.8 and later).' },
    { token: 'pgtables_bytes', unit: 'bytes', meaning: 'Page tables of the process: the one column that is in bytes.' },
    { token: 'nr_ptes', unit: 'pages', meaning: 'Page table pages (kernel 3.x and 4.x).' },
    { token: 'nr_pmds', unit: 'pages', meaning: 'Middle page table pages (kernel 4.x).' },
    {
      token: 'swapents',
      unit: 'pages',
      meaning: 'Pages of the process in swap. They count for its score like resident ones.',
    },
    {
      token: 'name',
      also: ['comm'],
      unit: null,
      meaning: 'The command name, cut to 15 bytes; a process can set it to anything.',
    },
  ],
};
