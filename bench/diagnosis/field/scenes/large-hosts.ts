import { allocationFailure, type Host, hostKill, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in617 } from '../other-kernels.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Servers up to 2 TB: databases, hypervisors, storage, batch; with what their samplers caught. */

const hana: Host = {
  era: '6.8',
  ram: 2_030_000,
  nodes: Array.from({ length: 8 }, () => 253_750),
  parts: {
    shmem: 90_000,
    mapped: 88_000,
    file: 900,
    slabKept: 12_000,
    slabFreeable: 2_000,
    pageTables: 4_600,
    stacks: 500,
  },
  swap: [2_048, 0],
  tasks: [
    ...daemonsOf(420, 14),
    { comm: 'hdbindexserver', pid: 20_100, anon: 1_490_000, uid: 1_001, pageTables: 3_000 },
    { comm: 'hdbnameserver', pid: 20_000, anon: 14_000, uid: 1_001 },
    { comm: 'python3', pid: 930_000, anon: 'rest', uid: 5_001 },
  ],
};
const hanaLooks = (step: number): Record<string, string> =>
  samples({
    looks: looks(21_600, step, (_, before) => {
      const top = anonOf(hana, 'python3');
      const own = before > 420 ? 0 : top * (1 - before / 425);
      return {
        host: lookOf(hana, top - own),
        processes: [
          { pid: 20_100, comm: 'hdbindexserver', rss: 1_490_000 },
          { pid: 20_000, comm: 'hdbnameserver', rss: 14_000 },
          ...(own > 0 ? [{ pid: 930_000, comm: 'python3', rss: own }] : []),
        ],
      };
    }),
    total: 2_030_000,
  });
const casNode: Host = {
  era: '5.4',
  ram: 257_000,
  parts: { shmem: 3_900, mapped: 110, file: 420, slabKept: 98_000, slabFreeable: 3_100, pageTables: 320, stacks: 60 },
  tasks: [
    ...daemonsOf(190, 9),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
    { comm: 'java', pid: 6_000, anon: 34_000, uid: 1_002 },
  ],
  slabs: [
    ['kmalloc-2k', 94_100_000, 94_800_000],
    ['kmalloc-64', 1_100_000, 1_200_000],
    ['task_struct', 120_000, 130_000],
  ],
};
const skb: Host = {
  era: '5.15',
  ram: 32_000,
  parts: { ...usual, slabKept: 20_600 },
  tasks: [
    ...daemonsOf(110),
    { comm: 'haproxy', pid: 3_000, anon: 2_100, uid: 99 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
  ],
  slabs: [
    ['skbuff_head_cache', 3_900_000, 3_950_000],
    ['kmalloc-4k', 15_800_000, 15_900_000],
    ['kmalloc-512', 210_000, 230_000],
  ],
};
const pages: Host = {
  era: '6.8',
  ram: 15_600,
  parts: { ...usual, hidden: 9_400 },
  tasks: [
    ...daemonsOf(90, 5),
    { comm: 'firefox', pid: 4_000, anon: 2_300, adj: 100, uid: 1_000 },
    { comm: 'gnome-shell', pid: 2_500, anon: 'rest', uid: 1_000 },
  ],
};
const guests: Host = {
  era: '5.15',
  ram: 257_000,
  parts: { ...usual, slabKept: 1_900, pageTables: 600 },
  swap: [8_192, 10],
  tasks: [
    ...daemonsOf(130),
    ...Array.from(
      { length: 31 },
      (_, index): Task => ({ comm: 'qemu-kvm', pid: 30_000 + index * 50, anon: 'rest', swap: 250, uid: 107 }),
    ),
  ],
};
const osds: Host = {
  era: '5.15',
  ram: 192_000,
  nodes: [96_000, 96_000],
  parts: { ...usual, slabKept: 3_600, slabFreeable: 900, pageTables: 420 },
  tasks: [
    ...daemonsOf(120),
    ...Array.from(
      { length: 24 },
      (_, index): Task => ({ comm: 'ceph-osd', pid: 5_000 + index * 30, anon: 'rest', uid: 167 }),
    ),
    { comm: 'ceph-mon', pid: 4_000, anon: 2_900, uid: 167 },
  ],
};
const shipper: Host = {
  era: '5.15',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(90, 5),
    { comm: 'mysqld', pid: 2_000, anon: 18_600, uid: 27 },
    { comm: 'filebeat', pid: 1_300, anon: 'rest' },
  ],
};
const sorts: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { ...usual, shmem: 16_000, mapped: 15_900, pageTables: 2_100 },
  tasks: [
    ...daemonsOf(110),
    ...many('postgres', 280, 34, 10_000, { uid: 26, shmem: 3_000, pageTables: 6 }),
    ...Array.from(
      { length: 11 },
      (_, index): Task => ({ comm: 'postgres', pid: 12_000 + index * 4, anon: 'rest', shmem: 4_000, uid: 26 }),
    ),
  ],
};
const ranks: Host = {
  era: '5.15',
  ram: 256_000,
  nodes: [128_000, 128_000],
  nodeFree: [97_000, 70],
  nodeShares: [0.2, 0.8],
  parts: { ...usual, file: 900 },
  tasks: [
    ...daemonsOf(140),
    ...Array.from(
      { length: 40 },
      (_, index): Task => ({ comm: 'wrf.exe', pid: 70_000 + index, anon: 'rest', uid: 4_012 }),
    ),
  ],
};
const backup: Host = {
  era: '4.19',
  ram: 16_000,
  parts: { ...usual, file: 9_100, dirty: 5_200, writeback: 3_700 },
  tasks: [
    ...daemonsOf(80),
    { comm: 'borg', pid: 9_000, anon: 1_100 },
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
  ],
};
const fullForDays: Host = {
  era: '5.15',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(120),
    { comm: 'mysqld', pid: 2_000, anon: 13_000, uid: 27 },
    { comm: 'java', pid: 5_000, anon: 9_400, uid: 1_001 },
    { comm: 'elasticsearch', pid: 6_000, anon: 6_200, uid: 1_002 },
    { comm: 'updatedb', pid: 91_000, anon: 'rest' },
  ],
};
const osdFail: Host = {
  ...osds,
  parts: { ...osds.parts, file: 21_000, slabFreeable: 9_000 },
  nodeFree: [2_100, 1_900],
  maxOrder: 4,
};
const drain: Host = {
  era: '5.15',
  ram: 128_000,
  parts: { ...usual, slabKept: 1_400 },
  swap: [16_384, 16_300],
  tasks: [
    ...daemonsOf(150),
    { comm: 'clickhouse', pid: 3_000, anon: 'rest', uid: 101 },
    { comm: 'swapoff', pid: 88_000, anon: 0.2 },
  ],
};
const tabs: Host = {
  era: '6.8',
  ram: 7_700,
  parts: { ...usual, shmem: 320, file: 60, pageTables: 160 },
  swap: [8_192, 4],
  tasks: [
    ...daemonsOf(90, 2),
    { comm: 'firefox', pid: 4_000, anon: 610, swap: 700, uid: 1_000 },
    ...Array.from(
      { length: 46 },
      (_, index): Task => ({
        comm: 'Isolated Web Co',
        pid: 4_100 + index * 9,
        anon: 78 + (index % 11) * 4,
        swap: 130 + (index % 7) * 5,
        adj: 167,
        uid: 1_000,
      }),
    ),
    { comm: 'thunderbird', pid: 7_000, anon: 'rest', swap: 240, uid: 1_000 },
  ],
};

export const largeHostScenes: readonly Scene[] = [
  {
    id: 'two-terabytes-export-kills-the-database',
    story:
      'An export in Python takes 380 GB in seven minutes on a 2 TB host; HANA has stood at 1.45 TB for ever and dies as the largest.',
    truth: { cause: 'process-spike', or: ['process-leak'], who: 'python3', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'messages.log': log(hostKill(hana, { asking: { comm: 'python3', pid: 930_000 }, victim: 20_100 })),
      ...hanaLooks(60),
    },
  },
  {
    id: 'two-terabytes-log-alone',
    story: 'The same without samples: the largest process is the usual suspect, and nothing shows that it grew.',
    truth: { cause: 'process-spike', or: ['undetermined', 'process-leak', 'undersized'], knowable: 'no' },
    files: {
      'messages.log': log(hostKill(hana, { asking: { comm: 'python3', pid: 930_000 }, victim: 20_100 }), 'rfc3164'),
    },
  },
  {
    id: 'kmalloc-2k-beside-large-heaps',
    story: 'A block cache driver leaks kmalloc-2k: 98 of 257 GB, while two JVMs have 145 GB that they always had.',
    truth: { cause: 'kernel-slab-growth', or: ['undetermined'], who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(casNode, { asking: { comm: 'java', pid: 6_000 }, victim: 5_000 }), 'rfc3164'),
    },
  },
  {
    id: 'skbuffs-with-their-caches',
    story: 'Socket buffers that are never freed: 20.6 GB of unreclaimable slab, the caches are printed.',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false, knowable: 'sure' },
    files: { 'kern.log': log(hostKill(skb, { asking: { comm: 'haproxy', pid: 3_000 }, victim: 5_000 })) },
  },
  {
    id: 'page-pool-leak-of-a-laptop',
    story: 'A network driver leaks pages of its pool: 9 GB in a day, no counter rises.',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false, knowable: 'sure' },
    files: {
      'journal.log': log(hostKill(pages, { asking: { comm: 'gnome-shell', pid: 2_500 }, victim: 4_000 }), 'journal'),
      ...samples({
        looks: looks(86_400, 300, (share) => {
          const gone = 9_200 * (1 - share);
          return {
            host: lookOf(pages, 0, { free: 90 + gone * 0.5, file: 60 + gone * 0.5 }),
            processes: [
              { pid: 4_000, comm: 'firefox', rss: 2_250 + 60 * Math.sin(share * 60) },
              { pid: 2_500, comm: 'gnome-shell', rss: anonOf(pages, 'gnome-shell') },
            ],
          };
        }),
        total: 15_600,
      }),
    },
  },
  {
    id: 'guests-overcommitted',
    story:
      '31 guests of 8 GB on 256 GB; all touch what they were given over a week of use. No single grower, none of them small.',
    truth: { cause: 'undersized', or: ['process-leak'], who: 'qemu-kvm' },
    // What they gained went to swap, which pidstat does not count.
    files: {
      'messages.log': log(hostKill(guests, { asking: { comm: 'qemu-kvm', pid: 30_050 }, victim: 30_200 }), 'rfc3164'),
      ...samples({
        looks: looks(259_200, 900, (share) => {
          const top = anonOf(guests, 'qemu-kvm') / 31;
          const own = (index: number): number =>
            top * (0.86 + (0.14 * (1 - Math.exp(-3 * share - index * 0.03))) / (1 - Math.exp(-3 - index * 0.03)));
          return {
            host: lookOf(guests, 31 * (top - own(15)), { swap: [8_192, Math.max(10, 8_100 * (1 - share))] }),
            processes: Array.from({ length: 31 }, (_, index) => ({
              pid: 30_000 + index * 50,
              comm: 'qemu-kvm',
              rss: own(index),
            })),
          };
        }),
        total: 257_000,
      }),
    },
  },
  {
    id: 'osds-in-recovery',
    story: '24 OSDs grow from 3.4 to 7.6 GB each within 40 minutes of recovery; no one of them leads.',
    truth: {
      cause: 'process-leak',
      or: ['undersized', 'process-swarm', 'process-spike'],
      who: 'ceph-osd',
      victimIsCulprit: true,
    },
    files: {
      'kern.log': log(hostKill(osds, { asking: { comm: 'ceph-osd', pid: 5_060 }, victim: 5_300 })),
      ...samples({
        looks: looks(14_400, 60, (_, before) => {
          const top = anonOf(osds, 'ceph-osd') / 24;
          const own = before > 2_400 ? 3_400 : 3_400 + (top - 3_400) * (1 - before / 2_400);
          return {
            host: lookOf(osds, 24 * (top - own)),
            processes: Array.from({ length: 24 }, (_, index) => ({
              pid: 5_000 + index * 30,
              comm: 'ceph-osd',
              rss: own * (0.97 + (index % 7) / 100),
            })),
          };
        }),
        total: 192_000,
      }),
    },
  },
  {
    id: 'log-shipper-known-by-its-service',
    story:
      'filebeat leaks 12 GB in four days; only the cgroups of services are sampled. mysqld has stood at 18.6 GB and dies.',
    truth: { cause: 'process-leak', who: 'filebeat', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(
        hostKill(shipper, {
          asking: { comm: 'mysqld', pid: 2_000 },
          victim: 2_000,
          cgroup: '/system.slice/mysqld.service',
        }),
      ),
      ...samples({
        looks: looks(345_600, 600, (share) => {
          const top = anonOf(shipper, 'filebeat');
          const own = 90 + (top - 90) * share;
          return {
            host: lookOf(shipper, top - own),
            groups: [
              { path: '/system.slice/mysqld.service', current: 18_700, max: 64_000, anon: 18_600, file: 60 },
              { path: '/system.slice/filebeat.service', current: own + 10, max: 64_000, anon: own, file: 6 },
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'eleven-reports-sort-at-once',
    story: 'Eleven of 291 backends run a report: 0.1 to 2.9 GB each within two minutes.',
    truth: { cause: 'process-spike', or: ['process-swarm', 'undersized'], who: 'postgres' },
    files: {
      'kern.log': log(hostKill(sorts, { asking: { comm: 'postgres', pid: 12_008 }, victim: 12_020 })),
      ...samples({
        looks: looks(7_200, 15, (_, before) => {
          const top = anonOf(sorts, 'postgres') - 280 * 34 * 0.995;
          const own = before > 120 ? 1_100 : 1_100 + (top - 1_100) * (1 - before / 120);
          return {
            host: lookOf(sorts, top - own),
            processes: [
              ...Array.from({ length: 11 }, (_, index) => ({
                pid: 12_000 + index * 4,
                comm: 'postgres',
                rss: own / 11 + 4_000,
              })),
              ...Array.from({ length: 20 }, (_, index) => ({ pid: 10_000 + index * 3, comm: 'postgres', rss: 3_040 })),
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'ranks-bound-to-one-node',
    story: '40 ranks of one job bound to node 1: 2.9 GB each, the other node has 97 GB free. Nothing shows a growth.',
    truth: {
      cause: 'undersized',
      or: ['process-swarm', 'process-leak', 'undetermined'],
      who: 'wrf.exe',
      victimIsCulprit: true,
    },
    files: {
      'slurm.log': log(
        hostKill(ranks, {
          asking: { comm: 'wrf.exe', pid: 70_004 },
          victim: 70_011,
          constraint: 'CPUSET',
          cpuset: '/slurm/job_81/step_0',
          mems: '1',
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'backup-to-a-slow-disk-on-a-small-host',
    story: 'A backup to a USB disk leaves 8.9 of 16 GB dirty or under writeback when a kernel thread needs a page.',
    truth: { cause: 'page-cache-stuck', who: null, knowable: 'likely' },
    files: {
      'syslog.log': log(
        hostKill(backup, {
          asking: { comm: 'kworker/u16:1', pid: 55, flags: 'GFP_NOFS', mask: '0xc40' },
          victim: 2_000,
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'full-for-two-days-then-updatedb',
    story: 'Three services fill 93 % for days and stand still; the nightly updatedb is the last straw.',
    truth: { cause: 'undersized', or: ['undetermined'], who: null },
    files: {
      'kern.log': log(hostKill(fullForDays, { asking: { comm: 'updatedb', pid: 91_000 }, victim: 2_000 })),
      ...samples({
        looks: looks(172_800, 300, (share, before) => {
          const top = anonOf(fullForDays, 'updatedb');
          const own = before > 600 ? 0 : top * (1 - before / 610);
          const wave = 90 * Math.sin(share * 80);
          return {
            host: lookOf(fullForDays, top - own + 90 - wave),
            processes: [
              { pid: 2_000, comm: 'mysqld', rss: 13_000 - 45 + wave / 2 },
              { pid: 5_000, comm: 'java', rss: 9_400 - 45 + wave / 2 },
              { pid: 6_000, comm: 'elasticsearch', rss: 6_200 },
              ...(own > 0 ? [{ pid: 91_000, comm: 'updatedb', rss: own }] : []),
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'order-6-beside-21-gb-of-cache',
    story: 'A messenger asks for 256 KiB in one piece; 4 GB are free in blocks of at most 64 KiB.',
    truth: { cause: 'fragmentation', who: null, knowable: 'sure' },
    files: {
      'kern.log': log(
        allocationFailure(
          { ...osdFail, tasks: osdFail.tasks },
          {
            comm: 'kworker/12:1',
            pid: 4_411,
            order: 6,
            mask: '0x44dc0',
            flags: 'GFP_KERNEL|__GFP_ZERO|__GFP_COMP|__GFP_NOWARN',
            trace: ['kmalloc_order+0x37/0xa0', 'ceph_osdc_alloc_messages+0x54/0x130 [libceph]'],
          },
        ),
      ),
    },
  },
  {
    id: 'swapoff-with-too-little-memory',
    story:
      'An administrator turns swap off while 84 MB of it are in use on a full host: swapoff is chosen whatever its size.',
    truth: {
      cause: 'undetermined',
      or: ['undersized', 'process-leak', 'process-spike'],
      victimIsCulprit: false,
      knowable: 'no',
    },
    files: { 'kern.log': log(hostKill(drain, { asking: { comm: 'swapoff', pid: 88_000 }, victim: 88_000 })) },
  },
  {
    id: 'forty-six-tabs-and-full-swap',
    story: '46 tabs, 8 GB of swap full: the browser as a whole, no tab of its own.',
    truth: { cause: 'process-swarm', or: ['undersized', 'undetermined'], who: 'Isolated Web Co', knowable: 'likely' },
    files: {
      'journal.log': log(
        in617(hostKill(tabs, { asking: { comm: 'Isolated Web Co', pid: 4_118 }, victim: 4_217 })),
        'journal',
      ),
    },
  },
];
