import type { Subject } from './term.ts';

/** Words of hung-task, lockup and allocation failure reports, and of killers in user space. */
export const stalls: Subject = {
  name: 'hangs, failures and killers in user space',
  terms: [
    {
      token: 'blocked for more than',
      also: ['hung task', 'khungtaskd'],
      unit: 'seconds',
      meaning:
        'A task slept uninterruptibly for so long (kernel.hung_task_timeout_secs, 120 by default). It waits for I/O, a lock or memory.',
    },
    {
      token: 'state:D',
      also: ['D'],
      unit: null,
      meaning: 'Uninterruptible sleep: the task cannot even be killed until what it waits for happens.',
    },
    {
      token: 'soft lockup',
      unit: 'seconds',
      meaning: 'A CPU ran kernel code for so long without giving others a turn.',
    },
    { token: 'hard lockup', unit: null, meaning: 'A CPU did not even take interrupts.' },
    {
      token: 'rcu_sched',
      also: ['rcu stall', 'rcu_preempt'],
      unit: 'jiffies',
      meaning: 'A CPU or task held up the end of a read-copy-update period.',
    },
    {
      token: 'page allocation failure',
      unit: null,
      meaning: 'A request got nothing and was told so. Often harmless for orders above 0: the caller falls back.',
    },
    {
      token: 'SLUB: Unable to allocate memory',
      also: ['SLUB'],
      unit: null,
      meaning: 'The object allocator got no page for a cache; the cache, object size and order follow.',
    },
    {
      token: 'systemd-oomd',
      unit: null,
      meaning: 'Kills whole cgroups by pressure or full swap, before the kernel has to. Not an OOM kill of the kernel.',
    },
    {
      token: 'earlyoom',
      unit: '% available',
      meaning:
        'Kills the biggest process when available memory and swap fall below set shares. Not an OOM kill of the kernel.',
    },
    {
      token: '137',
      also: ['status=9/KILL', 'SIGKILL', 'OOMKilled'],
      unit: null,
      meaning: 'Ended by signal 9. An OOM kill does that, but so does anybody else: alone it proves nothing.',
    },
  ],
};
