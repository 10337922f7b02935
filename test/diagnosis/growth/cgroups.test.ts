import { describe, expect, it } from 'vitest';
import type { MeasuredSeries, MemoryHistory } from '../../../src/diagnosis/history.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { exhibit, type Holder, historyOf, hostKill, hostWith, looks, MiB, others } from '../scenes.ts';

const leaking = '/system.slice/workers.service';
const calm = '/system.slice/db.service';

/** Twelve short-lived workers of other names at each time, the sum of which rises by `gain` MiB; each alone stays small. */
function workers(share: number, gain: number): Holder[] {
  const round = Math.floor(share * 20);
  return Array.from({ length: 12 }, (_, index) => ({
    pid: 1000 + round * 12 + index,
    comm: `job${'abcdefghijkl'[index]}${'abcdefghijklmnopqrstu'[round]}x`,
    anon: Math.round((gain * share) / 12),
  }));
}

function inCgroups(history: MemoryHistory, cgroupOf: (series: MeasuredSeries) => string): MemoryHistory {
  const series = history.series.map((one) => (one.scope === 'process' ? { ...one, cgroup: cgroupOf(one) } : one));
  return { ...history, series };
}

const sampled = (gain: number): MemoryHistory =>
  historyOf(
    looks(3600, 30, (share) => ({
      host: hostWith(Math.round(gain * share)),
      processes: [...others, { pid: 20, comm: 'db', anon: 400 }, ...workers(share, gain)],
    })),
  );
const ofWorkers = (one: MeasuredSeries): string => (one.comm?.startsWith('job') ? leaking : calm);
const kill = hostKill(hostWith(14_000), [...workers(0.97, 14_000), { pid: 20, comm: 'db', anon: 400 }, ...others]);

/** Counters of three services beside the host, without any process. */
function counters(shape: (share: number) => number): MemoryHistory {
  const host = historyOf(looks(3600, 30, (share) => ({ host: hostWith(Math.round(14_000 * shape(share))) })));
  const [like] = host.series;
  if (!like) throw new Error('no series');
  const counter = (cgroup: string, anonAt: (share: number) => number): MeasuredSeries => ({
    ...like,
    metric: 'anonBytes',
    scope: 'cgroup',
    cgroup,
    points: like.points.map((point, index) => ({ ...point, value: anonAt(index / like.points.length) * MiB })),
  });
  const own = (share: number): number => 14_000 * shape(share);
  const series = [
    ...host.series,
    counter(leaking, own),
    counter(calm, () => 400),
    // A slice counts what is in it once more.
    counter('/system.slice', (share) => own(share) + 400),
  ];
  return { ...host, series };
}

describe('growth of a cgroup', () => {
  it('names the cgroup whose replaced workers grow together though none of them does', async () => {
    const shown = await exhibit([kill], inCgroups(sampled(14_000), ofWorkers));
    expect(shown.cgroups[0]).toMatchObject({ cgroup: leaking, basis: 'processes' });
    const verdict = judge(shown);
    expect(verdict.who).toMatchObject({ kind: 'cgroup', cgroup: leaking, comm: null });
    expect(verdict.evidence.map(({ claim }) => claim).join('\n')).toMatch(/the processes in \/system\.slice\/workers/);
    expect(verdict.cause).toBe('process-leak');
  });

  it('names it by its own counter where no process was sampled', async () => {
    const shown = await exhibit(
      [kill],
      counters((share) => share),
    );
    expect(shown.cgroups.map(({ cgroup }) => cgroup)).toEqual([leaking, calm]);
    expect(judge(shown)).toMatchObject({ cause: 'process-leak', who: { kind: 'cgroup', cgroup: leaking } });
  });

  it('names none that stood still, none that rose no faster than the others, and no session', async () => {
    const still = counters(() => 0);
    expect(judge(await exhibit([kill], still)).who.kind).not.toBe('cgroup');
    const shared = inCgroups(sampled(14_000), ({ pid }) => `/system.slice/s${(pid ?? 0) % 3}.service`);
    expect(judge(await exhibit([kill], shared)).who.kind).not.toBe('cgroup');
    const session = inCgroups(sampled(14_000), (one) =>
      one.comm?.startsWith('job') ? '/user.slice/user-1000.slice/session-3.scope' : calm,
    );
    expect(judge(await exhibit([kill], session)).who.kind).not.toBe('cgroup');
  });

  it('leaves a program that grew by itself its name', async () => {
    const history = historyOf(
      looks(3600, 30, (share) => ({
        host: hostWith(Math.round(14_000 * share)),
        processes: [...others, { pid: 500, comm: 'app', anon: Math.round(14_000 * share) }],
      })),
    );
    const one = hostKill(hostWith(14_000), [{ pid: 500, comm: 'app', anon: 14_000 }, ...others]);
    const placed = inCgroups(history, ({ comm }) => (comm === 'app' ? leaking : calm));
    expect(judge(await exhibit([one], placed)).who).toMatchObject({ kind: 'process', comm: 'app', cgroup: leaking });
  });
});
