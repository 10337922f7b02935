import { groupKill, type Host, hostKill, settled } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import type { HostLook, Look, ProcessLook } from '../sampler-text.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Samples that leave much unsaid: too few, too coarse, of the wrong thing, ended too early. */

const server: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(150),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
    { comm: 'mysqld', pid: 2_000, anon: 14_000, uid: 27 },
  ],
};
const top = anonOf(server, 'java');
const kill = log(hostKill(server, { asking: { comm: 'mysqld', pid: 2_000 }, victim: 5_000 }));
const javaAt = (own: number): { host: HostLook; processes: ProcessLook[] } => ({
  host: lookOf(server, top - own),
  processes: [
    { pid: 5_000, comm: 'java', rss: own },
    { pid: 2_000, comm: 'mysqld', rss: 14_000 },
  ],
});
const sampled = (all: readonly Look[], sar = false): Record<string, string> =>
  samples({ looks: all, total: 64_000, sar });

const batch: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(150),
    { comm: 'mysqld', pid: 2_000, anon: 14_000, uid: 27 },
    { comm: 'etl', pid: 70_000, anon: 'rest', uid: 1009 },
  ],
};
const two: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(150),
    { comm: 'api', pid: 5_000, anon: 22_000, uid: 1001 },
    { comm: 'worker', pid: 6_000, anon: 'rest', uid: 1002 },
  ],
};
const pod = '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podcafe.slice';
const podKill = log(
  groupKill({
    era: '5.15',
    path: pod,
    taskPath: `${pod}/cri-containerd-01.scope`,
    limit: 4096,
    file: 40,
    tasks: [
      { comm: 'dotnet', pid: 8_000, anon: 'rest', adj: 900 },
      { comm: 'sh', pid: 7_999, anon: 0.5, adj: 900 },
    ],
    victim: 8_000,
  }),
);
const usage = (at: (share: number, before: number) => number, seconds = 43_200): Record<string, string> =>
  samples({
    looks: looks(seconds, 60, (share, before) => ({
      groups: [{ path: pod, current: at(share, before), max: 4096, anon: 0 }],
    })),
    total: 64_000,
  });
/** The files of the memory controller without memory.stat. */
const withoutStat = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replace(/==> \S+memory\.stat <==\n(?:\w+ \d+\n)+/g, '')]),
  );
const pool: Host = {
  era: '5.15',
  ram: 32_000,
  parts: usual,
  tasks: [
    ...daemonsOf(100),
    ...many('uwsgi', 24, 1_050, 9_000, { uid: 33 }),
    { comm: 'redis-server', pid: 2_000, anon: 'rest', uid: 111 },
  ],
};

export const scarceSampleScenes: readonly Scene[] = [
  {
    id: 'leak-seen-in-three-looks',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java' },
    files: { 'kern.log': kill, ...sampled(looks(1_800, 600, (share) => javaAt(6_000 + (top - 6_000) * share))) },
  },
  {
    id: 'sampler-starved-20-minutes-before',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java' },
    files: {
      'kern.log': kill,
      ...sampled(looks(14_400, 60, (share) => javaAt(6_000 + (top - 6_000) * share)).filter((_, index) => index < 220)),
    },
  },
  {
    id: 'spike-between-ten-minutes',
    truth: { cause: 'process-spike', or: ['undetermined'], who: 'etl' },
    files: {
      'kern.log': log(hostKill(batch, { asking: { comm: 'etl', pid: 70_000 }, victim: 70_000 })),
      ...samples({
        looks: looks(86_400, 600, () => ({
          host: lookOf(batch, anonOf(batch, 'etl')),
          processes: [{ pid: 2_000, comm: 'mysqld', rss: 14_000 }],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'spike-behind-hours-of-cache',
    truth: { cause: 'process-spike', who: 'etl' },
    files: {
      'kern.log': log(hostKill(batch, { asking: { comm: 'etl', pid: 70_000 }, victim: 70_000 })),
      ...samples({
        looks: looks(21_600, 30, (share, before) => {
          const own = before > 120 ? 0 : anonOf(batch, 'etl') * (1 - before / 130);
          const room = 46_000 - own;
          const file = Math.min(room - 400, 46_000 * share);
          return {
            host: lookOf(batch, anonOf(batch, 'etl') - own, {
              file: Math.max(100, file),
              free: Math.max(120, room - Math.max(100, file)),
            }),
            processes: [
              { pid: 2_000, comm: 'mysqld', rss: 14_000 },
              ...(own > 0 ? [{ pid: 70_000, comm: 'etl', rss: own }] : []),
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'daily-restarts-third-day',
    truth: { cause: 'process-leak', who: 'java' },
    files: {
      'kern.log': kill,
      ...sampled(
        looks(259_200, 600, (_, before) => {
          const age = ((259_200 - before) % 86_400) / 86_400;
          const day = Math.floor((259_200 - before) / 86_400);
          const look = javaAt(4_000 + (top - 4_000) * age);
          const renamed = look.processes.map((one) => (one.pid === 5_000 ? { ...one, pid: 4_998 + day } : one));
          return { ...look, processes: renamed };
        }),
      ),
    },
  },
  {
    id: 'two-leaks-at-once',
    truth: { cause: 'process-leak', or: ['undetermined'] },
    files: {
      'kern.log': log(hostKill(two, { asking: { comm: 'api', pid: 5_000 }, victim: 6_000 })),
      ...samples({
        looks: looks(14_400, 60, (share) => {
          const a = 2_000 + 20_000 * share;
          const b = 2_000 + (anonOf(two, 'worker') - 2_000) * share;
          return {
            host: lookOf(two, anonOf(two, 'worker') + 22_000 - a - b),
            processes: [
              { pid: 5_000, comm: 'api', rss: a },
              { pid: 6_000, comm: 'worker', rss: b },
            ],
          };
        }),
        total: 64_000,
      }),
    },
  },
  {
    id: 'deploy-then-leak',
    truth: { cause: 'process-leak', who: 'java' },
    files: {
      'kern.log': kill,
      ...sampled(
        looks(43_200, 120, (share) => javaAt(share < 0.3 ? 5_000 : 20_000 + (top - 20_000) * ((share - 0.3) / 0.7))),
      ),
    },
  },
  {
    id: 'sar-alone-with-cache',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'java' },
    files: {
      'kern.log': kill,
      ...sampled(
        looks(43_200, 600, (share) => ({ host: lookOf(server, (top - 5_000) * (1 - share)) })),
        true,
      ),
    },
  },
  {
    id: 'usage-full-of-cache-then-leak',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'dotnet' },
    files: {
      'kern.log': podKill,
      ...withoutStat(usage((share) => (share < 0.15 ? 600 + share * 23_000 : 4_060 + 20 * Math.sin(share * 50)))),
    },
  },
  {
    id: 'usage-rises-to-the-limit',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'dotnet' },
    files: { 'kern.log': podKill, ...withoutStat(usage((share) => 400 + 3_690 * share)) },
  },
  {
    id: 'samples-of-another-pod',
    truth: { cause: 'process-leak', or: ['undetermined', 'limit-too-small'], who: 'dotnet' },
    files: {
      'kern.log': podKill,
      ...samples({
        looks: looks(7_200, 60, (share) => ({
          groups: [
            {
              path: '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podbeef.slice',
              current: 900 + 100 * share,
              max: 8192,
              anon: 800,
            },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'worker-pool-standing-still-redis-grows',
    truth: { cause: 'process-leak', who: 'redis-server', victimIsCulprit: true },
    files: {
      'kern.log': log(hostKill(pool, { asking: { comm: 'uwsgi', pid: 9_003 }, victim: 2_000 })),
      ...samples({
        looks: looks(14_400, 60, (share) => {
          const own = 300 + (anonOf(pool, 'redis-server') - 300) * share;
          return {
            host: lookOf(pool, anonOf(pool, 'redis-server') - own),
            processes: [
              { pid: 2_000, comm: 'redis-server', rss: own },
              ...settled(pool)
                .filter(({ comm }) => comm === 'uwsgi')
                .map(({ pid, anon }) => ({ pid, comm: 'uwsgi', rss: anon })),
            ],
          };
        }),
        total: 32_000,
      }),
    },
  },
  {
    id: 'jvm-full-for-days-mysqld-grows',
    truth: { cause: 'process-leak', who: 'mysqld', victimIsCulprit: false },
    files: {
      'kern.log': kill,
      ...sampled(
        looks(86_400, 300, (share) => ({
          host: lookOf(server, 12_500 * (1 - share)),
          processes: [
            { pid: 5_000, comm: 'java', rss: top },
            { pid: 2_000, comm: 'mysqld', rss: 1_500 + 12_500 * share },
          ],
        })),
      ),
    },
  },
  {
    id: 'saw-of-a-garbage-collector',
    truth: { cause: 'undersized', or: ['undetermined', 'process-leak', 'process-spike'], who: 'java' },
    files: {
      'kern.log': kill,
      ...sampled(
        looks(86_400, 120, (_, before) => javaAt(top * (0.55 + 0.42 * (((86_400 - before) % 5_400) / 5_400)))),
      ),
    },
  },
];
