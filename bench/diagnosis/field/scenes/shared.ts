import { groupKill, type Host, hostKill, type Task } from '../kernel-text.ts';
import { usual } from '../last-look.ts';
import type { HostLook } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

const oracle = (count: number, shmem: (index: number) => number): Task[] =>
  Array.from({ length: count }, (_, index) => ({
    comm:
      index < 12
        ? `ora_${['pmon', 'psp0', 'vktm', 'gen0', 'mman', 'dbw0', 'lgwr', 'ckpt', 'smon', 'reco', 'mmon', 'mmnl'][index]}_prd`
        : `oracle_${20_000 + index}`.slice(0, 15),
    pid: 20_000 + index * 3,
    anon: 9 + (index % 7),
    shmem: shmem(index),
    uid: 54_321,
    pageTables: 3 + shmem(index) / 512,
  }));
const leftFiles: Host = {
  era: '6.8',
  ram: 64_210,
  parts: { shmem: 46_900, file: 60, slabKept: 420, slabFreeable: 260, pageTables: 95, stacks: 40, mapped: 180 },
  tasks: [
    ...daemonsOf(260),
    { comm: 'airflow', pid: 8_100, anon: 1_800, uid: 50_000 },
    ...many('python3', 24, 320, 8_200, { uid: 50_000, shmem: 1 }),
    { comm: 'postgres', pid: 2_000, anon: 'rest', shmem: 140, uid: 26 },
  ],
};
const journalHost: Host = {
  era: '3.10',
  ram: 15_870,
  parts: { shmem: 9_900, file: 40, slabKept: 300, slabFreeable: 150, pageTables: 60, stacks: 20, mapped: 60 },
  swap: [2048, 0],
  tasks: [
    ...daemonsOf(120),
    { comm: 'java', pid: 3_000, anon: 'rest', swap: 600, uid: 1001 },
    { comm: 'mysqld', pid: 2_000, anon: 900, swap: 300, uid: 27 },
  ],
};
const sgaHost: Host = {
  era: '6.8',
  ram: 64_230,
  parts: { shmem: 41_000, file: 60, slabKept: 420, slabFreeable: 260, pageTables: 5_300, stacks: 60, mapped: 40_900 },
  swap: [8192, 4],
  tasks: [
    ...daemonsOf(160),
    ...oracle(210, (index) => (index === 5 ? 38_000 : 2_000 + ((index * 733) % 14_000))),
    { comm: 'java', pid: 9_900, anon: 'rest', swap: 900, uid: 54_321 },
  ],
};
const buffersHost: Host = {
  era: '5.15',
  ram: 31_950,
  parts: { shmem: 23_400, file: 40, slabKept: 260, slabFreeable: 180, pageTables: 800, stacks: 24, mapped: 23_300 },
  tasks: [
    ...daemonsOf(110),
    ...Array.from(
      { length: 80 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 5_002 + index * 2,
        anon: 18 + (index % 8),
        shmem: 3_000 + ((index * 911) % 18_000),
        uid: 26,
        pageTables: 9,
      }),
    ),
    { comm: 'postgres', pid: 5_000, anon: 'rest', shmem: 23_000, uid: 26 },
  ],
};
const look = (total: number, shmem: number, anon: number, more: Partial<HostLook> = {}): HostLook => {
  const room = Math.max(80, total - shmem - anon - 900 - total * 0.012 - (more.pageTables ?? 95));
  return {
    total,
    anon,
    shmem,
    slabKept: 420,
    slabFreeable: 260,
    pageTables: 95,
    stacks: 40,
    file: room * 0.7,
    free: room * 0.3,
    ...more,
  };
};
const elastic: Host = {
  era: '5.15',
  ram: 31_980,
  parts: { shmem: 140, file: 50, slabKept: 310, slabFreeable: 140, pageTables: 95, stacks: 34 },
  tasks: [
    ...daemonsOf(140),
    { comm: 'java', pid: 4_400, anon: 24_700, locked: 24_600, uid: 1002 },
    ...many('logstash', 2, 1_500, 4_800, { uid: 1003 }),
    { comm: 'kibana', pid: 4_700, anon: 'rest', uid: 1004 },
  ],
};
const guests: Host = {
  era: '5.4',
  ram: 64_100,
  parts: { shmem: 60, file: 70, slabKept: 700, slabFreeable: 200, pageTables: 190, stacks: 30 },
  tasks: [
    ...daemonsOf(100),
    ...[0, 1, 2].map(
      (index): Task => ({
        comm: 'qemu-system-x86',
        pid: 9_000 + index * 40,
        anon: 17_100,
        locked: 16_400,
        uid: 64_055,
      }),
    ),
    { comm: 'libvirtd', pid: 1_900, anon: 60 },
    { comm: 'prometheus', pid: 2_400, anon: 'rest' },
  ],
};
const aerospike: Host = {
  era: '3.10',
  ram: 64_000,
  parts: { shmem: 90, file: 40, slabKept: 500, slabFreeable: 200, pageTables: 130, stacks: 30 },
  tasks: [
    ...daemonsOf(90),
    { comm: 'asd', pid: 3_300, anon: 44_000, locked: 43_900 },
    { comm: 'java', pid: 6_000, anon: 'rest', uid: 1001 },
  ],
};
const reserved: Host = {
  era: '5.15',
  ram: 64_200,
  parts: {
    shmem: 120,
    file: 40,
    slabKept: 260,
    slabFreeable: 120,
    pageTables: 40,
    stacks: 24,
    huge: { total: 26_000, free: 25_600 },
  },
  tasks: [
    ...daemonsOf(150),
    { comm: 'java', pid: 6_060, anon: 'rest', uid: 1001 },
    { comm: 'mysqld', pid: 2_010, anon: 1_700, uid: 110 },
  ],
};
const gigantic: Host = {
  era: '6.8',
  ram: 128_600,
  parts: {
    shmem: 200,
    file: 60,
    slabKept: 500,
    slabFreeable: 200,
    pageTables: 150,
    stacks: 50,
    huge: { total: 104, free: 0, pageMiB: 1024 },
  },
  tasks: [
    ...daemonsOf(180),
    ...oracle(160, () => 0),
    { comm: 'rman', pid: 31_000, anon: 3_200, uid: 54_321 },
    { comm: 'java', pid: 30_000, anon: 'rest', uid: 54_321 },
  ],
};
const kvmPool: Host = {
  era: '4.19',
  ram: 128_700,
  parts: {
    shmem: 80,
    file: 60,
    slabKept: 900,
    slabFreeable: 200,
    pageTables: 150,
    stacks: 40,
    huge: { total: 51_200, free: 31_000 },
  },
  swap: [8192, 12],
  tasks: [
    ...daemonsOf(120),
    ...many('qemu-system-x86', 9, 1_300, 9_000, { uid: 64_055 }),
    { comm: 'ceph-osd', pid: 4_000, anon: 'rest', swap: 3_000, uid: 167 },
    { comm: 'ceph-osd', pid: 4_040, anon: 4_200, swap: 3_100, uid: 167 },
  ],
};
const loaders: Host = {
  era: '6.8',
  ram: 128_000,
  parts: { ...usual, shmem: 88_000, mapped: 87_500 },
  tasks: [
    ...daemonsOf(90),
    { comm: 'python3', pid: 50_000, anon: 9_000, shmem: 87_000, uid: 1_000 },
    ...many('pt_data_worker', 16, 700, 50_010, { uid: 1_000, shmem: 21_000 }),
    { comm: 'tensorboard', pid: 49_000, anon: 'rest', uid: 1_000 },
  ],
};
const ramfs: Host = {
  era: '5.4',
  ram: 16_000,
  parts: { ...usual, locked: 10_400 },
  tasks: [...daemonsOf(70), { comm: 'varnishd', pid: 3_000, anon: 'rest', uid: 110 }],
};

export const sharedScenes: readonly Scene[] = [
  {
    id: 'tmpfs-dev-shm-left-files',
    truth: { cause: 'tmpfs-growth', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(leftFiles, { asking: { comm: 'python3', pid: 8_203 }, victim: 2_000 })) },
  },
  {
    id: 'tmpfs-dev-shm-left-files-samples',
    truth: { cause: 'tmpfs-growth', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(leftFiles, { asking: { comm: 'python3', pid: 8_203 }, victim: 2_000 })),
      ...samples({
        looks: looks(43_200, 300, (share) => ({
          host: look(64_210, 2_000 + 44_900 * share, 15_200),
          processes: [
            { pid: 8_100, comm: 'airflow', rss: 1_800 },
            { pid: 2_000, comm: 'postgres', rss: 3_000 + 400 * share },
          ],
        })),
        total: 64_210,
      }),
    },
  },
  {
    id: 'tmpfs-pod-emptydir',
    truth: { cause: 'tmpfs-growth', victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: '/kubepods/burstable/pod2b',
          taskPath: '/kubepods/burstable/pod2b/c1',
          limit: 4096,
          shmem: 3_250,
          mapped: 14,
          tasks: [
            { comm: 'ffmpeg', pid: 410_100, anon: 540, adj: 890 },
            { comm: 'python', pid: 410_000, anon: 'rest', adj: 890 },
          ],
          victim: 410_100,
        }),
      ),
    },
  },
  {
    id: 'tmpfs-run-log-3.10',
    truth: { cause: 'tmpfs-growth', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(journalHost, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 3_000 }), 'rfc3164'),
    },
  },
  {
    id: 'shm-oracle-sga',
    truth: { cause: 'shared-memory-growth' },
    files: {
      'messages.log': log(hostKill(sgaHost, { asking: { comm: 'java', pid: 9_900 }, victim: 20_015 }), 'rfc3164'),
    },
  },
  {
    id: 'shm-postgres-buffers',
    truth: { cause: 'shared-memory-growth', who: 'postgres' },
    files: { 'kern.log': log(hostKill(buffersHost, { asking: { comm: 'postgres', pid: 5_022 }, victim: 5_000 })) },
  },
  {
    id: 'shm-selenium-pod',
    truth: { cause: 'shared-memory-growth', who: 'chrome' },
    files: {
      'kern.log': log(
        groupKill({
          era: '6.8',
          path: '/docker/77ac',
          limit: 4096,
          shmem: 2_600,
          mapped: 2_590,
          tasks: [
            { comm: 'chrome', pid: 7_100, anon: 260, shmem: 2_500, adj: 300 },
            ...many('chrome', 9, 90, 7_200, { shmem: 40, adj: 300 }),
            { comm: 'java', pid: 7_000, anon: 'rest' },
          ],
          victim: 7_100,
        }),
      ),
    },
  },
  {
    id: 'locked-elasticsearch',
    truth: { cause: 'locked-memory', who: 'java' },
    files: {
      'kern.log': log(
        hostKill(elastic, {
          asking: { comm: 'logstash', pid: 4_800 },
          victim: 4_400,
          cgroup: '/system.slice/elasticsearch.service',
        }),
      ),
    },
  },
  {
    id: 'locked-realtime-guests',
    truth: { cause: 'locked-memory', who: 'qemu-system-x86' },
    files: {
      'kern.log': log(
        hostKill(guests, {
          asking: { comm: 'libvirtd', pid: 1_900 },
          victim: 9_040,
          cgroup: '/machine.slice/machine-qemu.scope',
        }),
      ),
    },
  },
  {
    id: 'locked-aerospike',
    truth: { cause: 'locked-memory', who: 'asd' },
    files: {
      'messages.log': log(hostKill(aerospike, { asking: { comm: 'java', pid: 6_000 }, victim: 3_300 }), 'rfc3164'),
    },
  },
  {
    id: 'huge-unused-after-migration',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(reserved, { asking: { comm: 'java', pid: 6_060 }, victim: 6_060 })) },
  },
  {
    id: 'huge-gigantic-in-use',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(gigantic, { asking: { comm: 'rman', pid: 31_000 }, victim: 30_000 })) },
  },
  {
    id: 'huge-kvm-pool',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(kvmPool, { asking: { comm: 'ceph-osd', pid: 4_000 }, victim: 4_000 }), 'rfc3164'),
    },
  },
  {
    id: 'huge-unused-after-migration-samples',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(reserved, { asking: { comm: 'java', pid: 6_060 }, victim: 6_060 })),
      ...samples({
        looks: looks(7_200, 60, (share) => ({
          host: look(64_200, 120, 3_300 + 5_000 * share, {
            huge: [52_000, 51_200],
            file: 400,
            free: Math.max(120, 64_200 - 52_000 - 120 - 3_300 - 5_000 * share - 700 - 400 - 420 - 260 - 95 - 40),
          }),
          processes: [
            { pid: 6_060, comm: 'java', rss: 1_500 + 5_000 * share },
            { pid: 2_010, comm: 'mysqld', rss: 1_700 },
          ],
        })),
        total: 64_200,
      }),
    },
  },
  {
    id: 'tensors-shared-by-loaders',
    story: 'A training run keeps its data set in shared memory: 87 GB mapped by it and its sixteen workers.',
    truth: { cause: 'shared-memory-growth', who: 'python3', victimIsCulprit: true, knowable: 'likely' },
    files: { 'kern.log': log(hostKill(loaders, { asking: { comm: 'pt_data_worker', pid: 50_013 }, victim: 50_000 })) },
  },
  {
    id: 'files-in-a-ramfs',
    story: 'Someone mounted a ramfs for a cache: its pages are unevictable, no process has locked anything.',
    truth: { cause: 'locked-memory', or: ['tmpfs-growth'], who: null, victimIsCulprit: false },
    files: {
      'syslog.log': log(hostKill(ramfs, { asking: { comm: 'varnishd', pid: 3_000 }, victim: 3_000 }), 'rfc3164'),
    },
  },
];
