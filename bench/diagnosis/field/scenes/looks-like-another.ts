import { allocationFailure, groupKill, type Host, hostKill, hungTasks, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { type HostLook, numastatLoop } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, said, samples } from '../scene.ts';

/** Each looks like another cause at first sight, or is one that is seldom met. */

const bestEffort: Host = {
  era: '5.15',
  ram: 32_000,
  parts: { ...usual, slabKept: 1_200 },
  tasks: [
    ...daemonsOf(150),
    { comm: 'java', pid: 50_000, anon: 'rest', adj: 872, uid: 1000 },
    { comm: 'debug-shell', pid: 51_000, anon: 120, adj: 1000 },
    ...many('nginx', 30, 40, 52_000, { adj: 968, uid: 101 }),
  ],
};
const guarded: Host = {
  era: '5.4',
  ram: 16_000,
  parts: usual,
  tasks: [
    ...daemonsOf(90),
    { comm: 'snmpagentd', pid: 7_000, anon: 'rest', adj: -1000 },
    { comm: 'httpd', pid: 3_000, anon: 380, uid: 48 },
    ...many('httpd', 20, 60, 3_010, { uid: 48 }),
    { comm: 'mysqld', pid: 2_000, anon: 2_300, uid: 27 },
  ],
};
const forkFails: Host = {
  era: '3.10',
  ram: 1_990,
  maxOrder: 1,
  nodeFree: [90],
  parts: { shmem: 20, file: 500, slabKept: 90, slabFreeable: 120, pageTables: 20, stacks: 12 },
  swap: [1_000, 940],
  tasks: [
    ...daemonsOf(40, 4),
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
    { comm: 'httpd', pid: 3_000, anon: 60, uid: 48 },
  ],
};
const slow: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(150),
    { comm: 'beam.smp', pid: 4_000, anon: 'rest', uid: 1001 },
    { comm: 'postgres', pid: 2_000, anon: 9_000, uid: 26 },
  ],
};
const bgsave: Host = {
  era: '5.15',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(80),
    { comm: 'redis-server', pid: 2_000, anon: 17_400, uid: 111 },
    { comm: 'redis-server', pid: 88_000, anon: 'rest', uid: 111 },
  ],
};
const pool: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(120),
    ...Array.from(
      { length: 32 },
      (_, index): Task => ({ comm: 'celery', pid: 9_000 + index, anon: 'rest', uid: 1001 }),
    ),
    { comm: 'rabbitmq', pid: 2_000, anon: 900, uid: 112 },
  ],
};
const backends: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { ...usual, shmem: 9_000, pageTables: 1_600, mapped: 8_900 },
  tasks: [
    ...daemonsOf(120),
    ...Array.from(
      { length: 480 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 9_000 + index * 2,
        anon: 105,
        shmem: 1_200 + ((index * 31) % 3_000),
        uid: 26,
        pageTables: 3,
      }),
    ),
    { comm: 'pgbouncer', pid: 2_000, anon: 'rest', uid: 26 },
  ],
};
const perCpu: Host = {
  era: '5.15',
  ram: 64_000,
  parts: { ...usual, slabKept: 5_500, hidden: 27_000 },
  tasks: [
    ...daemonsOf(150),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
    { comm: 'kubelet', pid: 1_900, anon: 210 },
  ],
};
const sockets: Host = {
  era: '5.15',
  ram: 32_000,
  parts: { ...usual, slabKept: 3_100, hidden: 14_000 },
  tasks: [
    ...daemonsOf(100),
    { comm: 'haproxy', pid: 3_000, anon: 'rest', uid: 99 },
    { comm: 'redis-server', pid: 2_000, anon: 6_000, uid: 111 },
  ],
};
const cpuset: Host = {
  era: '5.15',
  ram: 128_000,
  nodes: [64_000, 64_000],
  nodeFree: [40, 47_000],
  nodeShares: [0.8, 0.2],
  parts: { ...usual, file: 2_000 },
  tasks: [
    ...daemonsOf(200),
    { comm: 'redis-server', pid: 4_000, anon: 52_000, uid: 111 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
  ],
};
const heaps: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(100),
    ...[0, 1, 2, 3, 4].map(
      (index): Task => ({
        comm: ['orders', 'billing', 'search', 'gateway', 'reports'][index] as string,
        pid: 5_000 + index,
        anon: 'rest',
        uid: 1001,
      }),
    ),
  ],
};
const ballooned: Host = {
  era: '5.15',
  ram: 11_900,
  parts: usual,
  tasks: [
    ...daemonsOf(80),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
    { comm: 'mysqld', pid: 2_000, anon: 3_600, uid: 27 },
  ],
};
const zram: Host = {
  era: '6.8',
  ram: 7_800,
  parts: { ...usual, shmem: 200, hidden: 2_100 },
  swap: [7_800, 30],
  tasks: [
    ...daemonsOf(120, 3),
    { comm: 'electron', pid: 3_000, anon: 'rest', swap: 6_100, uid: 1000 },
    { comm: 'gnome-shell', pid: 2_500, anon: 180, swap: 420, uid: 1000 },
  ],
};
const leakLooks = (host: Host, comm: string, pid: number, seconds: number, step: number, start: number, noise = 0) =>
  looks(seconds, step, (share, before) => {
    const own = start + (anonOf(host, comm) - start) * share + noise * Math.sin(before / 13_751);
    return {
      host: lookOf(host, anonOf(host, comm) - own),
      processes: [
        { pid, comm, rss: own },
        ...host.tasks
          .filter((task) => task.pid !== pid && typeof task.anon === 'number' && task.anon > 1_000)
          .map((task) => ({ pid: task.pid, comm: task.comm, rss: task.anon as number })),
      ],
    };
  });

export const lookalikeScenes: readonly Scene[] = [
  {
    id: 'numa-leak-by-numastat',
    truth: { cause: 'process-leak', who: 'redis-server', victimIsCulprit: true },
    files: {
      'kern.log': log(
        hostKill(cpuset, {
          asking: { comm: 'redis-server', pid: 4_000 },
          victim: 4_000,
          constraint: 'CPUSET',
          cpuset: '/machine/redis',
          mems: '0',
        }),
      ),
      'numastat.txt': numastatLoop(
        looks(10_800, 60, () => ({})).map(({ at }, index, all) => {
          const share = index / all.length;
          const grown = 44_000 * (1 - share);
          const free = 40 + grown * 0.4;
          const near: HostLook = {
            total: 64_000,
            free,
            file: 1_600 + grown * 0.6,
            anon: 60_100 - grown,
            slabKept: 190,
            slabFreeable: 95,
            pageTables: 80,
            stacks: 28,
            shmem: 88,
          };
          return {
            at,
            nodes: [
              near,
              {
                total: 64_000,
                free: 47_000,
                file: 400,
                anon: 15_000,
                slabKept: 190,
                slabFreeable: 95,
                pageTables: 20,
                stacks: 8,
                shmem: 22,
              },
            ],
          };
        }),
      ),
      ...samples({
        looks: looks(10_800, 60, (share) => ({
          processes: [
            { pid: 4_000, comm: 'redis-server', rss: 8_000 + 44_000 * share },
            { pid: 5_000, comm: 'java', rss: anonOf(cpuset, 'java') },
          ],
        })),
        total: 128_000,
      }),
    },
  },
  {
    id: 'best-effort-dies-for-java',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: false },
    files: {
      'kern.log': log(hostKill(bestEffort, { asking: { comm: 'java', pid: 50_000 }, victim: 51_000 })),
      ...samples({ looks: leakLooks(bestEffort, 'java', 50_000, 14_400, 60, 6_000), total: 32_000 }),
    },
  },
  {
    id: 'guarded-agent-kills-in-a-row',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'snmpagentd', victimIsCulprit: false },
    files: {
      'kern.log':
        log(hostKill(guarded, { asking: { comm: 'httpd', pid: 3_010 }, victim: 2_000 })) +
        log(
          hostKill(
            { ...guarded, tasks: guarded.tasks.filter(({ pid }) => pid !== 2_000) },
            { asking: { comm: 'httpd', pid: 3_010 }, victim: 3_000 },
          ),
          'iso',
          40,
        ) +
        log(
          hostKill(
            { ...guarded, tasks: guarded.tasks.filter(({ pid }) => pid !== 2_000 && pid !== 3_000) },
            { asking: { comm: 'httpd', pid: 3_010 }, victim: 3_022 },
          ),
          'iso',
          55,
        ),
    },
  },
  {
    id: 'order-2-on-a-small-guest',
    truth: { cause: 'fragmentation', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(
        hostKill(forkFails, { asking: { comm: 'httpd', pid: 3_000, order: 2, flags: 'GFP_KERNEL' }, victim: 2_000 }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'slow-leak-of-two-weeks',
    truth: { cause: 'process-leak', who: 'beam.smp', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(slow, { asking: { comm: 'postgres', pid: 2_000 }, victim: 4_000 })),
      ...samples({
        looks: leakLooks(slow, 'beam.smp', 4_000, 1_209_600, 3_600, 8_000, 1_200).map(
          ({ processes: _, ...one }) => one,
        ),
        total: 64_000,
      }),
    },
  },
  {
    id: 'redis-bgsave',
    truth: { cause: 'process-spike', who: 'redis-server' },
    files: {
      'kern.log': log(hostKill(bgsave, { asking: { comm: 'redis-server', pid: 2_000 }, victim: 2_000 })),
      ...samples({
        looks: looks(21_600, 60, (_, before) => {
          const child = before <= 120 ? anonOf(bgsave, 'redis-server') - 17_400 : 0;
          const own = before <= 60 ? child : child * 0.4;
          return {
            host: lookOf(bgsave, anonOf(bgsave, 'redis-server') - 17_400 - own),
            processes: [
              { pid: 2_000, comm: 'redis-server', rss: 17_400 },
              ...(child > 0 ? [{ pid: 88_000, comm: 'redis-server', rss: own }] : []),
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'pool-of-32-leaks',
    truth: { cause: 'process-leak', or: ['process-swarm'], who: 'celery', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(pool, { asking: { comm: 'celery', pid: 9_004 }, victim: 9_010 })),
      ...samples({
        looks: looks(28_800, 120, (share) => {
          const own = 150 + (anonOf(pool, 'celery') / 32 - 150) * share;
          return {
            host: lookOf(pool, anonOf(pool, 'celery') - own * 32),
            processes: Array.from({ length: 32 }, (_, index) => ({ pid: 9_000 + index, comm: 'celery', rss: own })),
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'backends-multiply',
    truth: { cause: 'process-swarm', who: 'postgres' },
    files: {
      'kern.log': log(hostKill(backends, { asking: { comm: 'postgres', pid: 9_200 }, victim: 9_100 })),
      ...samples({
        looks: looks(3_600, 60, (share) => {
          const count = Math.round(120 + 360 * share);
          return {
            host: lookOf(backends, (480 - count) * 105),
            processes: Array.from({ length: count }, (_, index) => ({
              pid: 9_000 + index * 2,
              comm: 'postgres',
              rss: 105 + 1_200 + ((index * 31) % 3_000),
            })),
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'percpu-of-dying-cgroups',
    truth: { cause: 'kernel-unaccounted', or: ['kernel-slab-growth', 'undetermined'], who: null },
    files: {
      'kern.log': log(hostKill(perCpu, { asking: { comm: 'kubelet', pid: 1_900 }, victim: 5_000 })),
      ...samples({
        looks: looks(86_400, 600, (share) => ({
          host: lookOf(perCpu, 0, {
            percpu: 400 + 25_500 * share,
            slabKept: 1_200 + 4_300 * share,
            file: 15_000 * (1 - share) + 60,
            free: 14_800 * (1 - share) + 60,
          }),
          processes: [{ pid: 5_000, comm: 'java', rss: anonOf(perCpu, 'java') }],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'socket-buffers',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined'], who: null },
    files: {
      'kern.log': log([
        'TCP: out of memory -- consider tuning tcp_mem',
        ...hostKill(sockets, { asking: { comm: 'haproxy', pid: 3_000 }, victim: 2_000 }),
      ]),
    },
  },
  {
    id: 'cpuset-redis',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'redis-server', victimIsCulprit: true },
    files: {
      'kern.log': log(
        hostKill(cpuset, {
          asking: { comm: 'redis-server', pid: 4_000 },
          victim: 4_000,
          constraint: 'CPUSET',
          cpuset: '/machine/redis',
          mems: '0',
        }),
      ),
    },
  },
  {
    id: 'five-heaps-warm-up',
    truth: { cause: 'undersized', who: null },
    files: {
      'kern.log': log(hostKill(heaps, { asking: { comm: 'orders', pid: 5_000 }, victim: 5_003 })),
      ...samples({
        looks: looks(7_200, 60, (share) => {
          const all = anonOf(heaps, 'orders');
          const own = all * (0.25 + (0.75 * (1 - Math.exp(-4 * share))) / (1 - Math.exp(-4)));
          return {
            host: lookOf(heaps, (all - own) * 5),
            processes: ['orders', 'billing', 'search', 'gateway', 'reports'].map((comm, index) => ({
              pid: 5_000 + index,
              comm,
              rss: own,
            })),
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'balloon-takes-the-total',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'undersized'] },
    files: {
      'kern.log': log(hostKill(ballooned, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(3_600, 60, (share) => ({
          host: lookOf(ballooned, 0, { total: 31_900 - 20_000 * share, free: 20_060 - 20_000 * share, file: 60 }),
          processes: [
            { pid: 5_000, comm: 'java', rss: anonOf(ballooned, 'java') },
            { pid: 2_000, comm: 'mysqld', rss: 3_600 },
          ],
        })),
        total: 31_900,
      }),
    },
  },
  {
    id: 'zram-electron',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'electron', victimIsCulprit: true },
    files: {
      'journal.log': log(hostKill(zram, { asking: { comm: 'gnome-shell', pid: 2_500 }, victim: 3_000 }), 'journal'),
    },
  },
  {
    id: 'oomd-swap-used',
    truth: { cause: 'process-leak', or: ['undetermined'] },
    files: {
      'syslog.log': said(
        'systemd-oomd[640]',
        'Killed /user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gimp-1.scope due to memory used (16442146816) / total (16601923584) and swap used (8160018432) / total (8589930496) being more than 90.00%',
      ),
    },
  },
  {
    id: 'earlyoom-with-leak',
    truth: { cause: 'process-leak', who: 'java' },
    files: {
      'syslog.log':
        said('earlyoom[702]', 'mem avail:   611 of 15900 MiB ( 3.84%), swap free:    0 of    0 MiB ( 0.00%)') +
        said('earlyoom[702]', 'low memory! at or below SIGTERM limits: mem 4.00%, swap 10.00%', 1) +
        said('earlyoom[702]', 'sending SIGTERM to process 5000 uid 1001 "java": badness 812, VmRSS 11002 MiB', 1),
      ...samples({
        looks: looks(10_800, 60, (share) => ({
          host: {
            total: 15_900,
            anon: 3_000 + 11_000 * share,
            free: 300 + 5_000 * (1 - share),
            file: 300 + 6_000 * (1 - share),
            slabKept: 200,
            slabFreeable: 100,
            shmem: 60,
          },
          processes: [
            { pid: 5_000, comm: 'java', rss: 300 + 11_000 * share },
            { pid: 2_000, comm: 'mysqld', rss: 1_900 },
          ],
        })),
        total: 15_900,
      }),
    },
  },
  {
    id: 'docker-memsw-3.10',
    truth: { cause: 'process-leak', or: ['undetermined', 'limit-too-small'], who: 'python', victimIsCulprit: true },
    files: {
      'messages.log': log(
        groupKill({
          era: '3.10',
          path: '/docker/11',
          limit: 2048,
          swap: [2_048, 2_048],
          tasks: [
            { comm: 'python', pid: 8_000, anon: 'rest', swap: 2_000 },
            { comm: 'sh', pid: 7_999, anon: 0.5 },
          ],
          victim: 8_000,
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'pytorch-loaders-shm',
    truth: { cause: 'shared-memory-growth', or: ['tmpfs-growth'] },
    files: {
      'kern.log': log(
        groupKill({
          era: '6.8',
          path: '/kubepods/burstable/podtorch',
          limit: 16_384,
          shmem: 9_800,
          mapped: 8_000,
          tasks: [
            { comm: 'python3', pid: 8_000, anon: 'rest', shmem: 5_600, adj: 800 },
            ...many('pt_data_worker', 8, 260, 8_010, { shmem: 1_000, adj: 800 }),
          ],
          victim: 8_000,
        }),
      ),
    },
  },
  {
    id: 'io-stall-with-little-memory',
    truth: { cause: 'io-stall' },
    files: {
      'kern.log': log([
        'sd 2:0:0:0: [sdc] tag#12 FAILED Result: hostbyte=DID_TIME_OUT driverbyte=DRIVER_OK',
        'blk_update_request: I/O error, dev sdc, sector 88211 op 0x0:(READ)',
        ...hungTasks('5.15', [
          {
            comm: 'jbd2/sdc1-8',
            pid: 400,
            trace: [
              'io_schedule+0x46/0x70',
              'bit_wait_io+0x11/0x70',
              '__wait_on_bit+0x31/0xa0',
              '__wait_on_buffer+0x34/0x40',
              'jbd2_journal_commit_transaction+0x1c8c/0x1f00',
            ],
          },
          {
            comm: 'rsync',
            pid: 5_000,
            trace: [
              'io_schedule+0x46/0x70',
              'folio_wait_bit_common+0x13d/0x350',
              'filemap_get_pages+0x2d1/0x6d0',
              'filemap_read+0xe3/0x3f0',
            ],
          },
        ]),
      ]),
      ...samples({
        looks: looks(3_600, 60, () => ({
          host: { total: 64_000, free: 600, file: 9_000, anon: 52_000, slabKept: 600, slabFreeable: 500, shmem: 100 },
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'nfs-within-reclaim',
    truth: { cause: 'remote-filesystem', or: ['memory-stall', 'undetermined'] },
    files: {
      'kern.log': log([
        'nfs: server filer02 not responding, still trying',
        ...hungTasks('5.15', [
          {
            comm: 'java',
            pid: 5_000,
            trace: [
              'rpc_wait_bit_killable+0x1e/0xb0 [sunrpc]',
              '__wait_on_bit+0x31/0xa0',
              'nfs_wb_page+0xf6/0x1b0 [nfs]',
              'nfs_release_page+0x4b/0xa0 [nfs]',
              'shrink_page_list+0x9a2/0xd50',
              'shrink_inactive_list+0x17a/0x470',
              'try_to_free_pages+0xe4/0x1b0',
              '__alloc_pages_slowpath.constprop.0+0x3f1/0xd70',
            ],
          },
          {
            comm: 'df',
            pid: 6_000,
            trace: [
              'rpc_wait_bit_killable+0x1e/0xb0 [sunrpc]',
              '__rpc_execute+0x11f/0x440 [sunrpc]',
              'nfs4_proc_statfs+0x72/0xf0 [nfsv4]',
            ],
          },
        ]),
      ]),
    },
  },
  {
    id: 'deadlock-three',
    truth: { cause: 'deadlock' },
    files: {
      'kern.log': log(
        hungTasks(
          '6.8',
          [
            ['fsync-a', 5_000, 'fsync-b', 5_001],
            ['fsync-b', 5_001, 'fsync-c', 5_002],
            ['fsync-c', 5_002, 'fsync-a', 5_000],
          ].map(([comm, pid, other, otherPid]) => ({
            comm: comm as string,
            pid: pid as number,
            trace: [
              'schedule_preempt_disabled+0xe/0x20',
              'rwsem_down_write_slowpath+0x2b3/0x560',
              'down_write+0x47/0x60',
              'vfs_rename+0x1a2/0x9c0',
            ],
            extra: [
              `INFO: task ${comm}:${pid} <writer> blocked on an rw-semaphore likely owned by task ${other}:${otherPid} <writer>`,
            ],
          })),
        ),
      ),
    },
  },
  {
    id: 'deadlock-in-a-module',
    truth: { cause: 'deadlock' },
    files: {
      'kern.log': log(
        hungTasks('5.15', [
          {
            comm: 'gpfs_flush',
            pid: 900,
            trace: [
              'schedule_preempt_disabled+0xe/0x20',
              '__mutex_lock.constprop.0+0x2d5/0x480',
              'mutex_lock+0x38/0x50',
              'bigfs_inode_flush+0x88/0x1f0 [bigfs]',
            ],
          },
          {
            comm: 'gpfs_token',
            pid: 910,
            trace: [
              'schedule_preempt_disabled+0xe/0x20',
              '__mutex_lock.constprop.0+0x2d5/0x480',
              'mutex_lock+0x38/0x50',
              'bigfs_token_revoke+0x31/0xf0 [bigfs]',
            ],
          },
        ]),
      ),
    },
  },
  {
    id: 'cma-video',
    truth: { cause: 'zone-exhausted', or: ['fragmentation', 'undetermined'], who: null },
    files: { 'kern.log': log(['cma: cma_alloc: linux,cma: alloc failed, req-size: 4096 pages, ret: -12']) },
  },
  {
    id: 'alloc-order-3-tmpfs-full-of-room',
    truth: { cause: 'fragmentation', who: null },
    files: {
      'kern.log': log(
        allocationFailure(
          { ...slow, parts: { ...usual, file: 9_000, slabFreeable: 3_000 }, nodeFree: [1_400], maxOrder: 2 },
          {
            comm: 'napi/eth0-12',
            pid: 801,
            order: 3,
            mask: '0x42820',
            flags: 'GFP_ATOMIC|__GFP_NOWARN|__GFP_COMP',
            trace: ['skb_page_frag_refill+0x7c/0x110'],
          },
        ),
      ),
    },
  },
  {
    id: 'swap-thrash-then-kill',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true },
    files: (() => {
      const host: Host = {
        era: '5.15',
        ram: 7_900,
        parts: { ...usual, slabKept: 200 },
        swap: [4_096, 2],
        tasks: [
          ...daemonsOf(90),
          { comm: 'node', pid: 5_000, anon: 'rest', swap: 3_500, uid: 1000 },
          { comm: 'mysqld', pid: 2_000, anon: 900, swap: 420, uid: 27 },
        ],
      };
      const top = anonOf(host, 'node');
      return {
        'kern.log': log(hostKill(host, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 5_000 })),
        ...samples({
          looks: looks(7_200, 30, (share) => {
            const own = 800 + (top + 3_500 - 800) * share;
            const inSwap = Math.max(0, own - top);
            return {
              host: lookOf(host, top - Math.min(top, own), { swap: [4_096, Math.max(2, 4_094 - inSwap * 1.17)] }),
              processes: [
                { pid: 5_000, comm: 'node', rss: Math.min(top, own) },
                { pid: 2_000, comm: 'mysqld', rss: 1_300 - Math.min(400, inSwap * 0.1) },
              ],
            };
          }),
          total: 7_900,
        }),
      };
    })(),
  },
];
