import { groupKill, type Host, hostKill, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in44, in72 } from '../other-kernels.ts';
import { vmstatTimed } from '../sampler-text.ts';
import { asSampled, daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** What grew was written to swap, compressed or not: resident sets stand still or shrink. */

const cold: Host = {
  era: '5.15',
  ram: 31_800,
  parts: usual,
  swap: [16_384, 12],
  tasks: [
    ...daemonsOf(60, 6).map((task) => ({ ...task, swap: 3 })),
    { comm: 'mysqld', pid: 2_000, anon: 9_800, swap: 900, uid: 27 },
    { comm: 'java', pid: 5_000, anon: 'rest', swap: 14_600, uid: 1_001 },
  ],
};
/** Swap fills by `share`, memory in use stands still. */
const swapFills = (host: Host, from: number, share: number) => {
  const [total, left] = host.swap ?? [0, 0];
  return lookOf(host, 0, {
    swap: [total, total - from - (total - from - left) * share],
    free: host.ram * 0.006,
    file: host.ram * 0.004,
  });
};
const crew: Host = {
  era: '6.8',
  ram: 15_900,
  parts: usual,
  swap: [16_000, 4],
  tasks: [
    ...daemonsOf(50, 5),
    ...Array.from(
      { length: 16 },
      (_, index): Task => ({ comm: 'sidekiq', pid: 31_000 + index * 11, anon: 'rest', swap: 980, uid: 1_000 }),
    ),
  ],
};
const laptop: Host = {
  era: '6.8',
  ram: 15_600,
  machine: 'LENOVO 21CBCTO1WW/21CBCTO1WW, BIOS N3AET72W (1.37 ) 03/02/2023',
  parts: { ...usual, shmem: 600, hidden: 3_350 },
  swap: [8_192, 0],
  tasks: [
    ...daemonsOf(70, 5),
    ...many('chrome', 18, 130, 7_000, { adj: 300, uid: 1_000, swap: 90 }),
    { comm: 'clangd', pid: 9_100, anon: 'rest', swap: 5_900, uid: 1_000 },
  ],
};
const cron: Host = {
  era: '3.10',
  ram: 7_980,
  parts: usual,
  swap: [8_192, 0],
  tasks: [
    ...daemonsOf(60, 4).map((task) => ({ ...task, swap: 2 })),
    { comm: 'postgres', pid: 2_000, anon: 900, swap: 300, uid: 26 },
    { comm: 'perl', pid: 17_200, anon: 'rest', swap: 7_700, uid: 1_000 },
  ],
};
const spooled: Host = {
  era: '5.15',
  ram: 15_900,
  parts: { ...usual, shmem: 7_600, mapped: 40 },
  swap: [16_000, 0],
  tasks: [
    ...daemonsOf(80, 5).map((task) => ({ ...task, swap: 4 })),
    { comm: 'clamd', pid: 2_900, anon: 1_200, swap: 300, uid: 110 },
    { comm: 'java', pid: 5_000, anon: 'rest', swap: 500, uid: 1_001 },
  ],
};
const squeezed: Host = {
  era: '6.8',
  ram: 7_900,
  parts: usual,
  swap: [4_096, 0],
  tasks: [
    ...daemonsOf(60, 5),
    { comm: 'grafana', pid: 3_100, anon: 1_900, swap: 1_700, uid: 472 },
    { comm: 'influxd', pid: 3_000, anon: 'rest', swap: 2_100, uid: 999 },
  ],
};
/** Compressed pages are kernel memory of their group. */
const zswapped = (lines: readonly string[], pool: number, stored: number): string[] =>
  lines.flatMap((line) => {
    const kernel = /^kernel (\d+)$/.exec(line)?.[1];
    if (kernel) return [`kernel ${Number(kernel) + pool * 1_048_576}`];
    return line.startsWith('shmem ') ? [line, `zswap ${pool * 1_048_576}`, `zswapped ${stored * 1_048_576}`] : [line];
  });

export const swapGrowthScenes: readonly Scene[] = [
  {
    id: 'heap-grows-into-swap-under-pidstat',
    story:
      'java leaks what it never touches again: its resident set stands at 20 GB for five hours while 14 GB of it go to swap. pidstat does not count swap.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(hostKill(cold, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(18_000, 60, (share, before) => ({
          host: swapFills(cold, 1_100, share),
          processes: [
            { pid: 5_000, comm: 'java', rss: anonOf(cold, 'java') * (0.985 + 0.01 * Math.sin(before / 900)) },
            { pid: 2_000, comm: 'mysqld', rss: 9_800 + 60 * Math.sin(before / 700) },
            ...asSampled(daemonsOf(10, 6)),
          ],
        })),
        total: 31_800,
      }),
    },
  },
  {
    id: 'heap-grows-into-swap-and-no-table',
    story:
      'The same with vm.oom_dump_tasks=0: that something went to swap is plain, whose it was only the choice of the kernel tells, which counts swap.',
    truth: { cause: 'process-leak', or: ['undetermined', 'undersized'], knowable: 'likely' },
    files: {
      'kern.log': log(hostKill(cold, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 5_000, noTable: true })),
      ...samples({ looks: looks(18_000, 60, (share) => ({ host: swapFills(cold, 1_100, share) })), total: 31_800 }),
    },
  },
  {
    id: 'sixteen-workers-grow-into-swap',
    story: 'Sixteen equal workers leak for a day, each has a gigabyte in swap at the end.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'undersized', 'process-swarm'],
      who: 'sidekiq',
      victimIsCulprit: true,
    },
    files: {
      'kern.log': log(hostKill(crew, { asking: { comm: 'sidekiq', pid: 31_011 }, victim: 31_044 })),
      ...samples({
        looks: looks(86_400, 300, (share) => ({
          host: swapFills(crew, 200, share),
          processes: Array.from({ length: 16 }, (_, index) => ({
            pid: 31_000 + index * 11,
            comm: 'sidekiq',
            rss: anonOf(crew, 'sidekiq') / 16,
          })),
        })),
        total: 15_900,
      }),
    },
  },
  {
    id: 'compressed-pages-counted-by-7.2',
    story: '3.2 GB are the pool of zram, which 7.2 counts in its zones: what is in it is the memory of clangd.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike', 'undersized'],
      who: 'clangd',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'kern.log': log(
        in72(hostKill(laptop, { asking: { comm: 'gnome-shell', pid: 2_400 }, victim: 9_100 }), { zspagesMiB: 3_150 }),
      ),
    },
  },
  {
    id: 'a-week-of-swap-in-vmstat-4.4',
    story: 'Only vmstat every five minutes: swap in use rises for a week, the rest stands. The table says whose it is.',
    truth: { cause: 'process-leak', who: 'perl', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(in44(hostKill(cron, { asking: { comm: 'postgres', pid: 2_000 }, victim: 17_200 })), 'rfc3164'),
      'vmstat.txt': vmstatTimed(looks(604_800, 300, (share) => ({ host: swapFills(cron, 240, share) }))),
    },
  },
  {
    id: 'files-of-a-tmpfs-in-swap',
    story:
      '/var/spool is a tmpfs without a size: 7.6 GB of its files are in memory and 13 GB in swap; all tasks together have 1.1 GB there.',
    truth: {
      cause: 'tmpfs-growth',
      or: ['shared-memory-growth'],
      who: null,
      victimIsCulprit: false,
      knowable: 'likely',
    },
    files: { 'kern.log': log(hostKill(spooled, { asking: { comm: 'clamd', pid: 2_900 }, victim: 5_000 })) },
  },
  {
    id: 'zswap-pool-charged-to-a-group',
    story:
      'One process of 2.3 GB in a group of 1 GB: 340 MB as they are, the rest compressed in 640 MB that are charged too.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike', 'limit-too-small'],
      who: 'node',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'kern.log': log(
        zswapped(
          groupKill({
            era: '6.8',
            path: '/system.slice/docker-77c1.scope',
            limit: 1_024,
            swap: [1_950, 2_048],
            file: 6,
            tasks: [{ comm: 'node', pid: 9_100, anon: 340, swap: 1_940 }],
            victim: 9_100,
          }),
          640,
          1_940,
        ),
      ),
    },
  },
  {
    id: 'two-programs-share-full-swap',
    story: 'A dashboard and its database have each half of memory and half of swap. Nobody measured.',
    truth: { cause: 'undersized', or: ['undetermined', 'process-leak'], knowable: 'no' },
    files: { 'kern.log': log(hostKill(squeezed, { asking: { comm: 'grafana', pid: 3_100 }, victim: 3_000 })) },
  },
];
