import { type Group, groupKill, type Host, hostKill, hungTasks } from '../kernel-text.ts';
import { usual } from '../last-look.ts';
import { charged, in72, in617 } from '../other-kernels.ts';
import { psLoop } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, said, samples } from '../scene.ts';

/** Who of several in one limit took it: heaps and their limit, workers beside a large and innocent process, files. */

const heap = (life: number): Group => ({
  era: '5.15',
  path: `/kubepods.slice/kubepods-podbb.slice/cri-containerd-${life}0.scope`,
  limit: 2_048,
  file: 12,
  tasks: [{ comm: 'java', pid: 40_000 + life * 700, anon: 'rest', adj: 985 }],
  victim: 40_000 + life * 700,
});
const lives = [0, 21_000, 46_800] as const;
const build: Group = {
  era: '6.8',
  path: '/lxc.payload.ci7',
  taskPath: '/lxc.payload.ci7/system.slice/runner.service',
  limit: 8_192,
  shmem: 6_100,
  file: 40,
  tasks: [
    ...daemonsOf(10, 3),
    { comm: 'ld', pid: 700_210, anon: 1_300, uid: 100_000 },
    { comm: 'runner', pid: 700_001, anon: 'rest', uid: 100_000 },
  ],
  victim: 700_210,
};
const bound: Host = {
  era: '5.15',
  ram: 128_000,
  nodes: [64_000, 64_000],
  nodeShares: [0.21, 0.79],
  nodeFree: [44_000, 60],
  parts: { ...usual, shmem: 51_000, mapped: 60 },
  tasks: [...daemonsOf(60, 6), { comm: 'capture', pid: 7_000, anon: 'rest', uid: 1_000 }],
};
const executor: Group = {
  era: '5.15',
  path: '/kubepods.slice/kubepods-pod5e.slice',
  taskPath: '/kubepods.slice/kubepods-pod5e.slice/cri-containerd-e1.scope',
  limit: 12_288,
  file: 20,
  tasks: [
    { comm: 'java', pid: 50_001, anon: 6_200, adj: 920, uid: 185 },
    { comm: 'python3', pid: 50_210, anon: 'rest', adj: 920, uid: 185 },
    { comm: 'python3', pid: 50_110, anon: 70, adj: 920, uid: 185 },
  ],
  victim: 50_001,
};
const unit = '/system.slice/reports.service';
const sandbox = '/user.slice/user-1000.slice/user@1000.service/app.slice/app-notebook.scope';
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

export const siblingScenes: readonly Scene[] = [
  {
    id: 'heap-may-be-as-large-as-its-limit',
    story:
      '-Xmx2g in a limit of 2 GB: every life rises over hours to where heap and the rest meet. A leak of the heap looks the same.',
    truth: {
      cause: 'limit-too-small',
      or: ['undetermined', 'process-leak'],
      who: 'java',
      victimIsCulprit: true,
    },
    files: {
      'kern.log': lives.map((end, life) => log(groupKill(heap(life)), 'iso', end - 46_800)).join(''),
      ...samples({
        looks: looks(60_000, 60, (_, before) => {
          const at = 60_000 - before - 13_200;
          const life = at < 0 ? 0 : at < 21_000 ? 1 : 2;
          const start = [-13_200, 0, 21_000][life] as number;
          const end = lives[life] as number;
          const anon = 500 + 1_500 * (1 - Math.exp((-3 * (at - start)) / (end - start)));
          return { groups: [{ path: heap(life).path, current: anon + 30, max: 2_048, anon, file: 12 }] };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'build-directory-in-a-tmpfs-of-lxc',
    story: 'A CI container builds in /tmp, which is a tmpfs: files rise to 6 GB of 8 during a build, a linker dies.',
    truth: { cause: 'tmpfs-growth', who: 'ci7', victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': log(in72(groupKill(build))),
      ...samples({
        looks: looks(5_400, 30, (share) => ({
          groups: [
            {
              path: build.path,
              current: 900 + 7_200 * share,
              max: 8_192,
              anon: 800 + 1_100 * share,
              shmem: 6_080 * share,
              file: 90,
            },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'captures-fill-the-node-they-are-bound-to',
    story: 'A capture bound to node 1 writes its files to /dev/shm: 40 GB of node 1, node 0 has 44 GB free.',
    truth: { cause: 'tmpfs-growth', or: ['shared-memory-growth'], victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(bound, {
          asking: { comm: 'capture', pid: 7_000 },
          victim: 7_000,
          constraint: 'CPUSET',
          cpuset: '/capture',
          mems: '1',
        }),
      ),
    },
  },
  {
    id: 'python-worker-grows-beside-the-executor',
    story: 'The executor stands at 6.2 GB and is larger, so it dies; a worker grew from 80 MB to 5.9 GB in 40 minutes.',
    truth: { cause: 'process-leak', who: 'python3', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(groupKill(executor)),
      'ps.txt': psLoop(
        looks(7_200, 30, (_, before) => ({
          processes: [
            { pid: 50_001, comm: 'java', rss: 6_210 },
            { pid: 50_110, comm: 'python3', rss: 74 },
            ...(before < 2_430 ? [{ pid: 50_210, comm: 'python3', rss: 80 + 5_820 * (1 - before / 2_430) }] : []),
          ],
        })),
      ),
    },
  },
  {
    id: 'pressure-kill-of-a-notebook-that-grew',
    story: 'systemd-oomd kills a notebook for pressure; its group had grown for three hours towards memory.high.',
    truth: { cause: 'process-leak', or: ['cgroup-thrash'], knowable: 'likely' },
    files: {
      'syslog.log': said(
        'systemd-oomd[640]',
        `Killed ${sandbox} due to memory pressure for /user.slice/user-1000.slice/user@1000.service being 71.12% > 50.00% for > 20s with reclaim activity`,
      ),
      ...samples({
        looks: looks(14_400, 30, (share) => ({
          groups: [{ path: sandbox, current: 700 + 9_100 * share, max: 16_384, anon: 660 + 9_050 * share, file: 20 }],
        })),
        total: 32_000,
      }),
    },
  },
  {
    id: 'only-systemd-says-a-unit-was-killed',
    story:
      'No line of the kernel was kept. systemd says the unit failed with oom-kill; its group rose to its limit for six hours.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'reports', knowable: 'likely' },
    files: {
      'journal.log':
        said('systemd[1]', 'reports.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "reports.service: Failed with result 'oom-kill'."),
      ...samples({
        looks: looks(21_600, 60, (share) => ({
          groups: [{ path: unit, current: 300 + 3_780 * share, max: 4_096, anon: 280 + 3_770 * share, file: 10 }],
        })),
        total: 32_000,
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
    id: 'session-slice-is-full',
    story: 'An editor, a browser and an IDE share a slice of 12 GB; the kernel takes the last of them by its score.',
    truth: { cause: 'limit-too-small', or: ['undetermined', 'undersized', 'process-leak'], knowable: 'no' },
    files: { 'journal.log': log(groupKill(session), 'journal') },
  },
];
