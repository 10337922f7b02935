import type { Subject } from './term.ts';

/** Words of the OOM killer's own lines (mm/oom_kill.c, mm/memcontrol.c). */
export const oomReport: Subject = {
  name: 'OOM reports',
  terms: [
    {
      token: 'invoked oom-killer',
      also: ['oom-killer'],
      unit: null,
      meaning:
        'The first line of a report. The task named here asked for memory and got none; it is neither the victim nor the culprit by that.',
    },
    {
      token: 'CONSTRAINT_NONE',
      also: ['global_oom'],
      unit: null,
      meaning: 'The machine as a whole had no memory for this request.',
    },
    {
      token: 'CONSTRAINT_MEMCG',
      unit: null,
      meaning:
        'A cgroup reached its limit. The rest of the machine may be idle; only tasks of that cgroup may be killed.',
    },
    {
      token: 'CONSTRAINT_CPUSET',
      unit: null,
      meaning: 'The nodes that the cpuset allows had no memory; other nodes may have plenty.',
    },
    {
      token: 'CONSTRAINT_MEMORY_POLICY',
      unit: null,
      meaning: 'The nodes that a memory policy (mbind, numactl) allows had no memory.',
    },
    {
      token: 'cpuset',
      unit: 'path',
      meaning: 'Cpuset of the task that asked; only the last part of the path is printed.',
    },
    { token: 'mems_allowed', unit: 'list of NUMA nodes', meaning: 'Nodes that the cpuset of that task allows.' },
    {
      token: 'oom_memcg',
      unit: 'cgroup path',
      meaning: 'The cgroup whose limit was reached. It can be an ancestor of the one in which the victim ran.',
    },
    { token: 'task_memcg', unit: 'cgroup path', meaning: 'The cgroup in which the victim ran.' },
    {
      token: 'oom_score_adj',
      also: ['adj'],
      unit: 'permille of memory, -1000 to 1000',
      meaning:
        'Bias of the choice: each point counts as a thousandth of RAM and swap (of the limit in a cgroup). -1000 exempts a process altogether.',
    },
    {
      token: 'oom_score',
      also: ['badness', 'score'],
      unit: 'points',
      meaning:
        'What the kernel compares: resident pages, swapped pages and page tables, moved by oom_score_adj. The highest dies. "score N" up to kernel 5.0 is this in permille.',
    },
    { token: 'oom_adj', unit: '-17 to 15', meaning: 'The forerunner of oom_score_adj, up to kernel 3.x; -17 exempts.' },
    {
      token: 'sacrifice child',
      unit: null,
      meaning: 'Up to kernel 5.0 a child of the chosen process with memory of its own was killed in its place.',
    },
    {
      token: 'total-vm',
      unit: 'kB',
      meaning: 'Address space of the victim. Mostly untouched, so it says little about memory in use.',
    },
    {
      token: 'anon-rss',
      unit: 'kB',
      meaning: 'Private memory of the victim in RAM: heap, stacks, data. What the kill frees.',
    },
    { token: 'file-rss', unit: 'kB', meaning: 'Mapped files of the victim in RAM: program text, libraries, mmap.' },
    {
      token: 'shmem-rss',
      unit: 'kB',
      meaning:
        'Shared memory and tmpfs mapped by the victim. It stays when the victim dies as long as the file or segment exists.',
    },
    {
      token: 'pgtables',
      unit: 'kB',
      meaning: 'Page tables of the victim; freed with it, but slowly when there are many.',
    },
    {
      token: 'oom_reaper',
      unit: null,
      meaning:
        'A kernel thread that takes the memory of a victim that does not die by itself. "now anon-rss:0kB" means it got all.',
    },
    {
      token: 'memory.oom.group',
      also: ['oom.group'],
      unit: null,
      meaning: 'Set on a cgroup: all its tasks are killed together. The first victim is then printed twice.',
    },
    {
      token: 'oom_kill_allocating_task',
      unit: null,
      meaning: 'vm.oom_kill_allocating_task=1: whoever asks last dies, without a choice.',
    },
    { token: 'panic_on_oom', unit: null, meaning: 'vm.panic_on_oom: the machine panics instead of killing.' },
    {
      token: 'failcnt',
      unit: 'times',
      meaning:
        'How often the usage of a cgroup ran into its limit since it was made or the counter was reset. Running into it is no kill: the cgroup reclaims first.',
    },
    {
      token: 'usage',
      unit: 'kB',
      meaning: 'What the cgroup has charged at that moment, beside its limit.',
    },
    {
      token: 'limit',
      unit: 'kB',
      meaning:
        'The limit of the cgroup: memory.max (v2) or memory.limit_in_bytes (v1). 9007199254740988 kB and 18014398509481983 kB mean "no limit".',
    },
    {
      token: 'memory+swap',
      also: ['memsw'],
      unit: 'kB',
      meaning: 'cgroup v1: memory and swap together, with a limit of their own.',
    },
    {
      token: 'kmem',
      unit: 'kB',
      meaning: 'cgroup v1: kernel memory charged to the group.',
    },
    {
      token: 'callbacks suppressed',
      unit: 'messages',
      meaning: 'So many reports were kept back by the rate limit. Kills happened that the log does not show in full.',
    },
  ],
};
