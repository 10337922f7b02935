import { allocationFailure, groupKill, type Host, hostKill, hungTasks } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in44, in64k, in72, in617 } from '../other-kernels.ts';
import { psLoop, vmstatTimed } from '../sampler-text.ts';
import { asSampled, daemonLooks, daemonsOf, log, looks, many, type Scene, said, samples } from '../scene.ts';

/** What recent kernels count and older ones do not, and what only looks like growth: memory pushed out, pools, balloons. */

const pushed: Host = {
  era: '5.15',
  ram: 31_800,
  parts: usual,
  swap: [16_384, 4_100],
  tasks: [
    ...daemonsOf(60, 6).map((task) => ({ ...task, swap: 2 })),
    { comm: 'postgres', pid: 2_000, anon: 1_900, swap: 11_800, uid: 26 },
    { comm: 'etl', pid: 40_003, anon: 'rest', swap: 200, uid: 1_009 },
  ],
};
const leaking: Host = {
  era: '6.8',
  ram: 15_700,
  parts: { ...usual, hidden: 8_900 },
  swap: [4_096, 0],
  tasks: [
    ...daemonsOf(70, 5).map((task) => ({ ...task, swap: 8 })),
    { comm: 'gnome-shell', pid: 2_400, anon: 'rest', swap: 900, uid: 1_000 },
  ],
};
const shrunk: Host = {
  era: '6.8',
  ram: 7_900,
  machine: 'QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.3-2 04/01/2014',
  parts: usual,
  tasks: [
    ...daemonsOf(50, 4),
    { comm: 'postgres', pid: 2_000, anon: 1_200, uid: 26 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
  ],
};
const tablet: Host = {
  era: '6.8',
  ram: 15_600,
  parts: { ...usual, shmem: 400, hidden: 3_100 },
  tasks: [
    ...daemonsOf(70, 5),
    { comm: 'blender', pid: 6_000, anon: 'rest', uid: 1_000 },
    { comm: 'firefox', pid: 4_000, anon: 1_500, adj: 100, uid: 1_000 },
  ],
};
const arm: Host = {
  era: '5.15',
  ram: 126_000,
  machine: 'GIGABYTE R152-P32-00/MP32-AR2-00, BIOS F31n 09/30/2022',
  parts: { ...usual, slabKept: 41_000 },
  tasks: [...daemonsOf(70, 14), { comm: 'java', pid: 5_100, anon: 'rest', uid: 1_001 }],
};
const brokers: Host = {
  era: '3.10',
  ram: 15_900,
  parts: usual,
  swap: [2_048, 0],
  tasks: [
    ...daemonsOf(60, 4).map((task) => ({ ...task, swap: 2 })),
    { comm: 'mongod', pid: 2_000, anon: 5_900, swap: 300, uid: 112 },
    { comm: 'node', pid: 5_000, anon: 'rest', swap: 1_500, uid: 1_001 },
  ],
};
const profiled: Host = {
  era: '6.8',
  ram: 31_800,
  parts: { ...usual, hidden: 900 },
  tasks: [...daemonsOf(60, 6), { comm: 'ruby', pid: 3_000, anon: 'rest', uid: 1_000 }],
};
const nested = '/system.slice/batch.service';
const cached = '/system.slice/indexer.service';
const stalledGroup = '/kubepods.slice/kubepods-poda1.slice/cri-containerd-77ab1f0c2d33.scope';

export const countedScenes: readonly Scene[] = [
  {
    id: 'database-pushed-out-by-a-job',
    story:
      'etl takes 15 GB in three hours; 12 GB of an idle database go to swap for it. The table shows the database with most swap.',
    truth: { cause: 'process-leak', or: ['process-spike'], who: 'etl', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(hostKill(pushed, { asking: { comm: 'etl', pid: 40_003 }, victim: 40_003 })),
      ...samples({
        looks: looks(10_800, 60, (share) => {
          const top = anonOf(pushed, 'etl');
          const own = 2_000 + (top - 2_000) * share;
          const out = Math.min(11_800, Math.max(0, 24_000 * share - 8_000));
          return {
            host: lookOf(pushed, top - own - (11_800 - out), { swap: [16_384, 16_300 - out] }),
            processes: [
              { pid: 40_003, comm: 'etl', rss: own },
              { pid: 2_000, comm: 'postgres', rss: 13_700 - out },
              ...daemonLooks(),
            ],
          };
        }),
        total: 31_800,
      }),
    },
  },
  {
    id: 'driver-beside-a-small-zram-7.2',
    story: 'Swap on zram is full and its pool is 1.2 GB; 7.7 GB more are in no counter at all.',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(
        in72(hostKill(leaking, { asking: { comm: 'gnome-shell', pid: 2_400 }, victim: 2_400 }), { zspagesMiB: 1_200 }),
      ),
    },
  },
  {
    id: 'balloon-that-left-the-total-6.17',
    story: 'The balloon holds 8 GB which are no part of the 7.9 GB that are left; java has most of these.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'undersized', 'process-spike'],
      who: 'java',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'kern.log': log(
        in617(hostKill(shrunk, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 }), undefined, 8_192),
      ),
    },
  },
  {
    id: 'graphics-as-on-any-desktop-7.2',
    story: '2.9 GB of graphics buffers are usual here; blender has 8.6 GB. What grew is not in one report.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike', 'undersized'],
      who: 'blender',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'kern.log': log(
        in72(hostKill(tablet, { asking: { comm: 'blender', pid: 6_000 }, victim: 6_000 }), { gpuMiB: 2_900 }),
      ),
    },
  },
  {
    id: 'slab-of-a-third-in-64k-pages',
    story: '41 of 126 GB are unreclaimable slab, java has the rest and is killed.',
    truth: {
      cause: 'kernel-slab-growth',
      or: ['undetermined'],
      knowable: 'likely',
    },
    files: {
      'messages.log': log(in64k(hostKill(arm, { asking: { comm: 'java', pid: 5_100 }, victim: 5_100 })), 'rfc3164'),
    },
  },
  {
    id: 'node-grows-under-vmstat-and-ps-4.4',
    story: 'node grows for two days under a database that stands; ps every ten minutes, vmstat every minute.',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'kern.log': log(in44(hostKill(brokers, { asking: { comm: 'mongod', pid: 2_000 }, victim: 5_000 })), 'rfc3164'),
      'vmstat.txt': vmstatTimed(
        looks(172_800, 60, (share) => ({
          host: lookOf(brokers, (anonOf(brokers, 'node') - 900) * (1 - share), {
            swap: [2_048, share > 0.95 ? 2_000 * (1 - share) * 20 : 2_000],
          }),
        })),
      ),
      'ps.txt': psLoop(
        looks(172_800, 600, (share) => ({
          processes: [
            { pid: 5_000, comm: 'node', rss: 900 + (anonOf(brokers, 'node') - 900) * share },
            { pid: 2_000, comm: 'mongod', rss: 5_900 },
            ...daemonLooks(),
          ],
        })),
      ),
    },
  },
  {
    id: 'profile-without-anything-to-find-6.17',
    story: 'The profile of allocations is printed, and its largest caller is ordinary memory of ruby.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike'],
      who: 'ruby',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'kern.log': log(
        in617(hostKill(profiled, { asking: { comm: 'ruby', pid: 3_000 }, victim: 3_000 })).flatMap((line) =>
          line === '0 pages hwpoisoned'
            ? [
                line,
                'Memory allocations:',
                '    28.4 GiB  7444889 mm/memory.c:1061 func:folio_prealloc',
                '     790 MiB   202240 drivers/net/ethernet/example/rx.c:412 [example_nic] func:example_alloc_rx_page',
                '     380 MiB    97280 mm/slub.c:2433 func:alloc_slab_page',
              ]
            : [line],
        ),
      ),
    },
  },
  {
    id: 'unit-killed-far-below-its-limit',
    story:
      'systemd tells of a kill in a unit whose group stood at a fifth of its limit: the host ran out, and nothing of that was kept.',
    truth: { cause: 'undetermined', knowable: 'no' },
    files: {
      'journal.log':
        said('systemd[1]', 'batch.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "batch.service: Failed with result 'oom-kill'."),
      ...samples({
        looks: looks(7_200, 60, () => ({
          groups: [{ path: nested, current: 820, max: 4_096, anon: 790, file: 10 }],
        })),
        total: 32_000,
      }),
    },
  },
  {
    id: 'unit-at-its-limit-with-cache-then-killed',
    story: 'The group of an indexer is at its limit for hours by page cache; its heap rises in the last two of them.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'indexer', knowable: 'likely' },
    files: {
      'journal.log':
        said('systemd[1]', 'indexer.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "indexer.service: Failed with result 'oom-kill'."),
      ...samples({
        looks: looks(28_800, 60, (_, before) => {
          const anon = before > 7_200 ? 600 : 600 + 3_400 * (1 - before / 7_200);
          return { groups: [{ path: cached, current: 4_090, max: 4_096, anon, file: 4_070 - anon }] };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'unit-full-of-cache-killed-for-another',
    story:
      'A group at its limit by page cache as on every day; its program stands at 600 MB and is killed because the host ran out.',
    truth: { cause: 'undetermined', knowable: 'no' },
    files: {
      'journal.log':
        said('systemd[1]', 'indexer.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "indexer.service: Failed with result 'oom-kill'."),
      ...samples({
        looks: looks(28_800, 60, (_, before) => ({
          groups: [{ path: cached, current: 4_090, max: 4_096, anon: 600 + 8 * Math.sin(before), file: 3_460 }],
        })),
        total: 32_000,
      }),
    },
  },
  {
    id: 'container-told-of-by-its-runtime',
    story: 'containerd reports an OOM of a container; its group rose to the limit in half an hour.',
    truth: { cause: 'process-leak', or: ['undetermined'], knowable: 'likely' },
    files: {
      'syslog.log': said(
        'containerd[900]',
        'time="2026-03-14T02:11:07.120Z" level=info msg="TaskOOM event container_id:\\"77ab1f0c2d33\\""',
      ),
      ...samples({
        looks: looks(3_600, 10, (_, before) => {
          const anon = before > 1_800 ? 210 : 210 + 780 * (1 - before / 1_800);
          return { groups: [{ path: stalledGroup, current: anon + 20, max: 1_024, anon, file: 6 }] };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'stalls-of-a-high-order-are-no-shortage',
    story: 'Requests for 64 KiB in one piece stall for ten seconds on 4.12; a third of memory is free in small pieces.',
    truth: { cause: 'fragmentation', or: ['undetermined', 'memory-stall'], who: null },
    files: {
      'messages.log': log(
        allocationFailure(
          {
            era: '4.19',
            ram: 31_900,
            nodeFree: [9_000],
            maxOrder: 2,
            parts: { ...usual, file: 11_000 },
            tasks: [...daemonsOf(40, 5), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
          },
          { comm: 'java', pid: 5_000, order: 4, mask: '0x14040c0', flags: 'GFP_KERNEL|__GFP_COMP' },
        ).map((line) =>
          line.replace(
            /^java: page allocation failure: order:4, mode:(\S+), nodemask.*/,
            'java: page allocation stalls for 10012ms, order:4, mode:$1, nodemask=(null)',
          ),
        ),
        'rfc3164',
      ),
    },
  },
  {
    id: 'hung-in-a-driver-while-slab-is-large',
    story: 'A tape driver does not come back. That 30 GB of slab could be reclaimed has nothing to do with it.',
    truth: { cause: 'driver-hang', knowable: 'likely' },
    files: {
      'kern.log': log(
        hungTasks('5.4', [
          {
            comm: 'bacula-sd',
            pid: 3_300,
            trace: [
              'schedule_timeout+0x15d/0x320',
              'wait_for_completion+0xb1/0x120',
              'st_do_scsi.constprop.0+0x2c1/0x3e0 [st]',
              'st_flush+0x1a7/0x4d0 [st]',
            ],
          },
        ]),
      ),
      ...samples({
        looks: looks(3_600, 60, () => ({
          host: { total: 64_000, free: 4_000, file: 9_000, anon: 18_000, slabFreeable: 30_000, slabKept: 900 },
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'nine-daemons-and-a-cron-crowd-in-a-slice',
    story: 'A slice of 3 GB on 4.19: forty reports of 62 MB run at once at night, a daemon of 200 MB dies.',
    truth: {
      cause: 'process-swarm',
      or: ['undetermined', 'limit-too-small', 'undersized'],
      who: 'report',
      knowable: 'likely',
    },
    files: {
      'kern.log': log(
        groupKill({
          era: '4.19',
          path: '/reports.slice',
          taskPath: '/reports.slice/collector.service',
          limit: 3_072,
          file: 20,
          tasks: [...many('report', 40, 62, 51_000, { uid: 1_004 }), { comm: 'collector', pid: 2_100, anon: 'rest' }],
          victim: 2_100,
        }),
      ),
      ...samples({
        looks: looks(7_200, 30, (_, before) => ({
          processes: [
            { pid: 2_100, comm: 'collector', rss: 480 },
            ...(before < 90 ? asSampled(many('report', 40, 62, 51_000)) : []),
          ],
        })),
        total: 32_000,
      }),
    },
  },
];
