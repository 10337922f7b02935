import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineInto } from '../../../bench/diagnosis/examine-into.ts';
import { causeOfLabel, labelsRight } from '../../../bench/diagnosis/labels.ts';
import { readRun } from '../../../bench/diagnosis/runs.ts';
import { stresses } from '../../../bench/diagnosis/stress.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Verdict } from '../../../src/diagnosis/analysis.ts';
import { exhibitOf } from '../../../src/diagnosis/exhibit.ts';
import type { MeasuredSeries, MemoryHistory } from '../../../src/diagnosis/history.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { openTimeline } from '../../../src/store/index.ts';
import { allocFailure, memcg, memcgKill, victim } from '../records.ts';
import {
  eventSeconds,
  exhibit,
  fullHost,
  grower,
  grown,
  type Holder,
  historyOf,
  hostKill,
  hostWith,
  looks,
  MiB,
  others,
  row,
} from '../scenes.ts';

const place = { wall: eventSeconds, mono: eventSeconds, host: 'h' };
const leak = historyOf(grown(3600, 30, (share) => share));
const kill = hostKill(fullHost, [grower, ...others]);
const only = (history: MemoryHistory, keep: (series: MeasuredSeries) => boolean): MemoryHistory => ({
  ...history,
  series: history.series.filter(keep),
});
const cut = { complete: false, problems: ['task-table-cut'] };

/** What the field leaves out. Each of these was once a wrong answer that sounded sure. */
describe('reports and samples that show less', () => {
  it('without its task table, a group is not blamed on what grows outside of it', async () => {
    const inGroup: Holder = { pid: 900, comm: 'worker', anon: 500 };
    const report = memcgKill('/app', place, {
      tasks: [],
      victims: [victim(900, 'worker', 500 * 1024)],
      memcg: memcg({ path: '/app', usageBytes: 512 * MiB, limitBytes: 512 * MiB, stats: { anon: 505 * MiB } }),
    });
    const history = historyOf(
      looks(3600, 30, (share) => ({
        processes: [
          { ...inGroup, anon: Math.round(500 * share) },
          { ...grower, anon: Math.round(9000 * share) },
        ],
      })),
    );
    expect(judge(await exhibit([report], history)).who).toMatchObject({ comm: 'worker', pid: 900 });
    const outsideOnly = only(history, ({ pid }) => pid === grower.pid);
    expect(judge(await exhibit([report], outsideOnly)).who.comm).not.toBe(grower.comm);
  });

  describe('samples of the limited group alone', () => {
    const report = memcgKill('/kubepods/pod1/app', place, {
      tasks: [row({ pid: 900, comm: 'worker', anon: 500 })],
      victims: [victim(900, 'worker', 500 * 1024)],
      memcg: memcg({
        path: '/kubepods/pod1/app',
        usageBytes: 512 * MiB,
        limitBytes: 512 * MiB,
        stats: { anon: 505 * MiB, file: 0, kernel: 5 * MiB },
      }),
    });
    const seen = (shape: (share: number) => number, cgroup: string | null, metric = 'workingSetBytes') => {
      const [first] = leak.series.filter((one) => one.metric === 'memTotalBytes');
      if (!first) throw new Error('no series');
      const points = first.points.map((point, index, all) => ({
        ...point,
        value: 512 * MiB * shape(index / all.length),
      }));
      return { ...leak, series: [{ ...first, scope: 'cgroup' as const, cgroup, metric, points }] };
    };

    it.each([
      ['a slow rise', (share: number) => share, '/kubepods/pod1/app', 'process-leak'],
      ['the path as a container sees it', (share: number) => share, 'pod1/app', 'process-leak'],
      ['a jump', (share: number) => (share > 0.97 ? 1 : 0.1), '/kubepods/pod1/app', 'process-spike'],
      ['another group', (share: number) => share, '/kubepods/pod2/app', 'undetermined'],
    ] as const)('%s', async (_, shape, cgroup, cause) => {
      const verdict = judge(await exhibit([report], seen(shape, cgroup)));
      expect(verdict.cause).toBe(cause);
      expect(verdict.confidence).toBeLessThanOrEqual(0.75);
    });
  });

  it('a cut task table does not show that nobody maps the shared memory', async () => {
    const layout = { total: 16_000, free: 100, anon: 1000, shmem: 13_000, slabKept: 300, mapped: 12_900 };
    const whole = judge(await exhibit([hostKill(layout, others)]));
    expect(whole.evidence.some(({ claim }) => /lies in files/.test(claim))).toBe(true);
    const half = judge(await exhibit([hostKill(layout, others, cut)]));
    expect(half.evidence.some(({ claim }) => /lies in files/.test(claim))).toBe(false);
  });

  it('a cut task table that explains little of the memory names nobody, unless the kill line does', async () => {
    const facts = { ...cut, victims: [victim(12, 'nginx', 120 * 1024)] };
    expect(judge(await exhibit([hostKill(fullHost, others, facts)])).who).toMatchObject({ kind: 'none', comm: null });
    const named = { ...cut, victims: [victim(500, 'app', 14_000 * 1024)] };
    const { who } = judge(await exhibit([hostKill(fullHost, others, named)]));
    expect(who).toMatchObject({ kind: 'process', comm: 'app', pid: 500 });
    expect(who.confidence).toBeLessThanOrEqual(0.5);
  });

  it('samples without swap beside a report with swap show no jump', async () => {
    const swapped = { ...hostWith(7000), swapTotal: 8000, swapFree: 10 };
    const report = hostKill(swapped, [{ ...grower, anon: 7000, swap: 7900 }, ...others]);
    const history = historyOf(
      looks(3600, 30, (share) => ({
        host: { ...swapped, anon: Math.round(Math.min(1, share * 2) * 7000) + 800 },
        processes: [...others, { ...grower, anon: Math.round(Math.min(1, share * 2) * 7000) }],
      })),
    );
    const verdict = judge(
      await exhibit(
        [report],
        only(history, ({ metric }) => !/swap/i.test(metric)),
      ),
    );
    expect(verdict.cause).not.toBe('process-spike');
    expect(verdict.confidence).toBeLessThanOrEqual(0.75);
    expect(verdict.limits.join()).toMatch(/swap was in use/);
  });

  it('a last sample of the host behind the kill does not turn a leak into a spike', async () => {
    const host = only(leak, ({ scope }) => scope === 'system');
    const late = { ...host, eventUs: host.eventUs + 30_000_000, alignmentErrorUs: 60_000_000 };
    const after = late.series.map((series) => ({
      ...series,
      points: [...series.points, { ...(series.points[0] as (typeof series.points)[number]), atUs: late.eventUs }],
    }));
    const verdict = judge(await exhibit([kill], { ...late, series: after }));
    expect(['process-leak', 'undetermined']).toContain(verdict.cause);
  });

  it('what was taken behind the last sample of the host is no slow rise', async () => {
    const flat = historyOf(looks(3600, 30, () => ({ host: hostWith(200) })));
    const verdict = judge(await exhibit([kill], flat));
    expect(['process-spike', 'undetermined']).toContain(verdict.cause);
  });

  it('a service that started within the window and stood still since is not who grew', async () => {
    const holders = (share: number): Holder[] => [
      { pid: 600, comm: 'cache', anon: share < 0.05 ? 0 : 7000 },
      { ...grower, anon: Math.round(6900 * share) },
    ];
    const processes = looks(3600, 30, (share) => ({
      processes: holders(share).filter(({ anon }) => (anon ?? 0) > 0),
    }));
    const report = hostKill(hostWith(13_900), holders(1));
    expect(judge(await exhibit([report], historyOf(processes))).who).toMatchObject({ comm: grower.comm });
  });

  it('a request for a block, and no list of free blocks: other causes are held back', async () => {
    const trigger = { comm: 'app', pid: 5, uid: 0, cpu: 0, gfpMask: '0xcc0', gfpFlags: ['GFP_KERNEL'], oomScoreAdj: 0 };
    const verdict = judge(
      await exhibit([hostKill(fullHost, [grower], { memInfo: null, trigger: { ...trigger, order: 3 } })], leak),
    );
    expect(verdict.confidence).toBeLessThanOrEqual(0.75);
    expect(verdict.limits.join()).toMatch(/order 3/);
  });

  it('a request that could not wait failed before, and nothing shows the host: a leak is held back', async () => {
    const failure = allocFailure({ ...place, wall: eventSeconds - 1, mono: eventSeconds - 1 });
    const processes = only(leak, ({ scope }) => scope === 'process');
    const verdict = judge(await exhibit([failure, kill], processes));
    expect(verdict.cause === 'process-leak' ? verdict.confidence : 0).toBeLessThanOrEqual(0.7);
    expect(verdict.who.confidence).toBeLessThanOrEqual(0.8);
  });

  it('a crowd is named by its own name, less surely than a culprit: who started it is not in a table', async () => {
    const crowd = Array.from({ length: 40 }, (_, index) => ({ pid: 700 + index, comm: 'cgi', anon: 350 }));
    const { who, cause } = judge(await exhibit([hostKill(fullHost, [...crowd, ...others])]));
    expect(cause).toBe('process-swarm');
    expect(who).toMatchObject({ kind: 'group', comm: 'cgi' });
    expect(who.confidence).toBeLessThanOrEqual(0.75);
  });

  it('a rise of hours in one day of samples may be the day: the verdict says so', async () => {
    const hours = historyOf(grown(43_200, 300, (share) => share));
    const verdict = judge(await exhibit([kill], hours));
    expect(verdict.confidence).toBeLessThanOrEqual(0.9);
    expect(verdict.limits.join()).toMatch(/daily cycle/);
  });

  it('a group kill with many victims is one incident with one culprit', async () => {
    const holders: Holder[] = [
      { pid: 900, comm: 'worker', anon: 400 },
      { pid: 901, comm: 'helper', anon: 50 },
    ];
    const report = memcgKill('/app', place, {
      groupKill: true,
      tasks: holders.map((holder) => row(holder)),
      victims: holders.map(({ pid, comm, anon = 0 }) => victim(pid, comm, anon * 1024)),
      memcg: memcg({ path: '/app', usageBytes: 460 * MiB, limitBytes: 460 * MiB, stats: { anon: 450 * MiB } }),
    });
    const made = await exhibit([report]);
    expect(made.incident.kills).toBe(2);
    expect(judge(made)).toMatchObject({ who: { comm: 'worker' }, victimIsCulprit: true });
  });
});

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const folders = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(`${corpus}${name}/metadata.json`))
  : [];
const some = folders.filter((_, index) => index % 9 === 4);
const skipped = folders.length === 0 ? ' (skipped: ../shared/corpus is not here)' : '';

describe.skipIf(folders.length === 0)(`damaged copies of real runs${skipped}`, () => {
  it.each(some)('%s: nothing wrong is said at 0.8 or more', async (name) => {
    const run = await readRun(`${corpus}${name}`);
    for (const { name: stress, alter } of stresses) {
      const { incident, records, history } = await alter(run);
      const verdict = incident && judge(exhibitOf(incident, records, history));
      if (causeOfLabel[run.truth.label] === 'none') expect({ stress, cause: verdict?.cause }).toEqual({ stress });
      if (!verdict || verdict.confidence < 0.8) continue;
      expect({ stress, cause: verdict.cause, right: labelsRight(run.truth.label, verdict.cause, true) }).toMatchObject({
        right: true,
      });
    }
  });

  const logs = folders.filter((name) => existsSync(`${corpus}${name}/kern.log`)).slice(0, 4);
  it('two incidents in one file are judged as each alone', async () => {
    const alone = [];
    for (const name of logs) alone.push(...(await verdictsOf([`${corpus}${name}/kern.log`])));
    const folder = mkdtempSync(join(tmpdir(), 'stress-'));
    try {
      const together = join(folder, 'kern.log');
      writeFileSync(together, Buffer.concat(logs.map((name) => readFileSync(`${corpus}${name}/kern.log`))));
      const both = await verdictsOf([together]);
      const gist = (list: readonly Verdict[]): string[] =>
        list.map(({ cause, confidence, who }) => `${cause} ${confidence} ${who.comm}`).sort();
      expect(gist(both)).toEqual(gist(alone));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function verdictsOf(paths: readonly string[]): Promise<Verdict[]> {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    const verdicts: Verdict[] = [];
    for (const incident of await examineInto(timeline, paths)) {
      const records: KernelRecord[] = [];
      for await (const { record } of timeline.records({ ids: incident.records, order: 'time' })) records.push(record);
      verdicts.push(judge(exhibitOf(incident, records, null)));
    }
    return verdicts;
  } finally {
    await timeline.close();
  }
}
