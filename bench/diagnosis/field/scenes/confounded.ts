import { allocationFailure, groupKill, type Host, hostKill, settled, type Task } from '../kernel-text.ts';
import { anonOf, lookOf } from '../last-look.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Incidents in which something large and innocent stands beside the cause: what is normal on big machines. */

/** A leak of one program of a host over some hours, everything else standing still. */
const leakOf = (
  host: Host,
  comm: string,
  others: readonly (readonly [comm: string, pid: number])[],
  seconds = 21_600,
  step = 120,
): Record<string, string> => {
  const top = anonOf(host, comm);
  const pid = host.tasks.find((task) => task.comm === comm)?.pid ?? 0;
  return samples({
    looks: looks(seconds, step, (share) => ({
      host: lookOf(host, top * 0.93 * (1 - share)),
      processes: [
        { pid, comm, rss: top * (0.07 + 0.93 * share) },
        ...others.map(([name, number]) => ({
          pid: number,
          comm: name,
          rss: settled(host)
            .filter((task) => task.pid === number)
            .reduce((all, { anon, shmem = 0 }) => all + anon + shmem, 0),
        })),
      ],
    })),
    total: host.ram,
  });
};

// An Oracle server whose SGA lies in huge pages, all in use, as it should; a Java agent leaks in what is left.
const sga: Host = {
  era: '5.4',
  ram: 257_000,
  parts: {
    shmem: 300,
    file: 90,
    slabKept: 1_900,
    slabFreeable: 700,
    pageTables: 700,
    stacks: 120,
    huge: { total: 66_000, free: 0 },
  },
  swap: [16_384, 6],
  tasks: [
    ...daemonsOf(220),
    ...many('oracle_prd', 380, 28, 20_000, { uid: 54_321, swap: 10 }),
    { comm: 'java', pid: 91_000, anon: 'rest', swap: 11_000, uid: 54_322 },
  ],
};
// Elasticsearch locks half of the RAM, as its manual says; logstash leaks.
const locked: Host = {
  era: '5.15',
  ram: 32_000,
  parts: { shmem: 90, file: 60, slabKept: 320, slabFreeable: 160, pageTables: 90, stacks: 30 },
  tasks: [
    ...daemonsOf(120),
    { comm: 'java', pid: 4_400, anon: 16_600, locked: 16_400, uid: 1002 },
    { comm: 'ruby', pid: 5_500, anon: 'rest', uid: 1003 },
  ],
};
// PostgreSQL with 40 % of the RAM in shared buffers, as is usual; an ETL job leaks.
const buffers: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { shmem: 26_500, file: 60, slabKept: 420, slabFreeable: 260, pageTables: 900, stacks: 40, mapped: 26_400 },
  tasks: [
    ...daemonsOf(150),
    ...Array.from(
      { length: 90 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 4_100 + index * 2,
        anon: 22,
        shmem: 3_000 + ((index * 911) % 21_000),
        uid: 26,
        pageTables: 8,
      }),
    ),
    { comm: 'python3', pid: 70_000, anon: 'rest', uid: 1007 },
  ],
};
// Proxmox: ARC of half the RAM (its default), a guest leaks beyond what was meant for it.
const arc: Host = {
  era: '5.15',
  ram: 128_700,
  parts: { shmem: 90, file: 60, slabKept: 2_400, slabFreeable: 500, pageTables: 300, stacks: 60, hidden: 62_000 },
  tasks: [
    ...daemonsOf(150),
    { comm: 'kvm', pid: 8_000, anon: 'rest', uid: 0 },
    { comm: 'kvm', pid: 8_100, anon: 8_200, uid: 0 },
  ],
};
// Two containers under one pod limit: the main one leaks, the sidecar dies for its higher adjustment.
const pod = '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod3f.slice';
const sidecar: Task[] = [
  { comm: 'java', pid: 41_000, anon: 'rest', adj: 600, uid: 1000, file: 20 },
  { comm: 'envoy', pid: 41_200, anon: 190, adj: 985, uid: 1337, file: 20 },
  { comm: 'fluent-bit', pid: 41_300, anon: 60, adj: 985, uid: 1338 },
];
// A build with make -j: 64 compilers.
const build: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { shmem: 120, file: 70, slabKept: 500, slabFreeable: 300, pageTables: 300, stacks: 40 },
  tasks: [
    ...daemonsOf(130),
    ...many('cc1plus', 64, 820, 31_000, { uid: 1000 }),
    ...many('g++', 64, 1, 32_000, { uid: 1000 }),
    { comm: 'clangd', pid: 9_000, anon: 'rest', uid: 1000 },
  ],
};
// The report without its task table.
const untold: Host = {
  ...locked,
  parts: { ...locked.parts },
  tasks: [
    ...daemonsOf(120),
    { comm: 'ruby', pid: 5_500, anon: 'rest', uid: 1003 },
    { comm: 'mysqld', pid: 2_000, anon: 6_000, uid: 27 },
  ],
};
// ZONE_MOVABLE: hot-plugged memory online_movable, the kernel's own zones are empty.
const movable: Host = {
  era: '5.15',
  ram: 64_000,
  zones: [
    { node: 0, name: 'DMA', managed: 15.4, free: 11, minKb: 30, reserve: [0, 1_900, 15_800, 15_800, 63_000], holds: 0 },
    {
      node: 0,
      name: 'DMA32',
      managed: 1_900,
      free: 7.3,
      minKb: 3_900,
      reserve: [0, 0, 13_900, 13_900, 62_000],
      holds: 0.01,
    },
    { node: 0, name: 'Normal', managed: 13_900, free: 26, minKb: 28_600, reserve: [0, 0, 0, 0, 377_000], holds: 0.05 },
    { node: 0, name: 'Movable', managed: 48_184, free: 17_600, minKb: 35_100, reserve: [0, 0, 0, 0, 0], holds: 0.94 },
  ],
  parts: { shmem: 90, file: 4_000, slabKept: 8_900, slabFreeable: 260, pageTables: 2_900, stacks: 400, hidden: 800 },
  tasks: [...daemonsOf(90), { comm: 'postgres', pid: 5_000, anon: 'rest', uid: 26 }],
};
// A host whose daily batch rises and falls, and a spike that ends it.
const daily: Host = {
  era: '5.15',
  ram: 64_000,
  parts: { shmem: 90, file: 60, slabKept: 400, slabFreeable: 200, pageTables: 110, stacks: 30 },
  tasks: [
    ...daemonsOf(120),
    { comm: 'java', pid: 5_000, anon: 18_000, uid: 1001 },
    { comm: 'mysqld', pid: 2_000, anon: 14_000, uid: 27 },
    { comm: 'spark', pid: 66_000, anon: 'rest', uid: 1009 },
  ],
};
// A cgroup with its limit of processes and page cache at once: file cache is not the cause.
const cacheGroup: Task[] = [
  { comm: 'mongod', pid: 5_000, anon: 'rest', uid: 999 },
  { comm: 'tini', pid: 4_990, anon: 0.2 },
];
// Chromium on a desktop: 70 renderers with adjustment 300, an IDE of 9 GB leaks.
const desktop: Host = {
  era: '6.8',
  ram: 31_700,
  parts: { shmem: 1_900, file: 60, slabKept: 500, slabFreeable: 260, pageTables: 420, stacks: 50, mapped: 700 },
  swap: [8_192, 2],
  tasks: [
    ...daemonsOf(200),
    ...many('chrome', 70, 120, 11_000, { adj: 300, uid: 1000, shmem: 8, swap: 40 }),
    { comm: 'gnome-shell', pid: 2_500, anon: 420, uid: 1000, adj: 200 },
    { comm: 'java', pid: 8_800, anon: 'rest', swap: 4_300, uid: 1000 },
  ],
};

export const confoundedScenes: readonly Scene[] = [
  {
    id: 'sga-in-huge-pages-java-leaks',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: true },
    files: {
      'messages.log': log(hostKill(sga, { asking: { comm: 'oracle_prd', pid: 20_003 }, victim: 91_000 })),
      ...leakOf(sga, 'java', [
        ['oracle_prd', 20_000],
        ['oracle_prd', 20_003],
      ]),
    },
  },
  {
    id: 'sga-in-huge-pages-java-leaks-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java', victimIsCulprit: true },
    files: { 'messages.log': log(hostKill(sga, { asking: { comm: 'oracle_prd', pid: 20_003 }, victim: 91_000 })) },
  },
  {
    id: 'locked-heap-ruby-leaks',
    truth: { cause: 'process-leak', who: 'ruby', victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(locked, { asking: { comm: 'ruby', pid: 5_500 }, victim: 4_400 })),
      ...leakOf(locked, 'ruby', [['java', 4_400]]),
    },
  },
  {
    id: 'locked-heap-ruby-leaks-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined'] },
    files: { 'kern.log': log(hostKill(locked, { asking: { comm: 'ruby', pid: 5_500 }, victim: 4_400 })) },
  },
  {
    id: 'buffers-etl-leaks',
    truth: { cause: 'process-leak', who: 'python3', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(buffers, { asking: { comm: 'postgres', pid: 4_120 }, victim: 70_000 })),
      ...leakOf(buffers, 'python3', [
        ['postgres', 4_100],
        ['postgres', 4_102],
      ]),
    },
  },
  {
    id: 'buffers-etl-leaks-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined'] },
    files: { 'kern.log': log(hostKill(buffers, { asking: { comm: 'postgres', pid: 4_120 }, victim: 70_000 })) },
  },
  {
    id: 'arc-kvm-leaks',
    truth: { cause: 'process-leak', who: 'kvm', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(arc, { asking: { comm: 'kvm', pid: 8_000 }, victim: 8_000 })),
      ...samples({
        looks: looks(36_000, 300, (share) => {
          const own = 14_000 + (anonOf(arc, 'kvm') - 22_200) * share;
          return {
            host: lookOf(arc, anonOf(arc, 'kvm') - 8_200 - own),
            processes: [
              { pid: 8_000, comm: 'kvm', rss: own },
              { pid: 8_100, comm: 'kvm', rss: 8_200 },
            ],
          };
        }),
        total: 128_700,
      }),
    },
  },
  {
    // No line of the report tells this from a driver's leak: what is in no counter comes first, and is held at 0.7.
    id: 'arc-kvm-leaks-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined', 'kernel-unaccounted'] },
    files: { 'kern.log': log(hostKill(arc, { asking: { comm: 'kvm', pid: 8_000 }, victim: 8_000 })) },
  },
  {
    id: 'sidecar-dies-for-main',
    truth: { cause: 'process-leak', or: ['undetermined', 'limit-too-small'], who: 'java', victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: pod,
          taskPath: `${pod}/cri-containerd-aa.scope`,
          limit: 2048,
          tasks: sidecar,
          victim: 41_200,
        }),
      ),
    },
  },
  {
    id: 'sidecar-dies-for-main-samples',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: pod,
          taskPath: `${pod}/cri-containerd-aa.scope`,
          limit: 2048,
          tasks: sidecar,
          victim: 41_200,
        }),
      ),
      ...samples({
        looks: looks(14_400, 60, (share) => ({
          groups: [
            {
              path: `${pod}/cri-containerd-bb.scope`,
              current: 500 + 1_260 * share,
              max: 9_000_000,
              anon: 480 + 1_240 * share,
              file: 10,
            },
            { path: `${pod}/cri-containerd-aa.scope`, current: 196, max: 9_000_000, anon: 190, file: 2 },
            { path: pod, current: 780 + 1_260 * share, max: 2048, anon: 740 + 1_240 * share, file: 12 },
          ],
          processes: [
            { pid: 41_000, comm: 'java', rss: 500 + 1_240 * share },
            { pid: 41_200, comm: 'envoy', rss: 200 },
            { pid: 41_300, comm: 'fluent-bit', rss: 63 },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'make-j64',
    truth: { cause: 'process-swarm', who: 'cc1plus' },
    files: { 'kern.log': log(hostKill(build, { asking: { comm: 'cc1plus', pid: 31_003 }, victim: 31_006 })) },
  },
  {
    id: 'no-table-pidstat',
    truth: { cause: 'process-leak', who: 'ruby' },
    files: {
      'kern.log': log(hostKill(untold, { asking: { comm: 'ruby', pid: 5_500 }, victim: 5_500, noTable: true })),
      ...leakOf(untold, 'ruby', [['mysqld', 2_000]]),
    },
  },
  {
    id: 'movable-zone-free',
    truth: { cause: 'zone-exhausted', or: ['kernel-slab-growth'], who: null },
    files: {
      'kern.log': log(
        hostKill(movable, {
          asking: { comm: 'postgres', pid: 5_000, flags: 'GFP_KERNEL', mask: '0xcc0' },
          victim: 5_000,
        }),
      ),
    },
  },
  {
    id: 'daily-cycle-then-spike',
    truth: { cause: 'process-spike', who: 'spark', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(daily, { asking: { comm: 'spark', pid: 66_000 }, victim: 66_000 })),
      ...samples({
        looks: looks(172_800, 300, (_, before) => {
          const wave = 4_000 * Math.sin((before / 86_400) * 2 * Math.PI);
          const spark = before <= 300 ? anonOf(daily, 'spark') * 0.5 : 0;
          return {
            host: lookOf(daily, anonOf(daily, 'spark') - spark + 4_000 - wave),
            processes: [
              { pid: 5_000, comm: 'java', rss: 14_000 + wave },
              { pid: 2_000, comm: 'mysqld', rss: 14_000 },
              ...(spark > 0 ? [{ pid: 66_000, comm: 'spark', rss: spark }] : []),
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'limit-mongod-cache',
    truth: { cause: 'limit-too-small', or: ['undetermined', 'process-leak'], who: 'mongod' },
    files: {
      'kern.log': log(
        groupKill({ era: '5.15', path: '/docker/aa11', limit: 4096, file: 160, tasks: cacheGroup, victim: 5_000 }),
      ),
    },
  },
  {
    id: 'desktop-chrome-dies-for-ide',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java', victimIsCulprit: false },
    files: {
      'journal.log': log(
        hostKill(desktop, { asking: { comm: 'Chrome_ChildIOT', pid: 11_030 }, victim: 11_000 }),
        'journal',
      ),
    },
  },
  {
    id: 'desktop-chrome-dies-for-ide-samples',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: false },
    files: {
      'journal.log': log(
        hostKill(desktop, { asking: { comm: 'Chrome_ChildIOT', pid: 11_030 }, victim: 11_000 }),
        'journal',
      ),
      ...samples({
        looks: looks(28_800, 60, (share) => {
          const own = 2_400 + (anonOf(desktop, 'java') - 2_400) * share;
          return {
            host: lookOf(desktop, anonOf(desktop, 'java') - own, {
              swap: [8_192, Math.max(2, 8_192 * (1 - share * 1.02))],
            }),
            processes: [
              { pid: 8_800, comm: 'java', rss: own },
              ...Array.from({ length: 70 }, (_, index) => ({ pid: 11_000 + index * 3, comm: 'chrome', rss: 170 })),
            ],
          };
        }),
        total: 31_700,
      }),
    },
  },
  {
    id: 'atomic-then-nothing',
    truth: { cause: 'atomic-reserve-exhausted', or: ['undetermined', 'fragmentation'] },
    files: {
      'kern.log': log(
        allocationFailure(
          { ...daily, nodeFree: [40] },
          {
            comm: 'swapper/3',
            pid: 0,
            order: 2,
            mask: '0x40a20',
            flags: 'GFP_ATOMIC|__GFP_COMP',
            trace: ['ixgbe_alloc_rx_buffers+0x4c/0x190 [ixgbe]'],
          },
        ),
      ),
    },
  },
  {
    id: 'restart-loop-on-host',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true },
    files: (() => {
      const host = (pid: number): Host => ({
        era: '5.15',
        ram: 7_900,
        parts: { shmem: 30, file: 40, slabKept: 140, slabFreeable: 80, pageTables: 40, stacks: 12 },
        tasks: [
          ...daemonsOf(60),
          { comm: 'nginx', pid: 1_500, anon: 90, uid: 33 },
          { comm: 'node', pid, anon: 'rest', uid: 1000 },
        ],
      });
      const top = anonOf(host(1), 'node');
      const life = 5_400;
      return {
        'kern.log': [2, 1, 0]
          .map((back) =>
            log(
              hostKill(host(20_000 + (2 - back) * 911), {
                asking: { comm: 'node', pid: 20_000 + (2 - back) * 911 },
                victim: 20_000 + (2 - back) * 911,
                cgroup: '/system.slice/shop.service',
              }),
              'iso',
              -back * life,
            ),
          )
          .join(''),
        ...samples({
          looks: looks(life * 3, 60, (_, before) => {
            const index = Math.min(2, Math.floor((life * 3 - before) / life));
            const age = ((life * 3 - before) % life) / life;
            const own = 150 + (top - 150) * age;
            return {
              host: lookOf(host(1), top - own),
              processes: [
                { pid: 20_000 + index * 911, comm: 'node', rss: own },
                { pid: 1_500, comm: 'nginx', rss: 96 },
              ],
            };
          }),
          total: 7_900,
        }),
      };
    })(),
  },
  {
    id: 'deploy-step-too-large',
    truth: { cause: 'undersized', or: ['process-leak', 'process-spike', 'undetermined'], who: 'java' },
    files: (() => {
      const host: Host = {
        era: '5.15',
        ram: 16_000,
        parts: { shmem: 60, file: 50, slabKept: 200, slabFreeable: 90, pageTables: 40, stacks: 20 },
        tasks: [
          ...daemonsOf(80),
          { comm: 'mysqld', pid: 2_000, anon: 4_000, uid: 27 },
          { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
        ],
      };
      const top = anonOf(host, 'java');
      return {
        'kern.log': log(hostKill(host, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
        ...samples({
          looks: looks(86_400, 300, (share, before) => {
            const own =
              share < 0.5 ? top * 0.55 : top * (0.965 + 0.01 * Math.sin(before / 700)) + (before < 400 ? 150 : 0);
            return {
              host: lookOf(host, top - own),
              processes: [
                { pid: 5_000, comm: 'java', rss: own },
                { pid: 2_000, comm: 'mysqld', rss: 4_000 },
              ],
            };
          }),
          total: 16_000,
        }),
      };
    })(),
  },
];
