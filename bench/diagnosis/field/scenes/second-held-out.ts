import { allocationFailure, type Group, groupKill, type Host, hostKill, hungTasks, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { charged, in617 } from '../other-kernels.ts';
import { daemonsOf, eventAt, host as hostName, log, looks, many, type Scene, samples } from '../scene.ts';

/** Written after the misses of the scenes beside had been mended: near to what was mended, and far from it. */

const said = (tag: string, text: string, later = 0): string =>
  `${new Date(eventAt.getTime() + later * 1000).toISOString().slice(0, -1)}000+00:00 ${hostName} ${tag}: ${text}\n`;
const killLine = (lines: readonly string[]): string[] => lines.filter((line) => /Killed process/.test(line));
const daemonLooks = (): { pid: number; comm: string; rss: number }[] =>
  daemonsOf(14).map(({ pid, comm, anon }) => ({ pid, comm, rss: anon as number }));

const nightly: Host = {
  era: '5.15',
  ram: 16_000,
  parts: usual,
  tasks: [
    ...daemonsOf(80, 4),
    { comm: 'postgres', pid: 2_000, anon: 2_400, uid: 26 },
    { comm: 'etl', pid: 40_003, anon: 'rest', uid: 1_009 },
  ],
};
const api: Host = {
  era: '5.4',
  ram: 15_900,
  parts: usual,
  tasks: [
    ...daemonsOf(60, 5),
    { comm: 'mysqld', pid: 2_000, anon: 5_100, uid: 27 },
    { comm: 'puma', pid: 31_400, anon: 'rest', uid: 1_000 },
  ],
};
const pool: Host = {
  era: '6.8',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(60, 5),
    { comm: 'redis-server', pid: 2_000, anon: 3_000, uid: 111 },
    ...Array.from(
      { length: 24 },
      (_, index): Task => ({ comm: 'celery', pid: 70_000 + index, anon: 'rest', uid: 1_000 }),
    ),
  ],
};
const kubelet: Host = {
  era: '5.15',
  ram: 31_700,
  parts: { ...usual, slabKept: 1_100 },
  tasks: [
    ...daemonsOf(90, 5),
    { comm: 'kubelet', pid: 1_900, anon: 'rest', adj: -999 },
    ...many('java', 5, 2_900, 20_000, { adj: 905, uid: 1_000 }),
    ...many('nginx', 12, 30, 24_000, { adj: 990, uid: 101 }),
  ],
};
const creeping: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(100),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
    { comm: 'mysqld', pid: 2_000, anon: 14_000, uid: 27 },
  ],
};
const matlab: Host = {
  era: '6.8',
  ram: 31_800,
  parts: { ...usual, shmem: 500 },
  tasks: [
    ...daemonsOf(90, 4),
    { comm: 'firefox', pid: 4_000, anon: 3_200, adj: 100, uid: 1_000 },
    { comm: 'gnome-shell', pid: 2_500, anon: 600, uid: 1_000 },
    { comm: 'MATLAB', pid: 88_000, anon: 'rest', uid: 1_000 },
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
const huge: Host = {
  era: '5.15',
  ram: 64_000,
  parts: { ...usual, huge: { total: 20_000, free: 19_900 } },
  tasks: [...daemonsOf(100), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
};
const ramfs: Host = {
  era: '5.4',
  ram: 16_000,
  parts: { ...usual, locked: 10_400 },
  tasks: [...daemonsOf(70), { comm: 'varnishd', pid: 3_000, anon: 'rest', uid: 110 }],
};
const dentries: Host = {
  era: '5.4',
  ram: 64_000,
  parts: { ...usual, slabFreeable: 39_000, slabKept: 2_100 },
  tasks: [...daemonsOf(120), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
};
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
const nic: Host = {
  era: '5.15',
  ram: 32_000,
  nodeFree: [410],
  maxOrder: 0,
  parts: { ...usual, file: 12_000, slabFreeable: 2_000 },
  tasks: [...daemonsOf(90), { comm: 'haproxy', pid: 3_000, anon: 'rest', uid: 99 }],
};
const gpu: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { ...usual, hidden: 23_000 },
  tasks: [...daemonsOf(90), { comm: 'blender', pid: 6_000, anon: 'rest', uid: 1_000 }],
};
const two: Host = {
  era: '6.8',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(90, 4),
    { comm: 'chrome', pid: 7_100, anon: 420, adj: 300, uid: 1_000 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_000 },
  ],
};
const kmemV1: Group = {
  era: '3.10',
  path: '/docker/5f0a',
  limit: 1_024,
  slabKept: 820,
  slabFreeable: 60,
  file: 4,
  tasks: [{ comm: 'node', pid: 9_100, anon: 'rest' }],
  victim: 9_100,
};
const perCpu: Group = {
  era: '5.15',
  path: '/system.slice/agent.service',
  limit: 3_072,
  tasks: [{ comm: 'agentd', pid: 4_100, anon: 1_700 }],
  victim: 4_100,
};
const busy: Group = {
  era: '6.8',
  path: '/system.slice/gateway.service',
  limit: 2_048,
  tasks: [{ comm: 'gateway', pid: 4_400, anon: 1_690 }],
  victim: 4_400,
};
const lxc: Group = {
  era: '6.8',
  path: '/lxc/105',
  taskPath: '/lxc/105/ns/system.slice/php8.2-fpm.service',
  limit: 4_096,
  file: 30,
  tasks: [
    ...many('php-fpm8.2', 64, 52, 300_000, { uid: 100_033 }),
    { comm: 'mariadbd', pid: 299_000, anon: 'rest', uid: 100_105 },
    ...daemonsOf(12, 3),
  ],
  victim: 299_000,
};
const session: Group = {
  era: '6.8',
  path: '/user.slice/user-1000.slice',
  taskPath: '/user.slice/user-1000.slice/user@1000.service/app.slice/code.scope',
  limit: 12_288,
  shmem: 700,
  mapped: 500,
  file: 90,
  tasks: [
    { comm: 'code', pid: 9_000, anon: 2_900, adj: 300 },
    { comm: 'firefox', pid: 9_100, anon: 2_600, adj: 100 },
    { comm: 'java', pid: 9_200, anon: 3_100, adj: 200 },
    { comm: 'rust-analyzer', pid: 9_300, anon: 'rest', adj: 300 },
  ],
  victim: 9_300,
};
const podPath = (life: number): string =>
  `/kubepods.slice/kubepods-pod77aa.slice/cri-containerd-${['aa', 'bb', 'cc'][life]}.scope`;

export const secondHeldOutScenes: readonly Scene[] = [
  {
    id: 'nightly-job-outgrows-the-host',
    story: 'The same job every night at 9 GB, tonight 12: a load that comes and goes and has become too large.',
    truth: {
      cause: 'undersized',
      or: ['undetermined', 'process-spike', 'process-leak'],
      who: 'etl',
      victimIsCulprit: true,
    },
    files: {
      'kern.log': log(hostKill(nightly, { asking: { comm: 'etl', pid: 40_003 }, victim: 40_003 })),
      ...samples({
        looks: looks(270_000, 600, (_, before) => {
          const top = anonOf(nightly, 'etl');
          const night = Math.floor((270_000 - before) / 86_400);
          const into = (270_000 - before) % 86_400;
          const last = before < 3_600;
          const own = last
            ? top * (1 - before / 3_600)
            : into > 7_200 && into < 10_800
              ? (9_000 * (into - 7_200)) / 3_600
              : 0;
          return {
            host: lookOf(nightly, top - own),
            processes: [
              ...daemonLooks(),
              { pid: 2_000, comm: 'postgres', rss: 2_400 },
              ...(own > 0 ? [{ pid: last ? 40_003 : 40_000 + night, comm: 'etl', rss: own }] : []),
            ],
          };
        }),
        total: 16_000,
      }),
    },
  },
  {
    id: 'pod-of-three-lives-by-its-group',
    story: 'Three containers of one pod leak one after the other, 40 minutes each; only their groups are sampled.',
    truth: { cause: 'process-leak', who: 'dotnet', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': [0, 1, 2]
        .map((life) =>
          log(
            groupKill({
              era: '6.8',
              path: podPath(life),
              limit: 1_024,
              file: 10,
              tasks: [{ comm: 'dotnet', pid: 60_000 + life * 500, anon: 'rest', adj: 980 }],
              victim: 60_000 + life * 500,
            }),
            'iso',
            (life - 2) * 2_430,
          ),
        )
        .join(''),
      ...samples({
        looks: looks(7_260, 30, (_, before) => {
          const life = before > 4_860 ? 0 : before > 2_430 ? 1 : 2;
          const since = [7_260, 4_860, 2_430][life] as number;
          const share = (since - before) / 2_430;
          return {
            groups: [{ path: podPath(life), current: 90 + 920 * share, max: 1_024, anon: 70 + 920 * share, file: 12 }],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'puma-restarted-at-once-all-day',
    story:
      'puma leaks and is killed every two hours; systemd starts it within seconds. Only the fifteen largest are sampled.',
    truth: { cause: 'process-leak', who: 'puma', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'syslog.log': log(hostKill(api, { asking: { comm: 'puma', pid: 31_400 }, victim: 31_400 }), 'rfc3164'),
      ...samples({
        looks: looks(36_000, 120, (_, before) => {
          const life = Math.floor((36_000 - before) / 7_200);
          const own = 400 + (anonOf(api, 'puma') - 400) * (((36_000 - before) % 7_200) / 7_200);
          return {
            host: lookOf(api, anonOf(api, 'puma') - own),
            processes: [
              { pid: 31_000 + life * 100, comm: 'puma', rss: own },
              { pid: 2_000, comm: 'mysqld', rss: 5_100 },
              ...daemonLooks().slice(0, 13),
            ],
          };
        }),
        total: 15_900,
      }),
    },
  },
  {
    id: 'celery-recycles-and-is-too-many',
    story:
      '24 workers that are replaced at 1.1 GB: their sum has swung between 26 and 28 GB for a day, and once it met a backup.',
    truth: { cause: 'undersized', or: ['undetermined', 'process-swarm'], victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(pool, { asking: { comm: 'celery', pid: 70_003 }, victim: 70_004 })),
      ...samples({
        looks: looks(43_200, 120, (share, before) => {
          const each = anonOf(pool, 'celery') / 24;
          const own = each * (0.965 + 0.03 * Math.sin(share * 90));
          return {
            host: lookOf(pool, (each - own) * 24),
            processes: [
              ...daemonLooks(),
              { pid: 2_000, comm: 'redis-server', rss: 3_000 },
              ...Array.from({ length: 24 }, (_, index) => ({
                pid: before < 300 ? 70_000 + index : 60_000 + index + 30 * Math.floor((43_200 - before) / 3_600),
                comm: 'celery',
                rss: own,
              })),
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'kmem-of-a-container-on-3.10',
    story:
      'Dentries of a container that stats millions of paths: 880 MB of kernel memory in 1 GB; 3.10 prints one number for it.',
    truth: { cause: 'kernel-slab-growth', or: ['kernel-unaccounted'], who: null },
    files: { 'messages.log': log(groupKill(kmemV1), 'rfc3164') },
  },
  {
    id: 'percpu-beside-a-heap-of-a-service',
    story: '1.2 GB of per-CPU memory beside 1.7 GB of heap: which of them grew is not in one report.',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'process-leak', 'limit-too-small'], knowable: 'no' },
    files: { 'kern.log': log(charged(groupKill(perCpu), { percpu: 1_210 })) },
  },
  {
    id: 'some-sockets-beside-a-full-heap',
    story: '15 % of the group are socket buffers, as for any busy gateway; the heap has 82 %.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'limit-too-small'],
      who: 'gateway',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: { 'kern.log': log(charged(groupKill(busy), { sock: 320 })) },
  },
  {
    id: 'build-stuck-at-the-limit-of-its-slice',
    story: 'Compilers reclaim within their slice and wait for its swap; the host has half its memory free.',
    truth: { cause: 'memory-stall', or: ['cgroup-thrash'], knowable: 'likely' },
    files: {
      'kern.log': log(
        in617(
          hungTasks(
            '6.8',
            [9_000, 9_004, 9_008, 9_012].map((pid) => ({
              comm: 'cc1plus',
              pid,
              seconds: 245,
              trace: [
                'io_schedule+0x46/0x80',
                'swap_writepage+0x1f/0x60',
                'pageout+0x11d/0x2d0',
                'shrink_folio_list+0x61f/0xcb0',
                'shrink_lruvec+0x5b1/0xc40',
                'do_try_to_free_pages+0xda/0x5b0',
                'try_to_free_mem_cgroup_pages+0x10b/0x230',
                'try_charge_memcg+0x1a2/0x790',
                'charge_memcg+0x2f/0x80',
              ],
            })),
          ),
        ),
      ),
      ...samples({
        looks: looks(3_600, 60, () => ({
          host: { total: 64_000, free: 21_000, anon: 24_000, file: 16_000, slabKept: 500, swap: [8_192, 2_100] },
        })),
        total: 64_000,
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
    id: 'huge-pages-set-an-hour-before',
    story: 'A playbook sets vm.nr_hugepages to 20000 on the wrong host; an hour later java has no room.',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': log(hostKill(huge, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(14_400, 60, (share, before) => {
          const top = anonOf(huge, 'java');
          const own = top * (0.9 + 0.1 * share);
          const set = before < 3_600;
          return {
            host: lookOf(huge, top - own, set ? {} : { huge: [0, 0], free: 30_000, file: 11_000 + (top - own) }),
            processes: [...daemonLooks(), { pid: 5_000, comm: 'java', rss: own }],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'files-in-a-ramfs',
    story: 'Someone mounted a ramfs for a cache: its pages are unevictable, no process has locked anything.',
    truth: { cause: 'locked-memory', or: ['tmpfs-growth'], who: null, victimIsCulprit: false },
    files: {
      'syslog.log': log(hostKill(ramfs, { asking: { comm: 'varnishd', pid: 3_000 }, victim: 3_000 }), 'rfc3164'),
    },
  },
  {
    id: 'negative-dentries-by-the-hundred-million',
    story: 'A program probes for files that do not exist; 39 of 64 GB are dentries that reclaim does not get to.',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(hostKill(dentries, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 }), 'rfc3164'),
      ...samples({
        looks: looks(172_800, 600, (share) => {
          const gone = 36_500 * (1 - share);
          return {
            host: lookOf(dentries, 0, { slabFreeable: 39_000 - gone, free: 60 + gone * 0.3, file: 50 + gone * 0.7 }),
            processes: [...daemonLooks(), { pid: 5_000, comm: 'java', rss: anonOf(dentries, 'java') }],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'order-1-of-a-jumbo-ring',
    story: 'An interrupt wants 8 KiB; 410 MB are free, all in single pages.',
    truth: { cause: 'fragmentation', or: ['atomic-reserve-exhausted'], who: null, knowable: 'likely' },
    files: {
      'kern.log': log(
        allocationFailure(nic, {
          comm: 'swapper/7',
          pid: 0,
          order: 1,
          mask: '0x40a20',
          flags: 'GFP_ATOMIC|__GFP_COMP',
          trace: ['skb_page_frag_refill+0x7c/0x110', 'ixgbe_alloc_rx_buffers+0x108/0x1b0 [ixgbe]'],
        }),
      ),
    },
  },
  {
    id: 'oomd-kills-a-service-for-pressure',
    story: 'systemd-oomd acts on the pressure of system.slice; the kernel killed nobody.',
    truth: { cause: 'cgroup-thrash', who: 'indexer.service', knowable: 'sure' },
    files: {
      'journal.log':
        said(
          'systemd-oomd[702]',
          'Killed /system.slice/indexer.service due to memory pressure for /system.slice being 81.02% > 60.00% for > 30s with reclaim activity',
        ) +
        said('systemd[1]', 'indexer.service: systemd-oomd killed 3 process(es) in this unit.') +
        said('systemd[1]', "indexer.service: Failed with result 'oom-kill'."),
    },
  },
  {
    id: 'lxc-with-64-php-workers',
    story: 'A container of a hypervisor with 4 GB, 64 workers of 52 MB and a database that stays small.',
    truth: {
      cause: 'process-swarm',
      or: ['limit-too-small'],
      who: 'php-fpm8.2',
      victimIsCulprit: false,
      knowable: 'likely',
    },
    files: { 'kern.log': log(groupKill(lxc)) },
  },
  {
    id: 'kubelet-leaks-and-pods-die',
    story: 'kubelet grows to 13 GB in six days and is at -999; pods die for it.',
    truth: { cause: 'process-leak', who: 'kubelet', victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': log(
        hostKill(kubelet, {
          asking: { comm: 'kubelet', pid: 1_900, adj: -999 },
          victim: 20_012,
          cgroup: '/kubepods.slice/p.scope',
        }),
      ),
      ...samples({
        looks: looks(518_400, 1_800, (share) => {
          const top = anonOf(kubelet, 'kubelet');
          const own = 130 + (top - 130) * share;
          return {
            host: lookOf(kubelet, top - own),
            processes: [
              ...daemonLooks(),
              { pid: 1_900, comm: 'kubelet', rss: own },
              ...many('java', 5, 2_900, 20_000).map(({ pid, comm, anon }) => ({ pid, comm, rss: anon as number })),
            ],
          };
        }),
        total: 31_700,
      }),
    },
  },
  {
    id: 'last-hours-of-a-leak-of-weeks',
    story: 'The leak took weeks; the sampler was started for the last three hours and sees 1.5 GB of it.',
    truth: { cause: 'process-leak', or: ['undetermined'], knowable: 'no' },
    files: {
      'kern.log': log(hostKill(creeping, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(10_800, 60, (share) => {
          const top = anonOf(creeping, 'java');
          const own = top - 1_500 * (1 - share);
          return {
            host: lookOf(creeping, top - own),
            processes: [
              ...daemonLooks(),
              { pid: 5_000, comm: 'java', rss: own },
              { pid: 2_000, comm: 'mysqld', rss: 14_000 },
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'one-line-of-a-script-takes-all',
    story: 'MATLAB was at 1 GB for hours; zeros(60000) in one line takes the other 25 within a second.',
    truth: { cause: 'process-spike', who: 'MATLAB', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'journal.log': log(
        in617(hostKill(matlab, { asking: { comm: 'MATLAB', pid: 88_000 }, victim: 88_000 })),
        'journal',
      ),
      ...samples({
        looks: looks(14_400, 60, () => ({
          host: lookOf(matlab, anonOf(matlab, 'MATLAB') - 1_000),
          processes: [
            ...daemonLooks(),
            { pid: 88_000, comm: 'MATLAB', rss: 1_000 },
            { pid: 4_000, comm: 'firefox', rss: 3_200 },
          ],
        })),
        total: 31_800,
      }),
    },
  },
  {
    id: 'shell-bomb-on-a-small-server',
    story: 'A fork bomb: 3,900 shells of 200 KiB; kernel memory of the processes weighs as much as they do.',
    truth: { cause: 'process-swarm', who: 'bash', victimIsCulprit: false },
    files: { 'kern.log': log(hostKill(bomb, { asking: { comm: 'bash', pid: 22_222 }, victim: 900 }), 'dmesg-t') },
  },
  {
    id: 'buffers-of-a-graphics-card',
    story: 'A renderer’s textures are in no counter (23 of 64 GB), its heap has the rest: both are its own.',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'process-leak'], knowable: 'no' },
    files: { 'kern.log': log(hostKill(gpu, { asking: { comm: 'blender', pid: 6_000 }, victim: 6_000 })) },
  },
  {
    id: 'tab-first-then-the-server',
    story: 'A tab at 300 dies, which frees nothing to speak of; a minute later the leaking java dies.',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log':
        log(hostKill(two, { asking: { comm: 'chrome', pid: 7_100, adj: 300 }, victim: 7_100 }), 'iso', -40) +
        log(
          hostKill(
            { ...two, tasks: two.tasks.filter(({ pid }) => pid !== 7_100) },
            { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 },
          ),
        ),
      ...samples({
        looks: looks(14_400, 60, (share) => {
          const top = anonOf(two, 'java');
          const own = 3_000 + (top - 3_000) * share;
          return {
            host: lookOf(two, top - own),
            processes: [
              ...daemonLooks(),
              { pid: 5_000, comm: 'java', rss: own },
              { pid: 7_100, comm: 'chrome', rss: 420 },
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'session-slice-is-full',
    story: 'An editor, a browser and an IDE share a slice of 12 GB; the kernel takes the last of them by its score.',
    truth: { cause: 'limit-too-small', or: ['undetermined', 'undersized', 'process-leak'], knowable: 'no' },
    files: { 'journal.log': log(groupKill(session), 'journal') },
  },
  {
    id: 'small-victim-of-an-unseen-leak',
    story:
      'Only the kill line (2 of 64 GB) and meminfo, which fell evenly for eight hours: something leaked, and it was not the victim.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        killLine(
          hostKill(
            { ...creeping, tasks: [...creeping.tasks, { comm: 'worker', pid: 9_000, anon: 2_000, adj: 800 }] },
            { asking: { comm: 'java', pid: 5_000 }, victim: 9_000 },
          ),
        ),
      ),
      ...samples({
        looks: looks(28_800, 60, (share) => ({ host: lookOf(creeping, 44_000 * (1 - share)) })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'earlyoom-starts-and-watches',
    story: 'The killer starts, prints its thresholds and a state every hour. Nothing was killed.',
    truth: { cause: 'none' },
    files: {
      'journal.log':
        said('earlyoom[512]', 'earlyoom v1.7') +
        said('earlyoom[512]', 'mem total: 15833 MiB, swap total: 2047 MiB') +
        said('earlyoom[512]', 'sending SIGTERM when mem <= 10.00% and swap <= 10.00%,') +
        said('earlyoom[512]', '        SIGKILL when mem <=  5.00% and swap <=  5.00%') +
        said('earlyoom[512]', 'mem avail: 11211 of 15833 MiB (70.81%), swap free: 2047 of 2047 MiB (100.00%)', 3_600),
    },
  },
  {
    id: 'a-runbook-in-the-log-of-a-bot',
    story: 'A chat bot logs what it was asked: words of kills, and of a container that was OOMKilled last year.',
    truth: { cause: 'none' },
    files: {
      'app.log':
        said(
          'opsbot[88]',
          '{"level":"info","msg":"runbook requested","topic":"OOMKilled: container exceeded its memory limit"}',
        ) +
        said(
          'opsbot[88]',
          '{"level":"info","msg":"answer: look for Out of memory: Killed process N (name) in dmesg"}',
          2,
        ),
    },
  },
];
