import { groupKill, type Host, hostKill, settled, type Task } from '../kernel-text.ts';
import type { HostLook } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

const small: Task[] = [
  { comm: 'java', pid: 6_000, anon: 5_400, uid: 1001 },
  { comm: 'mysqld', pid: 2_000, anon: 2_900, uid: 110 },
];
const kept: Host = {
  era: '5.15',
  ram: 64_210,
  parts: { shmem: 140, file: 40, slabKept: 51_000, slabFreeable: 300, pageTables: 70, stacks: 40 },
  slabs: [
    ['kmalloc-64', 49_800_112, 49_822_300],
    ['kmalloc-1k', 221_000, 229_032],
    ['task_struct', 31_220, 33_800],
  ],
  tasks: [...daemonsOf(300), ...small, { comm: 'prometheus', pid: 3_000, anon: 'rest' }],
};
const dentries: Host = {
  era: '3.10',
  ram: 31_900,
  parts: { shmem: 80, file: 50, slabKept: 1_900, slabFreeable: 18_600, pageTables: 90, stacks: 40 },
  swap: [4096, 11],
  tasks: [...daemonsOf(140), { comm: 'java', pid: 6_000, anon: 'rest', swap: 2_900, uid: 1001 }],
};
const mixedSlab: Host = {
  era: '4.19',
  ram: 15_900,
  parts: { shmem: 90, file: 40, slabKept: 6_400, slabFreeable: 300, pageTables: 50, stacks: 30 },
  tasks: [
    ...daemonsOf(120),
    { comm: 'kubelet', pid: 1_900, anon: 190 },
    ...many('java', 3, 2_200, 9_000, { uid: 1001 }),
    { comm: 'prometheus', pid: 3_000, anon: 'rest' },
  ],
};
const bytesHidden = (
  era: Host['era'],
  ram: number,
  hidden: number,
  tasks: readonly Task[],
  more: Partial<Host> = {},
): Host => ({
  era,
  ram,
  parts: { shmem: 90, file: 50, slabKept: ram * 0.008, slabFreeable: ram * 0.004, pageTables: 70, stacks: 30, hidden },
  tasks: [...daemonsOf(150), ...tasks],
  ...more,
});
const balloon = bytesHidden(
  '3.10',
  32_000,
  21_000,
  [
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
    { comm: 'httpd', pid: 3_000, anon: 300 },
  ],
  { machine: 'VMware, Inc. VMware Virtual Platform/440BX Desktop Reference Platform, BIOS 6.00 09/21/2015' },
);
const arc = bytesHidden('5.15', 128_700, 98_000, [
  { comm: 'qemu-system-x86', pid: 8_000, anon: 'rest', uid: 64_055 },
  { comm: 'qemu-system-x86', pid: 8_100, anon: 8_200, uid: 64_055 },
]);
const drbd = bytesHidden('5.4', 64_200, 60_700, [{ comm: 'drbdsetup', pid: 2_000, anon: 'rest' }], {
  tasks: [...daemonsOf(60, 3), { comm: 'drbdsetup', pid: 2_000, anon: 'rest' }],
});
const gpu = bytesHidden('6.8', 64_200, 26_000, [
  { comm: 'python3', pid: 9_000, anon: 'rest', uid: 1005 },
  ...many('python3', 4, 3_000, 9_100, { uid: 1005 }),
]);
const zswap: Host = {
  era: '6.8',
  ram: 15_700,
  parts: {
    shmem: 300,
    file: 30,
    slabKept: 190,
    slabFreeable: 60,
    pageTables: 180,
    stacks: 40,
    hidden: 3_250,
    swapCached: 500,
  },
  swap: [24_576, 40],
  tasks: [
    ...daemonsOf(180),
    { comm: 'firefox', pid: 3_000, anon: 1_100, swap: 1_500, uid: 1000 },
    { comm: 'rust-analyzer', pid: 4_000, anon: 'rest', swap: 21_000, uid: 1000 },
  ],
};
const hostLook = (total: number, anon: number, more: Partial<HostLook>): HostLook => {
  const taken =
    anon +
    (more.slabKept ?? 300) +
    (more.pageTables ?? 70) +
    (more.stacks ?? 40) +
    (more.vmalloc ?? 60) +
    600 +
    total * 0.01;
  const room = Math.max(60, total - taken);
  return {
    total,
    anon,
    shmem: 140,
    slabKept: 300,
    slabFreeable: 300,
    pageTables: 70,
    stacks: 40,
    file: room * 0.6,
    free: room * 0.4,
    ...more,
  };
};
const vmalloc = (era: Host['era'], ram: number, hidden: number): Host =>
  bytesHidden(era, ram, hidden, [{ comm: 'java', pid: 6_000, anon: 'rest', uid: 1001 }]);

const javaOf = (host: Host): number => settled(host).find(({ comm }) => comm === 'java')?.anon ?? 0;

const connections: Host = {
  era: '5.15',
  ram: 128_600,
  parts: { shmem: 25_000, file: 80, slabKept: 900, slabFreeable: 400, pageTables: 44_000, stacks: 60, mapped: 24_900 },
  tasks: [
    ...daemonsOf(150),
    ...Array.from(
      { length: 900 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 10_000 + index * 2,
        anon: 40,
        shmem: 12_000 + ((index * 313) % 11_000),
        uid: 26,
        pageTables: 48,
      }),
    ),
    { comm: 'pgbouncer', pid: 9_000, anon: 'rest', uid: 26 },
  ],
};
const oraclePte: Host = {
  era: '3.10',
  ram: 96_500,
  parts: { shmem: 20_500, file: 70, slabKept: 800, slabFreeable: 300, pageTables: 41_000, stacks: 60, mapped: 20_400 },
  swap: [16_384, 8],
  tasks: [
    ...daemonsOf(120),
    ...Array.from(
      { length: 620 },
      (_, index): Task => ({
        comm: `oracle_${index}_prd`.slice(0, 15),
        pid: 10_000 + index * 2,
        anon: 38,
        swap: 22,
        shmem: 9_000 + ((index * 313) % 9_000),
        uid: 54_321,
        pageTables: 65,
      }),
    ),
    { comm: 'tnslsnr', pid: 9_000, anon: 'rest', uid: 54_321 },
  ],
};
const sparse: Host = {
  era: '6.8',
  ram: 15_900,
  parts: { shmem: 60, file: 30, slabKept: 180, slabFreeable: 90, pageTables: 9_300, stacks: 20 },
  tasks: [
    ...daemonsOf(100),
    { comm: 'lmdb-index', pid: 5_000, anon: 1_200, pageTables: 9_200, uid: 1001 },
    { comm: 'nginx', pid: 2_000, anon: 'rest', uid: 33 },
  ],
};
const threads: Host = {
  era: '5.15',
  ram: 16_000,
  parts: { shmem: 60, file: 30, slabKept: 1_900, slabFreeable: 90, pageTables: 420, stacks: 3_700 },
  tasks: [
    ...daemonsOf(100),
    { comm: 'java', pid: 5_000, anon: 'rest', virtual: 240_000, uid: 1001 },
    { comm: 'redis-server', pid: 4_000, anon: 900, uid: 111 },
  ],
};
const threads64: Host = {
  era: '3.10',
  ram: 64_100,
  parts: { shmem: 60, file: 30, slabKept: 5_900, slabFreeable: 200, pageTables: 900, stacks: 14_500 },
  tasks: [
    ...daemonsOf(140),
    { comm: 'java', pid: 5_000, anon: 'rest', virtual: 900_000, uid: 1001 },
    { comm: 'java', pid: 5_500, anon: 8_000, uid: 1001 },
    { comm: 'mongod', pid: 3_000, anon: 12_000, uid: 999 },
  ],
};
const stacks32: Host = {
  era: '6.8',
  ram: 32_000,
  parts: { shmem: 60, file: 30, slabKept: 3_000, slabFreeable: 200, pageTables: 700, stacks: 9_600 },
  tasks: [
    ...daemonsOf(100),
    { comm: 'thread-pool-srv', pid: 5_000, anon: 'rest', uid: 1001, virtual: 700_000 },
    ...many('nginx', 16, 60, 4_000, { uid: 33 }),
  ],
};
const dirty: Host = {
  era: '3.10',
  ram: 15_900,
  parts: {
    shmem: 60,
    file: 7_700,
    dirty: 2_100,
    writeback: 4_900,
    slabKept: 300,
    slabFreeable: 200,
    pageTables: 40,
    stacks: 20,
  },
  tasks: [
    ...daemonsOf(100),
    { comm: 'rsync', pid: 5_000, anon: 300 },
    { comm: 'java', pid: 4_000, anon: 'rest', uid: 1001 },
  ],
};
const fuse: Host = {
  era: '5.15',
  ram: 7_900,
  parts: {
    shmem: 60,
    file: 3_900,
    dirty: 2_900,
    writeback: 800,
    slabKept: 200,
    slabFreeable: 90,
    pageTables: 30,
    stacks: 18,
  },
  tasks: [...daemonsOf(70), { comm: 'glusterfs', pid: 3_000, anon: 900 }, { comm: 'ffmpeg', pid: 5_000, anon: 'rest' }],
};

export const kernelScenes: readonly Scene[] = [
  {
    id: 'slab-kmalloc-64',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(kept, { asking: { comm: 'kubelet', pid: 712, flags: 'GFP_KERNEL', mask: '0xcc0' }, victim: 6_000 }),
      ),
    },
  },
  {
    id: 'slab-dentries-pinned-3.10',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(dentries, { asking: { comm: 'java', pid: 6_000 }, victim: 6_000 }), 'rfc3164'),
    },
  },
  {
    id: 'slab-mixed-40-percent',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(mixedSlab, { asking: { comm: 'java', pid: 9_003 }, victim: 9_006 })) },
  },
  {
    id: 'slab-kmalloc-64-samples',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(kept, { asking: { comm: 'kubelet', pid: 712 }, victim: 6_000 })),
      ...samples({
        looks: looks(172_800, 1800, (share) => ({
          host: hostLook(64_210, 12_300, { slabKept: 2_000 + 48_800 * share }),
          processes: [{ pid: 6_000, comm: 'java', rss: 5_400 }],
        })),
        total: 64_210,
      }),
    },
  },
  {
    id: 'slab-memcg-kmem',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: '/kubepods/besteffort/pod9',
          limit: 2048,
          slabKept: 1_240,
          slabFreeable: 90,
          tasks: [
            { comm: 'nginx', pid: 5_100, anon: 'rest', adj: 1000 },
            ...many('nginx', 8, 30, 5_200, { adj: 1000 }),
          ],
          victim: 5_100,
        }),
      ),
    },
  },
  {
    id: 'unaccounted-vmware-balloon',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(balloon, { asking: { comm: 'httpd', pid: 3_000 }, victim: 2_000 }), 'rfc3164'),
    },
  },
  {
    id: 'unaccounted-zfs-arc',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(arc, { asking: { comm: 'qemu-system-x86', pid: 8_000 }, victim: 8_000 })) },
  },
  {
    id: 'unaccounted-drbd',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(drbd, {
          asking: { comm: 'kworker/3:1', pid: 300, flags: 'GFP_KERNEL', mask: '0xcc0' },
          victim: 2_000,
        }),
      ),
    },
  },
  {
    id: 'unaccounted-gpu',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined'] },
    files: { 'kern.log': log(hostKill(gpu, { asking: { comm: 'python3', pid: 9_100 }, victim: 9_000 })) },
  },
  {
    id: 'unaccounted-zfs-arc-samples',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(arc, { asking: { comm: 'qemu-system-x86', pid: 8_000 }, victim: 8_000 })),
      ...samples({
        looks: looks(36_000, 300, (share) => ({
          host: hostLook(128_700, 27_800, { free: Math.max(60, 96_500 * (1 - share)), file: 300, slabKept: 1_030 }),
          processes: [
            { pid: 8_000, comm: 'qemu-system-x86', rss: 16_000 },
            { pid: 8_100, comm: 'qemu-system-x86', rss: 8_200 },
          ],
        })),
        total: 128_700,
      }),
    },
  },
  {
    id: 'zswap-pool-of-a-leak',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike'],
      who: 'rust-analyzer',
      victimIsCulprit: true,
    },
    files: { 'kern.log': log(hostKill(zswap, { asking: { comm: 'firefox', pid: 3_000 }, victim: 4_000 })) },
  },
  ...(['5.15', '6.8', '5.4'] as const).map((era, index): Scene => {
    const ram = [64_200, 32_000, 15_900][index] as number;
    const hidden = ram * (0.45 + index * 0.1);
    return {
      id: `vmalloc-${era}-samples`,
      truth: { cause: 'vmalloc-growth', who: null, victimIsCulprit: false },
      files: {
        'kern.log': log(hostKill(vmalloc(era, ram, hidden), { asking: { comm: 'java', pid: 6_000 }, victim: 6_000 })),
        ...samples({
          looks: looks(14_400, 120, (share) => ({
            host: hostLook(ram, javaOf(vmalloc(era, ram, hidden)) + 1_500, {
              vmalloc: 80 + (hidden - ram * 0.015) * share,
              slabKept: ram * 0.008,
            }),
            processes: [{ pid: 6_000, comm: 'java', rss: javaOf(vmalloc(era, ram, hidden)) }],
          })),
          total: ram,
        }),
      },
    };
  }),
  {
    id: 'vmalloc-log-alone',
    truth: { cause: 'vmalloc-growth', or: ['kernel-unaccounted'], who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(vmalloc('5.15', 64_200, 31_000), { asking: { comm: 'java', pid: 6_000 }, victim: 6_000 }),
      ),
    },
  },
  {
    id: 'pte-postgres-900-connections',
    truth: { cause: 'page-table-growth', who: 'postgres' },
    files: { 'kern.log': log(hostKill(connections, { asking: { comm: 'postgres', pid: 10_200 }, victim: 10_400 })) },
  },
  {
    id: 'pte-oracle-620-3.10',
    truth: { cause: 'page-table-growth' },
    files: {
      'messages.log': log(hostKill(oraclePte, { asking: { comm: 'tnslsnr', pid: 9_000 }, victim: 10_100 }), 'rfc3164'),
    },
  },
  {
    id: 'pte-sparse-mapping',
    truth: { cause: 'page-table-growth', who: 'lmdb-index' },
    files: { 'kern.log': log(hostKill(sparse, { asking: { comm: 'lmdb-index', pid: 5_000 }, victim: 5_000 })) },
  },
  {
    id: 'stacks-java-16g',
    truth: { cause: 'kernel-stack-growth', or: ['undetermined'] },
    files: {
      'kern.log': log(
        hostKill(threads, { asking: { comm: 'java', pid: 5_000, flags: 'GFP_KERNEL', mask: '0xcc0' }, victim: 5_000 }),
      ),
    },
  },
  {
    id: 'stacks-java-64g-3.10',
    truth: { cause: 'kernel-stack-growth', or: ['undetermined'] },
    files: {
      'messages.log': log(hostKill(threads64, { asking: { comm: 'java', pid: 5_000 }, victim: 3_000 }), 'rfc3164'),
    },
  },
  {
    id: 'stacks-server-32g',
    truth: { cause: 'kernel-stack-growth' },
    files: { 'kern.log': log(hostKill(stacks32, { asking: { comm: 'thread-pool-srv', pid: 5_000 }, victim: 5_000 })) },
  },
  {
    id: 'cache-nfs-writeback',
    truth: { cause: 'page-cache-stuck', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(dirty, { asking: { comm: 'rsync', pid: 5_000 }, victim: 4_000 }), 'rfc3164'),
    },
  },
  {
    id: 'cache-fuse-dirty',
    truth: { cause: 'page-cache-stuck', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(fuse, { asking: { comm: 'ffmpeg', pid: 5_000 }, victim: 5_000 })) },
  },
  {
    id: 'cache-memcg-dirty',
    truth: { cause: 'page-cache-stuck', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: '/system.slice/backup.service',
          limit: 1024,
          file: 760,
          dirty: 720,
          tasks: [
            { comm: 'dd', pid: 5_000, anon: 4 },
            { comm: 'backup.sh', pid: 4_999, anon: 'rest' },
          ],
          victim: 4_999,
        }),
      ),
    },
  },
];
