import { type Group, groupKill, type Host, hostKill } from '../kernel-text.ts';
import { usual } from '../last-look.ts';
import { in72 } from '../other-kernels.ts';
import { psLoop } from '../sampler-text.ts';
import { daemonsOf, eventAt, host as hostName, log, looks, type Scene, samples } from '../scene.ts';

/** Who of several in one limit took it: heaps and their limit, workers beside a large and innocent process, files. */

const said = (tag: string, text: string): string =>
  `${eventAt.toISOString().slice(0, -1)}000+00:00 ${hostName} ${tag}: ${text}\n`;

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
];
