import { type Host, hostKill, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in617 } from '../other-kernels.ts';
import { asSampled, daemonLooks, daemonsOf, killLine, log, looks, many, type Scene, samples } from '../scene.ts';

/** Hosts watched for hours and days: programs that grow, come again at night, or stand while another grows. */

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
const huge: Host = {
  era: '5.15',
  ram: 64_000,
  parts: { ...usual, huge: { total: 20_000, free: 19_900 } },
  tasks: [...daemonsOf(100), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
};
const dentries: Host = {
  era: '5.4',
  ram: 64_000,
  parts: { ...usual, slabFreeable: 39_000, slabKept: 2_100 },
  tasks: [...daemonsOf(120), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
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

export const overDaysScenes: readonly Scene[] = [
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
              ...asSampled(many('java', 5, 2_900, 20_000)),
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
];
