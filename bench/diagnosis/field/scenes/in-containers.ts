import { type Group, groupKill, type Host, hostKill, hungTasks, memInfo, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { charged, in617 } from '../other-kernels.ts';
import type { GroupLook } from '../sampler-text.ts';
import { asSampled, daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Incidents within limits of groups: nested pods, sidecars, kernel memory that is charged, throttling. */

const pod = (id: string): string => `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${id}.slice`;
const container = (id: string, name: string): string => `${pod(id)}/cri-containerd-${name}.scope`;

const offHeap: Group = {
  era: '6.8',
  path: container('7c11', 'aa01'),
  limit: 3_072,
  file: 12,
  tasks: [{ comm: 'java', pid: 81_000, anon: 'rest', adj: 996 }],
  victim: 81_000,
};
const sidecar: Group = {
  era: '5.15',
  path: pod('91ab'),
  taskPath: container('91ab', 'app1'),
  limit: 4_096,
  file: 20,
  tasks: [
    { comm: 'pause', pid: 30_000, anon: 0.1, adj: -998 },
    { comm: 'gunicorn', pid: 30_100, anon: 2_180, adj: 992 },
    { comm: 'fluent-bit', pid: 30_200, anon: 'rest', adj: 992 },
  ],
  victim: 30_100,
};
const dns: Group = {
  era: '5.4',
  path: '/kubepods/burstable/pod1f/2c9e',
  limit: 200,
  slabKept: 41,
  slabFreeable: 112,
  file: 0.4,
  tasks: [{ comm: 'node-cache', pid: 4_100, anon: 'rest', adj: -997 }],
  victim: 4_100,
};
const sockets: Group = {
  era: '6.8',
  path: container('50cc', 'ba7a'),
  limit: 2_048,
  tasks: [{ comm: 'envoy', pid: 5_100, anon: 420, adj: 968 }],
  victim: 5_100,
};
const loader: Group = {
  era: '6.8',
  path: '/system.slice/bpf-agent.service',
  limit: 1_024,
  tasks: [{ comm: 'bpf-agent', pid: 5_200, anon: 96 }],
  victim: 5_200,
};
const maps: Group = {
  era: '6.8',
  path: container('e1e1', 'c111'),
  limit: 2_048,
  tasks: [{ comm: 'cilium-agent', pid: 5_300, anon: 310, adj: -997 }],
  victim: 5_300,
};
const swapping: Group = {
  era: '6.8',
  path: '/system.slice/nightly.service',
  limit: 1_024,
  swap: [512, 512],
  file: 1,
  tasks: [
    { comm: 'python3', pid: 6_100, anon: 'rest', swap: 500, uid: 990 },
    { comm: 'bash', pid: 6_099, anon: 0.6, uid: 990 },
  ],
  victim: 6_100,
};
const first = (comm: string, limit: number, era: Group['era'] = '5.15'): Group => ({
  era,
  path: container('0001', 'f00d'),
  limit,
  tasks: [{ comm, pid: 70_001, anon: 'rest', adj: 999 }],
  victim: 70_001,
});
const threads: Group = {
  era: '6.8',
  path: container('dead', '7443'),
  limit: 1_024,
  stacks: 590,
  slabKept: 170,
  slabFreeable: 4,
  pageTables: 44,
  tasks: [{ comm: 'java', pid: 7_100, anon: 'rest', adj: 984 }],
  victim: 7_100,
};
const tables: Group = {
  era: '6.8',
  path: '/docker/9fd2',
  limit: 4_096,
  shmem: 780,
  mapped: 770,
  pageTables: 2_350,
  tasks: [
    ...Array.from(
      { length: 310 },
      (_, index): Task => ({
        comm: 'postgres',
        pid: 8_000 + index * 2,
        anon: 2.1,
        shmem: 700,
        pageTables: 7.5,
        uid: 70,
      }),
    ),
    { comm: 'postgres', pid: 7_990, anon: 'rest', shmem: 780, pageTables: 7, uid: 70 },
  ],
  victim: 8_100,
};
const medium: Group = {
  era: '5.15',
  path: container('e3d1', 'cafe'),
  limit: 2_048,
  shmem: 610,
  mapped: 4,
  file: 8,
  tasks: [
    { comm: 'node', pid: 9_100, anon: 'rest', adj: 950 },
    { comm: 'sh', pid: 9_099, anon: 0.4, adj: 950 },
  ],
  victim: 9_100,
};
const goSpike: Group = {
  era: '5.15',
  path: container('90aa', '60aa'),
  limit: 4_096,
  file: 16,
  tasks: [{ comm: 'thanos', pid: 9_300, anon: 'rest', adj: 870 }],
  victim: 9_300,
};
const backends: Group = {
  era: '6.8',
  path: '/system.slice/docker-5d0e.scope',
  limit: 8_192,
  shmem: 1_050,
  mapped: 1_040,
  groupKill: true,
  tasks: [
    ...many('postgres', 44, 26, 21_000, { uid: 70, shmem: 700 }),
    { comm: 'postgres', pid: 22_000, anon: 'rest', shmem: 900, uid: 70 },
    { comm: 'postgres', pid: 20_900, anon: 60, shmem: 1_000, uid: 70 },
  ],
  victim: 22_000,
  alsoKilled: [20_900, 21_000, 21_003],
};
const nested: Group = {
  era: '5.15',
  path: '/kubepods.slice',
  taskPath: container('b003', '0003'),
  limit: 60_000,
  file: 120,
  slabKept: 700,
  tasks: [
    ...many('java', 9, 4_700, 11_000, { adj: 820 }),
    ...many('mysqld', 4, 3_300, 14_000, { adj: 900 }),
    { comm: 'trino', pid: 15_000, anon: 'rest', adj: 940 },
    ...many('pause', 14, 0.1, 10_000, { adj: -998 }),
  ],
  victim: 15_000,
};
const locked: Group = {
  era: '6.8',
  path: '/system.slice/vault.service',
  limit: 4_096,
  tasks: [{ comm: 'vault', pid: 3_100, anon: 'rest', uid: 990 }],
  victim: 3_100,
};
const initWrites: Group = {
  era: '6.8',
  path: container('0dd0', 'd00d'),
  limit: 32,
  file: 23,
  dirty: 21,
  slabKept: 1.2,
  slabFreeable: 2.6,
  tasks: [
    { comm: 'cp', pid: 12_002, anon: 0.4, adj: 936 },
    { comm: 'python', pid: 12_001, anon: 'rest', adj: 936 },
  ],
  victim: 12_001,
};
const kmem: Host = {
  era: '5.4',
  ram: 32_000,
  nodeFree: [9_800],
  parts: { ...usual, file: 7_400, slabFreeable: 2_200, slabKept: 780 },
  tasks: [
    ...daemonsOf(170, 6),
    { comm: 'python3', pid: 80_100, anon: 18, uid: 1_000 },
    { comm: 'postgres', pid: 2_000, anon: 'rest', uid: 26 },
  ],
};
const throttled: Host = {
  era: '6.8',
  ram: 64_000,
  nodeFree: [21_000],
  parts: { ...usual, file: 20_000 },
  tasks: [...daemonsOf(120), { comm: 'spark', pid: 9_000, anon: 'rest', uid: 1_001 }],
};
const bestEffort: Host = {
  era: '5.15',
  ram: 31_500,
  parts: { ...usual, slabKept: 1_500, file: 60 },
  tasks: [
    ...daemonsOf(110, 6),
    { comm: 'kubelet', pid: 1_900, anon: 190, adj: -999 },
    ...many('java', 6, 3_400, 20_000, { adj: 870, uid: 1_000 }),
    { comm: 'prometheus', pid: 26_000, anon: 'rest', adj: 1_000, uid: 65_534 },
  ],
};
const groupLooks = (
  path: string,
  max: number,
  seconds: number,
  step: number,
  at: (share: number, before: number) => Omit<GroupLook, 'path' | 'max'>,
  others: (share: number, before: number) => readonly GroupLook[] = () => [],
): Record<string, string> =>
  samples({
    looks: looks(seconds, step, (share, before) => ({
      groups: [{ path, max, ...at(share, before) }, ...others(share, before)],
    })),
    total: 64_000,
  });

export const containerScenes: readonly Scene[] = [
  {
    id: 'jvm-native-memory-over-a-day',
    story:
      'Heap is fixed at 1.5 GB; direct buffers leak the rest of 3 GB in 20 hours. The group is sampled, not the process.',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'kern.log': log(groupKill(offHeap)),
      ...groupLooks(offHeap.path, 3_072, 72_000, 300, (share) => {
        const anon = 1_720 + 1_310 * share + 14 * Math.sin(share * 400);
        return { current: Math.min(3_070, anon + 30), anon, file: 14 };
      }),
    },
  },
  {
    id: 'sidecar-leaks-app-dies',
    story:
      'The limit is the pod’s. fluent-bit leaks from 60 MB to 1.8 GB, gunicorn stands at 2.2 GB and is larger, so it dies.',
    truth: { cause: 'process-leak', who: 'fluent-bit', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(sidecar)),
      ...samples({
        looks: looks(21_600, 60, (share) => {
          const own = 60 + 1_790 * share;
          return {
            groups: [
              { path: sidecar.path, current: 2_230 + own, max: 4_096, anon: 2_190 + own, file: 20 },
              { path: container('91ab', 'app1'), current: 2_200, max: 4_096, anon: 2_180, file: 10 },
              { path: container('91ab', 'fb01'), current: own + 8, max: 4_096, anon: own, file: 6 },
            ],
            processes: [
              { pid: 30_100, comm: 'gunicorn', rss: 2_182 },
              { pid: 30_200, comm: 'fluent-bit', rss: own + 2 },
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'sidecar-leaks-app-dies-log-alone',
    story: 'The same without samples: two processes of one size each; who grew cannot be read.',
    truth: { cause: 'process-leak', or: ['undetermined', 'undersized', 'limit-too-small'], knowable: 'no' },
    files: { 'kern.log': log(groupKill(sidecar)) },
  },
  {
    id: 'node-local-dns-inodes',
    story: 'XFS inodes and dentries charged to a DNS cache with 200 MB: the process has 40 MB, slab has 153.',
    truth: { cause: 'kernel-slab-growth', who: null, knowable: 'likely' },
    files: { 'dmesg.log': log(groupKill(dns), 'dmesg-t') },
  },
  {
    id: 'socket-buffers-of-a-proxy',
    story: 'Slow readers: 1.5 GB of socket buffers charged to a proxy with 420 MB of its own.',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'kernel-slab-growth'] },
    files: { 'kern.log': log(charged(groupKill(sockets), { sock: 1_580 })) },
  },
  {
    id: 'bpf-programs-in-vmalloc',
    story: 'An agent loads programs and never unloads them: 880 MB of vmalloc in a group of 1 GB.',
    truth: { cause: 'vmalloc-growth', knowable: 'likely' },
    files: { 'kern.log': log(charged(groupKill(loader), { vmalloc: 880 })) },
  },
  {
    id: 'bpf-maps-in-percpu',
    story: 'Per-CPU maps on 256 CPUs: 1.6 GB of percpu in 2 GB.',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'kernel-slab-growth'] },
    files: { 'kern.log': log(charged(groupKill(maps), { percpu: 1_640 })) },
  },
  {
    id: 'service-with-its-swap-full',
    story: 'MemoryMax=1G, MemorySwapMax=512M, both full, one process. Leak, spike, too small: one report.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike', 'limit-too-small'],
      who: 'python3',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: { 'kern.log': log(groupKill(swapping)) },
  },
  {
    id: 'one-pod-killed-once',
    story: 'One kill, one process, no samples, no history.',
    truth: {
      cause: 'limit-too-small',
      or: ['undetermined', 'process-leak', 'process-spike'],
      who: 'ruby',
      knowable: 'no',
    },
    files: { 'kern.log': log(groupKill(first('ruby', 256))) },
  },
  {
    id: 'backoff-loop-same-size-every-life',
    story:
      'Six kills; the lives are as long, the pauses double (back-off of the kubelet). Working set above the limit from the start, or a fast leak: both loop.',
    truth: { cause: 'limit-too-small', or: ['undetermined', 'process-leak'], who: 'java', victimIsCulprit: true },
    files: {
      'kern.log': [0, 40, 90, 160, 270, 460]
        .map((later, index) => {
          const group = first('java', 768);
          const pid = 70_001 + index * 900;
          return log(
            groupKill({
              ...group,
              path: container('0001', `f00${index}`),
              tasks: [{ comm: 'java', pid, anon: 'rest', adj: 999 }],
              victim: pid,
            }),
            'iso',
            later,
          );
        })
        .join(''),
    },
  },
  {
    id: 'stacks-of-38000-threads',
    story: 'A thread for every connection: 590 MB of kernel stacks in 1 GB.',
    truth: { cause: 'kernel-stack-growth', who: 'java', knowable: 'likely' },
    files: { 'kern.log': log(groupKill(threads)) },
  },
  {
    id: 'page-tables-of-310-backends',
    story: '310 backends map 780 MB of shared buffers with 4 KiB pages: 2.3 GB of page tables in 4 GB.',
    truth: { cause: 'page-table-growth', who: 'postgres', knowable: 'likely' },
    files: { 'kern.log': log(groupKill(tables)) },
  },
  {
    id: 'memory-medium-stands-app-grows',
    story: 'An emptyDir in memory holds 610 MB since the start; node leaks beside it.',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(medium)),
      ...groupLooks(medium.path, 2_048, 28_800, 60, (share) => {
        const anon = 240 + 1_160 * share;
        return { current: anon + 640, anon, file: 10, shmem: 610 };
      }),
    },
  },
  {
    id: 'store-gateway-spike-in-15-seconds',
    story: '900 MB for hours, then a query over a year of blocks: 3 GB within 15 seconds.',
    truth: { cause: 'process-spike', who: 'thanos', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(goSpike)),
      ...groupLooks(goSpike.path, 4_096, 10_800, 15, (_, before) => {
        const anon = before > 30 ? 880 + 40 * Math.sin(before / 37) : before > 15 ? 1_900 : 3_900;
        return { current: anon + 40, anon, file: 20 };
      }),
    },
  },
  {
    id: 'one-backend-sorts-group-kill',
    story:
      'One backend takes 5.4 of 8 GB in half a minute (work_mem times nodes of a plan); memory.oom.group kills all.',
    truth: { cause: 'process-spike', who: 'postgres', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(backends)),
      ...samples({
        looks: looks(7_200, 10, (_, before) => {
          const own = before > 40 ? 24 : 5_000 * (1 - before / 45);
          return {
            groups: [{ path: backends.path, current: 2_450 + own, max: 8_192, anon: 1_250 + own, shmem: 1_050 }],
            processes: [
              { pid: 22_000, comm: 'postgres', rss: own + 900 },
              { pid: 20_900, comm: 'postgres', rss: 1_060 },
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'node-allocatable-is-full',
    story:
      'The limit is that of all pods together (/kubepods.slice); fourteen pods stand below their own limits and do not grow.',
    truth: { cause: 'undersized', or: ['limit-too-small', 'undetermined'], knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(nested)),
      ...samples({
        looks: looks(14_400, 60, (share) => {
          const all = 57_600 + 2_000 * share;
          return {
            groups: [
              { path: '/kubepods.slice', current: all + 400, max: 60_000, anon: all - 800, file: 300, slab: 700 },
            ],
            processes: [
              ...many('java', 9, 4_700, 11_000).map(({ pid, comm, anon }) => ({
                pid,
                comm,
                rss: (anon as number) * (0.97 + 0.03 * share),
              })),
              { pid: 15_000, comm: 'trino', rss: 4_700 + 200 * share },
              ...many('mysqld', 4, 3_300, 14_000).map(({ pid, comm, anon }) => ({
                pid,
                comm,
                rss: (anon as number) * (0.96 + 0.04 * share),
              })),
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'secrets-locked-in-a-service',
    story:
      'A service that locks what it allocates: 3.9 of 4 GB unevictable. That it locks is plain, that it grew is not.',
    truth: {
      cause: 'locked-memory',
      or: ['process-leak', 'undetermined', 'limit-too-small'],
      who: 'vault',
      victimIsCulprit: true,
    },
    files: { 'kern.log': log(charged(groupKill(locked), { unevictable: 3_900 })) },
  },
  {
    id: 'init-container-copies-in-32-mb',
    story: 'cp of an agent into a volume within 32 MB: 21 MB of dirty pages wait for a slow disk, processes have 4.',
    truth: { cause: 'page-cache-stuck', or: ['limit-too-small'], victimIsCulprit: false },
    files: {
      'kern.log': log(
        groupKill({ ...initWrites, asking: { comm: 'cp', pid: 12_002, flags: 'GFP_NOFS', mask: '0xc40' } }),
      ),
    },
  },
  {
    id: 'kmem-limit-of-a-container-kills-on-the-host',
    story:
      'A container’s kmem limit (cgroup v1) fails a page fault: pagefault_out_of_memory calls the OOM killer for the host, which has 10 GB free.',
    truth: { cause: 'limit-too-small', or: ['undetermined', 'kernel-slab-growth', 'process-swarm'], knowable: 'no' },
    files: {
      'kern.log': log([
        'SLUB: Unable to allocate memory on node -1, gfp=0xdc0(GFP_KERNEL|__GFP_ZERO)',
        '  cache: signal_cache(632851:3a166877f910), object size: 1056, buffer size: 1088, default order: 3, min order: 0',
        '  node 0: slabs: 31, objs: 930, free: 0',
        ...hostKill(kmem, {
          asking: {
            comm: 'python3',
            pid: 80_100,
            mask: '0x0',
            flags: '',
            trace: [
              'dump_header+0x4f/0x1eb',
              'out_of_memory+0x1cf/0x500',
              'pagefault_out_of_memory+0x64/0x70',
              'mm_fault_error+0x60/0x170',
            ],
          },
          victim: 2_000,
        }),
      ]),
    },
  },
  {
    id: 'throttled-above-memory-high',
    story: 'memory.high throttles a job until its tasks hang for minutes; the host has 21 GB free.',
    truth: { cause: 'cgroup-thrash', or: ['memory-stall'], knowable: 'likely' },
    files: {
      'kern.log': log(
        hungTasks(
          '6.8',
          [9_000, 9_010, 9_020].map((pid) => ({
            comm: 'spark',
            pid,
            seconds: 122,
            trace: [
              'schedule_timeout+0x88/0x160',
              'schedule_timeout_killable+0x25/0x40',
              'mem_cgroup_handle_over_high+0x1f0/0x2c0',
              'exit_to_user_mode_loop+0x89/0x130',
            ],
          })),
        ),
      ),
      ...samples({
        looks: looks(3_600, 60, () => ({
          host: lookOf(throttled, 0),
          groups: [{ path: '/batch.slice', current: 16_420, max: 32_000, anon: 16_200 }],
          processes: [{ pid: 9_000, comm: 'spark', rss: 16_200 }],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'best-effort-prometheus-replays-its-log',
    story:
      'Prometheus without limits replays its write-ahead log after a restart: 2 to 8 GB in three minutes on a node that is 70 % full.',
    truth: { cause: 'process-spike', or: ['process-leak'], who: 'prometheus', victimIsCulprit: true },
    files: {
      'kern.log': log(
        hostKill(bestEffort, {
          asking: { comm: 'java', pid: 20_003 },
          victim: 26_000,
          cgroup: '/kubepods.slice/kubepods-besteffort.slice/p.scope',
        }),
      ),
      ...samples({
        looks: looks(10_800, 30, (_, before) => {
          const top = anonOf(bestEffort, 'prometheus');
          const own = before > 180 ? 0 : top * (1 - before / 190);
          return {
            host: lookOf(bestEffort, top - own),
            processes: [
              ...asSampled(many('java', 6, 3_400, 20_000)),
              ...(own > 0 ? [{ pid: 26_000, comm: 'prometheus', rss: own }] : []),
            ],
          };
        }),
        total: 31_500,
      }),
    },
  },
  {
    id: 'two-containers-of-one-image-6.17',
    story: 'Two replicas die four minutes apart at the same size on 6.17. Load or a limit: nothing more is known.',
    truth: {
      cause: 'limit-too-small',
      or: ['undetermined', 'process-leak', 'undersized'],
      who: 'uvicorn',
      knowable: 'no',
    },
    files: {
      'kern.log': ['aaaa', 'bbbb']
        .map((name, index) =>
          log(
            in617(
              groupKill({
                ...first('uvicorn', 1_536, '6.8'),
                path: container(name, `0${index}`),
                tasks: [{ comm: 'uvicorn', pid: 60_000 + index, anon: 'rest', adj: 900 }],
                victim: 60_000 + index,
              }),
            ),
            'iso',
            index * 240,
          ),
        )
        .join(''),
    },
  },
  {
    id: 'memory-dump-of-a-healthy-node',
    story: 'Someone asked for the state of memory (SysRq m): no kill, nothing failed.',
    truth: { cause: 'none' },
    files: { 'kern.log': log(['sysrq: Show Memory', ...memInfo(throttled)]) },
  },
];
