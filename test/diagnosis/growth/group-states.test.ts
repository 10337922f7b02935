import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/diagnosis/growth/attribution.ts';
import type { MeasuredSeries, MemoryHistory } from '../../../src/diagnosis/history.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { memcg, memcgKill, victim } from '../records.ts';
import { eventSeconds, exhibit, historyOf, looks, MiB, row } from '../scenes.ts';

const path = '/kubepods/pod1';
const limit = 2048;
const place = { wall: eventSeconds, mono: eventSeconds, host: 'h' };

/** A pod whose limit was reached: 300 MiB in a tmpfs and the rest of one process. */
const kill = memcgKill(path, place, {
  tasks: [row({ pid: 70, comm: 'api', anon: 1700 }), row({ pid: 71, comm: 'proxy', anon: 30 })],
  victims: [victim(70, 'api', 1700 * 1024)],
  memcg: memcg({
    path,
    usageBytes: limit * MiB,
    limitBytes: limit * MiB,
    stats: { anon: 1730 * MiB, file: 300 * MiB, shmem: 300 * MiB, kernel: 18 * MiB },
  }),
});

/** Samples of the pod every half minute, and of its processes. `metrics`: what its sampler shows, MiB at a share of the hour. */
function sampled(metrics: Readonly<Record<string, (share: number) => number>>, cgroup = path): MemoryHistory {
  const history = historyOf(
    looks(3600, 30, (share) => ({
      processes: [
        { pid: 70, comm: 'api', anon: Math.round(200 + 1500 * share) },
        { pid: 71, comm: 'proxy', anon: 30 },
      ],
    })),
  );
  const [like] = history.series;
  if (!like) throw new Error('no series');
  const series = Object.entries(metrics).map(
    ([metric, at]): MeasuredSeries => ({
      ...like,
      metric,
      scope: 'cgroup',
      pid: null,
      comm: null,
      cgroup,
      sampler: 'cgroup',
      points: like.points.map((point, index) => ({
        ...point,
        value: Math.round(at(index / like.points.length) * MiB),
      })),
    }),
  );
  return { ...history, series: [...history.series, ...series] };
}

const told = {
  cgroupUsageBytes: (share: number) => 260 + 1780 * share,
  anonBytes: (share: number) => 230 + 1490 * share,
  cachedBytes: (share: number) => 20 + 280 * share,
  shmemBytes: (share: number) => 20 + 280 * share,
  cgroupKernelBytes: () => 10,
};
const attributed = async (history: MemoryHistory): Promise<Attribution | null> =>
  (await exhibit([kill], history)).attribution;

describe('attribution of what is charged to a group', () => {
  it("shares the rise of memory.current out between its components and the group's processes", async () => {
    const found = await attributed(sampled(told));
    expect(found?.of).toBe('memcg');
    expect(found?.components.map(({ name }) => name).slice(0, 2)).toEqual(['anonymous', 'shared-memory']);
    expect(found?.components[0]?.share).toBeCloseTo(1500 / 1788, 1);
    expect(found?.processes[0]?.name).toBe('api (pid 70)');
    expect(found?.processes[0]?.share).toBeCloseTo(1500 / 1788, 1);
    const sum = (found?.processes ?? []).reduce((all, { share }) => all + share, 0);
    expect(sum).toBeLessThanOrEqual(1);
  });

  it('is told with the name of the group, and weighs nothing', async () => {
    const { evidence } = judge(await exhibit([kill], sampled(told)));
    const found = evidence.find(({ rule }) => rule === 'attribution');
    expect(found?.claim).toMatch(
      /^the memory charged to .* grew by .*: anonymous 8\d %, shared-memory 1\d %; of it api/,
    );
    expect(found?.weight).toBe(0);
  });

  it('tells who brought the rise where the samples show the sum alone', async () => {
    const found = await attributed(sampled({ cgroupUsageBytes: told.cgroupUsageBytes }));
    expect(found?.components).toEqual([]);
    expect(found?.processes[0]?.name).toBe('api (pid 70)');
  });

  it('is silent about a group that is another, and about two whose sum nobody knows', async () => {
    expect(await attributed(sampled(told, '/kubepods/pod2'))).toBeNull();
    const both = sampled(told, `${path}/a`);
    const other = sampled(told, `${path}/b`);
    const series = [...both.series, ...other.series.filter(({ scope }) => scope === 'cgroup')];
    expect(await attributed({ ...both, series })).toBeNull();
  });
});
