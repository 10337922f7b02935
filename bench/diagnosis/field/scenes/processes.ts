import { groupKill, type Host, hostKill, type Task } from '../kernel-text.ts';
import { anonOf } from '../last-look.ts';
import type { HostLook, ProcessLook } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

const quiet = (total: number, anon: number, more: Partial<HostLook> = {}): HostLook => {
  const fixed =
    (more.shmem ?? 0) +
    (more.locked ?? 0) +
    (more.slabKept ?? 300) +
    (more.slabFreeable ?? 400) +
    (more.pageTables ?? 90) +
    (more.stacks ?? 40) +
    total * 0.012 +
    60;
  const room = Math.max(60, total - anon - fixed);
  const file = more.file ?? room * 0.8;
  return {
    total,
    anon,
    slabKept: 300,
    slabFreeable: 400,
    pageTables: 90,
    stacks: 40,
    ...more,
    file,
    free: Math.max(50, room - file),
  };
};

// 64 GB: java leaks for 20 hours beside mongod.
const javaHost: Host = {
  era: '5.15',
  ram: 64_213,
  parts: { shmem: 210, file: 45, slabKept: 310, slabFreeable: 160, pageTables: 118, stacks: 42 },
  swap: [4096, 3],
  tasks: [
    ...daemonsOf(290),
    { comm: 'mongod', pid: 2210, anon: 17_800, swap: 900, uid: 999 },
    { comm: 'java', pid: 48_812, anon: 'rest', swap: 2600, uid: 1001 },
  ],
};
const javaLeak = (): Record<string, string> => {
  const top = anonOf(javaHost, 'java') + 2600;
  const at = looks(72_000, 600, (share) => {
    const java = 9_000 + (top - 9_000) * share + 150 * Math.sin(share * 90);
    const inSwap = Math.max(0, java + 19_500 - 60_500);
    const host = quiet(64_213, java + 18_700 + 2_300 - Math.min(3_500, inSwap), {
      shmem: 210,
      swap: [4096, Math.max(3, 4096 - inSwap)],
    });
    const processes: ProcessLook[] = [
      { pid: 48_812, comm: 'java', rss: java - Math.min(2600, inSwap * 0.7), uid: 1001 },
      { pid: 2210, comm: 'mongod', rss: 18_700 - Math.min(900, inSwap * 0.3), uid: 999 },
      { pid: 1, comm: 'systemd', rss: 12 },
    ];
    return { host, processes };
  });
  return samples({ looks: at, total: 64_213 });
};

// PostgreSQL with 12 GB of shared buffers dies for a backup agent that leaks.
const agentHost: Host = {
  era: '6.8',
  ram: 32_060,
  parts: { shmem: 12_400, file: 40, slabKept: 260, slabFreeable: 190, pageTables: 420, stacks: 30, mapped: 12_300 },
  tasks: [
    ...daemonsOf(180),
    ...Array.from(
      { length: 60 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 4100 + index * 2,
        anon: 24 + (index % 9),
        shmem: 4000 + ((index * 661) % 8000),
        uid: 26,
        pageTables: 6,
      }),
    ),
    { comm: 'postgres', pid: 4098, anon: 140, shmem: 12_100, uid: 26 },
    { comm: 'bkpagent', pid: 30_411, anon: 'rest', adj: -600 },
  ],
};
const agentLeak = (): Record<string, string> => {
  const top = anonOf(agentHost, 'bkpagent');
  const at = looks(14_400, 60, (share) => {
    const agent = 300 + (top - 300) * share;
    return {
      host: quiet(32_060, agent + 3_600, { shmem: 12_400, pageTables: 420 }),
      processes: [
        { pid: 30_411, comm: 'bkpagent', rss: agent },
        { pid: 4098, comm: 'postgres', rss: 12_240, uid: 26 },
        ...Array.from({ length: 20 }, (_, index) => ({
          pid: 4100 + index * 2,
          comm: 'postgres',
          rss: 4030 + ((index * 661) % 8000),
          uid: 26,
        })),
      ],
    };
  });
  return samples({ looks: at, total: 32_060 });
};
const podPath =
  '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f6a2c11_77de_4b8a_9c1f_2f7d51f0a9b3.slice';
const containerPath = `${podPath}/cri-containerd-6d1f2e8a90b37c55e4aa0d6be1f9c2734485b0aa17ce90d2f3e6b8c1d0a94e57.scope`;
const nodeTasks: Task[] = [
  { comm: 'dumb-init', pid: 91_100, anon: 0.4, adj: 984 },
  { comm: 'node', pid: 91_133, anon: 'rest', adj: 984, uid: 1000, file: 12 },
  { comm: 'sh', pid: 91_190, anon: 0.6, adj: 984 },
];

// Bound to one node of two.
const numaHost: Host = {
  era: '5.15',
  ram: 257_000,
  nodes: [128_000, 129_000],
  nodeFree: [61_000, 42],
  nodeShares: [0.32, 0.68],
  parts: { shmem: 800, file: 9_000, slabKept: 1400, slabFreeable: 1800, pageTables: 300, stacks: 90 },
  tasks: [
    ...daemonsOf(400),
    { comm: 'simsolver', pid: 77_120, anon: 118_500, uid: 5012 },
    { comm: 'qemu-kvm', pid: 8_800, anon: 'rest', uid: 107 },
  ],
};
const spikeHost: Host = {
  era: '5.4',
  ram: 128_700,
  parts: { shmem: 340, file: 60, slabKept: 500, slabFreeable: 240, pageTables: 230, stacks: 44 },
  tasks: [
    ...daemonsOf(240),
    ...many('rsession', 14, 420, 20_000, { uid: 3000 }),
    { comm: 'postgres', pid: 1480, anon: 3100, uid: 26 },
    { comm: 'R', pid: 61_920, anon: 'rest', uid: 3007 },
  ],
};
const clickHost: Host = {
  era: '6.8',
  ram: 257_600,
  parts: { shmem: 300, file: 70, slabKept: 900, slabFreeable: 400, pageTables: 480, stacks: 60 },
  tasks: [
    ...daemonsOf(200),
    { comm: 'clickhouse-serv', pid: 3_301, anon: 'rest', uid: 101 },
    { comm: 'zookeeper', pid: 2_900, anon: 2100, uid: 110 },
  ],
};
const swarmHost: Host = {
  era: '5.15',
  ram: 32_010,
  parts: { shmem: 260, file: 40, slabKept: 420, slabFreeable: 220, pageTables: 600, stacks: 60 },
  tasks: [
    ...daemonsOf(120),
    ...many('php-fpm8.1', 402, 68, 5_000, { uid: 33, shmem: 20 }),
    { comm: 'mysqld', pid: 1_900, anon: 'rest', uid: 110 },
  ],
};
const forkHost: Host = {
  era: '5.15',
  ram: 64_200,
  parts: { shmem: 80, file: 30, slabKept: 9_100, slabFreeable: 200, pageTables: 2_300, stacks: 610 },
  tasks: [
    ...daemonsOf(130),
    ...many('bash', 24_000, 1.9, 30_000, { uid: 1004, file: 0.4 }),
    { comm: 'rstudio-server', pid: 1_100, anon: 'rest' },
  ],
};
const cronHost: Host = {
  era: '4.19',
  ram: 32_000,
  parts: { shmem: 60, file: 50, slabKept: 700, slabFreeable: 240, pageTables: 300, stacks: 90 },
  tasks: [
    ...daemonsOf(100),
    ...many('python', 176, 158, 9_000, { uid: 48 }),
    ...many('sh', 176, 0.4, 12_000, { uid: 48 }),
    ...many('crond', 177, 1.1, 14_000),
    { comm: 'mysqld', pid: 1_322, anon: 'rest', uid: 27 },
  ],
};
const sizedHost: Host = {
  era: '5.15',
  ram: 15_900,
  parts: { shmem: 130, file: 40, slabKept: 210, slabFreeable: 130, pageTables: 80, stacks: 30 },
  tasks: [
    ...daemonsOf(110),
    { comm: 'mysqld', pid: 1_200, anon: 5_200, uid: 110 },
    { comm: 'java', pid: 2_300, anon: 4_100, uid: 1001 },
    { comm: 'elasticsearch', pid: 2_700, anon: 2_600, uid: 1002 },
    { comm: 'redis-server', pid: 1_700, anon: 'rest', uid: 111 },
  ],
};
const nodeOfPods: Host = {
  era: '5.15',
  ram: 31_800,
  parts: { shmem: 500, file: 60, slabKept: 1_300, slabFreeable: 420, pageTables: 160, stacks: 120 },
  tasks: [
    ...daemonsOf(140),
    ...[
      'java',
      'node',
      'python3',
      'ruby',
      'dotnet',
      'beam.smp',
      'php',
      'erl_child',
      'prometheus',
      'envoy',
      'coredns',
      'vault',
    ].map(
      (comm, index): Task => ({
        comm,
        pid: 40_000 + index * 11,
        anon: 1_900 + ((index * 97) % 300),
        adj: 900 + index,
        uid: 1000,
      }),
    ),
    { comm: 'fluentd', pid: 39_000, anon: 'rest', adj: 999 },
  ],
};
const crash = (index: number, limit = 1024): string[] =>
  groupKill({
    era: '5.15',
    path: podPath,
    taskPath: containerPath,
    limit,
    failcnt: 31 + index,
    tasks: [
      { comm: 'java', pid: 70_000 + index * 913, anon: 'rest', adj: 970, uid: 1000, file: 22 },
      { comm: 'pause', pid: 69_000, anon: 0.1, adj: -998 },
    ],
    victim: 70_000 + index * 913,
    asking: { comm: 'java', pid: 70_000 + index * 913 },
  });
const bomb: Host = {
  era: '5.15',
  ram: 1_960,
  parts: { shmem: 8, file: 6, slabKept: 420, slabFreeable: 30, pageTables: 260, stacks: 64 },
  tasks: [
    ...daemonsOf(30, 2),
    ...Array.from(
      { length: 3_900 },
      (_, index): Task => ({ comm: 'bash', pid: 20_000 + index, anon: 0.22, file: 0.02, uid: 1_000, pageTables: 0.06 }),
    ),
    { comm: 'mysqld', pid: 900, anon: 'rest', uid: 27 },
  ],
};

export const processScenes: readonly Scene[] = [
  {
    id: 'leak-java-64g-mongod',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: true },
    files: {
      'messages.log': log(
        hostKill(javaHost, {
          asking: { comm: 'mongod', pid: 2210 },
          victim: 48_812,
          cgroup: '/system.slice/tomcat.service',
        }),
      ),
      ...javaLeak(),
    },
  },
  {
    id: 'leak-java-64g-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java', victimIsCulprit: true },
    files: {
      'messages.log': log(hostKill(javaHost, { asking: { comm: 'mongod', pid: 2210 }, victim: 48_812 }), 'rfc3164'),
    },
  },
  {
    id: 'leak-java-64g-sar-alone',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java', victimIsCulprit: true },
    files: {
      'messages.log': log(
        hostKill(
          { ...javaHost, swap: [0, 0], tasks: javaHost.tasks.map((task) => ({ ...task, swap: 0 })) },
          { asking: { comm: 'mongod', pid: 2210 }, victim: 48_812 },
        ),
      ),
      ...samples({
        looks: looks(72_000, 600, (share) => ({ host: quiet(64_213, 30_000 + 31_000 * share, { shmem: 210 }) })),
        total: 64_213,
        sar: true,
      }),
    },
  },
  {
    id: 'leak-agent-postgres-dies',
    truth: { cause: 'process-leak', who: 'bkpagent', victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(agentHost, {
          asking: { comm: 'postgres', pid: 4120 },
          victim: 4098,
          cgroup: '/system.slice/postgresql.service',
        }),
      ),
      ...agentLeak(),
    },
  },
  {
    id: 'leak-agent-postgres-dies-log-alone',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'bkpagent', victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(agentHost, { asking: { comm: 'postgres', pid: 4120 }, victim: 4098 })) },
  },
  {
    id: 'leak-pod-node-cgroup-samples',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true },
    files: {
      'kern.log': log(
        groupKill({
          era: '5.15',
          path: podPath,
          taskPath: containerPath,
          limit: 2048,
          tasks: nodeTasks,
          victim: 91_133,
        }),
      ),
      ...samples({
        looks: looks(10_800, 60, (share) => ({
          groups: [
            { path: podPath, current: 320 + 1720 * share, max: 2048, anon: 290 + 1700 * share, file: 20 },
            {
              path: '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podaaaa0001_77de_4b8a_9c1f_2f7d51f0a9b3.slice',
              current: 700,
              max: 4096,
              anon: 640,
              file: 50,
            },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'leak-numa-bound',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'simsolver', victimIsCulprit: true },
    files: {
      'dmesg.log': log(
        hostKill(numaHost, {
          asking: { comm: 'simsolver', pid: 77_120 },
          victim: 77_120,
          constraint: 'MEMORY_POLICY',
          nodemask: '1',
          mems: '0-1',
        }),
        'dmesg-t',
      ),
    },
  },
  {
    id: 'leak-numa-bound-samples',
    truth: { cause: 'process-leak', who: 'simsolver', victimIsCulprit: true },
    files: {
      'dmesg.log': log(
        hostKill(numaHost, {
          asking: { comm: 'simsolver', pid: 77_120 },
          victim: 77_120,
          constraint: 'MEMORY_POLICY',
          nodemask: '1',
          mems: '0-1',
        }),
        'dmesg-t',
      ),
      ...samples({
        looks: looks(21_600, 120, (share) => ({
          host: quiet(257_000, 20_000 + 52_000 + 98_500 * share, { shmem: 800, file: 9_000 }),
          processes: [
            { pid: 77_120, comm: 'simsolver', rss: 20_000 + 98_500 * share },
            { pid: 8_800, comm: 'qemu-kvm', rss: 52_000 },
          ],
        })),
        total: 257_000,
      }),
    },
  },
  {
    id: 'leak-gunicorn-workers',
    truth: { cause: 'process-leak', who: 'gunicorn', victimIsCulprit: true },
    files: (() => {
      const host: Host = {
        era: '5.15',
        ram: 15_950,
        parts: { shmem: 60, file: 40, slabKept: 180, slabFreeable: 110, pageTables: 60, stacks: 22 },
        tasks: [
          ...daemonsOf(90),
          ...Array.from(
            { length: 6 },
            (_, index): Task => ({ comm: 'gunicorn', pid: 7_700 + index, anon: 'rest', uid: 33 }),
          ),
        ],
      };
      const top = anonOf(host, 'gunicorn');
      return {
        'kern.log': log(
          hostKill(host, {
            asking: { comm: 'gunicorn', pid: 7_703 },
            victim: 7_704,
            cgroup: '/system.slice/web.service',
          }),
        ),
        ...samples({
          looks: looks(28_800, 120, (share) => ({
            host: quiet(15_950, 900 + 600 + (top - 600) * share, { shmem: 60 }),
            processes: Array.from({ length: 6 }, (_, index) => ({
              pid: 7_700 + index,
              comm: 'gunicorn',
              rss: 100 + ((top - 600) / 6) * share,
              uid: 33,
            })),
          })),
          total: 15_950,
        }),
      };
    })(),
  },
  {
    id: 'spike-R-128g',
    truth: { cause: 'process-spike', who: 'R', victimIsCulprit: true },
    files: (() => {
      const top = anonOf(spikeHost, 'R');
      return {
        'syslog.log': log(
          hostKill(spikeHost, {
            asking: { comm: 'R', pid: 61_920 },
            victim: 61_920,
            cgroup: '/user.slice/user-3007.slice/session-88.scope',
          }),
        ),
        ...samples({
          looks: looks(7_200, 60, (_, before) => {
            const own = before <= 60 ? top * 0.55 : 700;
            return {
              host: quiet(128_700, 11_000 + own, { shmem: 340 }),
              processes: [
                { pid: 61_920, comm: 'R', rss: own },
                { pid: 1480, comm: 'postgres', rss: 3100 },
              ],
            };
          }),
          total: 128_700,
        }),
      };
    })(),
  },
  {
    id: 'spike-clickhouse-query',
    truth: { cause: 'process-spike', who: 'clickhouse-serv', victimIsCulprit: true },
    files: (() => {
      const top = anonOf(clickHost, 'clickhouse-serv');
      return {
        'kern.log': log(
          hostKill(clickHost, {
            asking: { comm: 'QueryPipelineEx', pid: 3_301 },
            victim: 3_301,
            cgroup: '/system.slice/clickhouse-server.service',
          }),
        ),
        ...samples({
          looks: looks(3_600, 10, (_, before) => {
            const own =
              before > 40 ? 61_000 + 900 * Math.sin(before / 100) : 61_000 + ((50 - before) / 50) * (top - 61_000);
            return {
              host: quiet(257_600, 6_000 + own, { shmem: 300 }),
              processes: [
                { pid: 3_301, comm: 'clickhouse-serv', rss: own },
                { pid: 2_900, comm: 'zookeeper', rss: 2100 },
              ],
            };
          }),
          total: 257_600,
        }),
      };
    })(),
  },
  {
    id: 'spike-jupyter-memcg',
    truth: { cause: 'process-spike', who: 'python3', victimIsCulprit: true },
    files: {
      'kern.log': log(
        groupKill({
          era: '6.8',
          path: '/kubepods/burstable/pod7c0e5a',
          taskPath: '/kubepods/burstable/pod7c0e5a/0d9b',
          limit: 16_384,
          tasks: [
            { comm: 'tini', pid: 501_000, anon: 0.3, adj: 700 },
            { comm: 'jupyter-lab', pid: 501_010, anon: 180, adj: 700 },
            { comm: 'python3', pid: 501_200, anon: 'rest', adj: 700 },
            { comm: 'python3', pid: 501_100, anon: 610, adj: 700 },
          ],
          victim: 501_200,
        }),
      ),
      ...samples({
        looks: looks(1_800, 10, (_, before) => {
          const own = before > 15 ? 900 : 9_400;
          return {
            groups: [{ path: '/kubepods/burstable/pod7c0e5a', current: own + 300, max: 16_384, anon: own, file: 200 }],
            processes: [
              { pid: 501_200, comm: 'python3', rss: Math.max(110, own - 800) },
              { pid: 501_010, comm: 'jupyter-lab', rss: 180 },
              { pid: 501_100, comm: 'python3', rss: 610 },
            ],
          };
        }),
        total: 16_384,
      }),
    },
  },
  {
    id: 'swarm-php-fpm-402',
    truth: { cause: 'process-swarm', who: 'php-fpm8.1', victimIsCulprit: false },
    files: (() => ({
      'kern.log': log(
        hostKill(swarmHost, {
          asking: { comm: 'php-fpm8.1', pid: 5_030 },
          victim: 1_900,
          cgroup: '/system.slice/mysql.service',
        }),
      ),
      ...samples({
        looks: looks(5_400, 60, (share) => {
          const workers = Math.round(60 + 342 * Math.max(0, share - 0.3) * 1.43);
          return {
            host: quiet(32_010, 3_600 + workers * 67, { shmem: 260, pageTables: 600 }),
            processes: [
              { pid: 1_900, comm: 'mysqld', rss: 2_400, uid: 110 },
              ...Array.from({ length: workers }, (_, index) => ({
                pid: 5_000 + index * 3,
                comm: 'php-fpm8.1',
                rss: 86,
                uid: 33,
              })),
            ],
          };
        }),
        total: 32_010,
      }),
    }))(),
  },
  {
    id: 'swarm-php-fpm-402-log-alone',
    truth: { cause: 'process-swarm', who: 'php-fpm8.1', victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(swarmHost, { asking: { comm: 'php-fpm8.1', pid: 5_030 }, victim: 1_900 })) },
  },
  {
    id: 'swarm-fork-bomb-24000',
    truth: { cause: 'process-swarm', who: 'bash' },
    files: {
      'kern.log': log(
        hostKill(forkHost, {
          asking: { comm: 'bash', pid: 30_300, flags: 'GFP_KERNEL', mask: '0xcc0' },
          victim: 1_100,
        }),
      ),
    },
  },
  {
    id: 'swarm-cron-stampede',
    truth: { cause: 'process-swarm', who: 'python', victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(cronHost, { asking: { comm: 'python', pid: 9_060 }, victim: 1_322 }), 'rfc3164'),
    },
  },
  {
    id: 'swarm-httpd-memcg',
    truth: { cause: 'process-swarm', who: 'httpd' },
    files: {
      'messages.log': log(
        groupKill({
          era: '3.10',
          path: '/docker/4f1c',
          limit: 8192,
          tasks: [
            ...many('httpd', 126, 62, 3_000, { uid: 48 }),
            { comm: 'supervisord', pid: 2_900, anon: 18 },
            { comm: 'crond', pid: 2_901, anon: 'rest' },
          ],
          victim: 3_060,
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'undersized-four-services',
    truth: { cause: 'undersized', who: null },
    files: {
      'kern.log': log(
        hostKill(sizedHost, {
          asking: { comm: 'java', pid: 2_300 },
          victim: 1_200,
          cgroup: '/system.slice/mysql.service',
        }),
      ),
      ...samples({
        looks: looks(14_400, 60, (share) => {
          const redis = anonOf(sizedHost, 'redis-server');
          const grown = (to: number, from: number): number => from + (to - from) * Math.min(1, share * 1.05);
          return {
            host: quiet(
              15_900,
              grown(5_200, 3_400) + grown(4_100, 2_500) + grown(2_600, 1_300) + grown(redis, redis * 0.4) + 1_150,
              { shmem: 130 },
            ),
            processes: [
              { pid: 1_200, comm: 'mysqld', rss: grown(5_200, 3_400) },
              { pid: 2_300, comm: 'java', rss: grown(4_100, 2_500) },
              { pid: 2_700, comm: 'elasticsearch', rss: grown(2_600, 1_300) },
              { pid: 1_700, comm: 'redis-server', rss: grown(redis, redis * 0.4) },
            ],
          };
        }),
        total: 15_900,
      }),
    },
  },
  {
    id: 'undersized-four-services-log-alone',
    truth: { cause: 'undersized', or: ['undetermined'], who: null },
    files: { 'kern.log': log(hostKill(sizedHost, { asking: { comm: 'java', pid: 2_300 }, victim: 1_200 })) },
  },
  {
    id: 'undersized-node-of-pods',
    truth: { cause: 'undersized', who: null },
    files: {
      'kern.log': log(
        hostKill(nodeOfPods, { asking: { comm: 'node', pid: 40_011 }, victim: 40_055, cgroup: containerPath }),
      ),
      ...samples({
        looks: looks(10_800, 60, (share) => ({
          host: quiet(31_800, 3_000 + 26_000 * (0.5 + 0.5 * share), { shmem: 500, slabKept: 1_300 }),
          processes: nodeOfPods.tasks
            .filter(({ pid }) => pid >= 39_000)
            .map(({ comm, pid, anon }) => ({
              pid,
              comm,
              rss: (anon === 'rest' ? anonOf(nodeOfPods, 'fluentd') : anon) * (0.5 + 0.5 * share),
            })),
        })),
        total: 31_800,
      }),
    },
  },
  {
    id: 'limit-crash-loop-log-alone',
    truth: { cause: 'limit-too-small', or: ['undetermined'], who: 'java', victimIsCulprit: true },
    files: { 'kern.log': [0, 1, 2, 3, 4, 5].map((index) => log(crash(index), 'iso', index * 48 - 240)).join('') },
  },
  {
    id: 'limit-crash-loop-samples',
    truth: { cause: 'limit-too-small', who: 'java', victimIsCulprit: true },
    files: {
      'kern.log': [0, 1, 2, 3, 4, 5].map((index) => log(crash(index), 'iso', index * 300 - 1500)).join(''),
      ...samples({
        looks: looks(1_800, 10, (_, before) => {
          const since = (1800 - before) % 300;
          const current = Math.min(1_020, 40 + since * 90);
          const life = Math.floor((1800 - before) / 300);
          return {
            groups: [
              {
                path: podPath,
                current: since > 285 ? 20 : current,
                max: 1024,
                anon: since > 285 ? 4 : current - 12,
                file: 6,
              },
            ],
            processes: [{ pid: 70_000 + life * 913, comm: 'java', rss: since > 285 ? 5 : current - 8 }],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'limit-plateau-ingress',
    truth: { cause: 'limit-too-small', or: ['undetermined'] },
    files: {
      'kern.log': log(
        groupKill({
          era: '6.8',
          path: podPath,
          taskPath: containerPath,
          limit: 512,
          tasks: [
            { comm: 'nginx-ingress-c', pid: 88_000, anon: 210, adj: 968 },
            ...many('nginx', 4, 66, 88_100, { adj: 968, uid: 101 }),
            { comm: 'dumb-init', pid: 87_900, anon: 'rest', adj: 968 },
          ],
          victim: 88_000,
        }),
      ),
      ...samples({
        looks: looks(86_400, 300, (share, before) => {
          const current =
            share < 0.06 ? 200 + share * 4_700 : 480 + 8 * Math.sin(before / 900) + (before < 400 ? 18 : 0);
          return { groups: [{ path: podPath, current, max: 512, anon: current - 25, file: 12 }] };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'shell-bomb-on-a-small-server',
    story: 'A fork bomb: 3,900 shells of 200 KiB; kernel memory of the processes weighs as much as they do.',
    truth: { cause: 'process-swarm', who: 'bash', victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(bomb, { asking: { comm: 'bash', pid: 22_222 }, victim: 900 }), 'dmesg-t') },
  },
];
