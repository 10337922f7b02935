import { describe, expect, it } from 'vitest';
import type { FactorId } from '../../../src/diagnosis/analysis.ts';
import { rules } from '../../../src/diagnosis/rules/index.ts';
import type { Exhibit, Finding, Rule } from '../../../src/diagnosis/rules/rule.ts';
import type { WeightId } from '../../../src/diagnosis/rules/weights.ts';
import { capOf } from '../../../src/diagnosis/verdict/caps.ts';
import { priorsOf } from '../../../src/diagnosis/verdict/hypotheses.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { score } from '../../../src/diagnosis/verdict/score.ts';
import { allocFailure, forkRefused, hungTask, memcg, memcgKill, stored, userspaceKill, victim } from '../records.ts';
import {
  envelope,
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
const kill = hostKill(fullHost, [grower, ...others]);
const finding = (weight: WeightId): Finding => ({
  weight,
  claim: 'a claim',
  from: { path: 'x', line: 1, byteStart: 0, byteEnd: 1 },
  values: {},
});

describe('the mechanism', () => {
  const mechanism = async (shape: (share: number) => number): Promise<string> =>
    judge(await exhibit([kill], historyOf(grown(3600, 30, shape)))).why.mechanism;

  it('one rise that stays is called a step', async () => {
    expect(await mechanism((share) => (share < 0.5 ? 0.1 : 1))).toMatch(/^rose by 12\.\d GiB in one step .* 30 min/);
  });

  it.each([
    ['a leak', (share: number): number => share],
    ['a jump just before the kill', (share: number): number => (share < 0.95 ? 0.1 : 1)],
  ])('%s is not', async (_, shape) => {
    expect(await mechanism(shape)).not.toMatch(/step/);
  });
});

describe('weighing', () => {
  const host = priorsOf('shortage', 'host');

  it('findings of one group tell one fact: two of them are not twice as sure', () => {
    const once = score(host, [finding('holds-most/anonymous'), finding('one-grower')]);
    const twice = score(host, [finding('holds-most/anonymous'), finding('one-grower'), finding('one-grower')]);
    expect(twice).toEqual(once);
    const grades = score(host, [finding('holds-most/hugetlb'), finding('holds-much/hugetlb')]);
    expect(grades).toEqual(score(host, [finding('holds-most/hugetlb')]));
  });

  it('probabilities sum to one, what is not known included', () => {
    for (const findings of [
      [],
      [finding('grew-most/shared-memory')],
      [finding('rose-at-once'), finding('one-grower')],
    ]) {
      const sum = [...score(host, findings).values()].reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 9);
    }
  });

  it('without any finding nothing is likely', () => {
    expect(Math.max(...score(host, []).values())).toBeLessThan(0.5);
  });

  it('how a process grew is no sign that memory went to processes', () => {
    const shares = score(host, [finding('grew-most/shared-memory'), finding('rose-steadily'), finding('one-grower')]);
    const processes = (shares.get('process-leak') ?? 0) + (shares.get('process-spike') ?? 0);
    expect(processes).toBeLessThan(0.1);
  });
});

describe('a rule that throws', () => {
  const broken: Rule = {
    id: 'broken',
    frames: ['shortage'],
    judge: () => {
      throw new Error('no such field');
    },
  };

  it('is named among the limits, and the rest is judged', async () => {
    const made = await exhibit([kill], historyOf(grown(3600, 30, (share) => share)));
    const verdict = judge(made, [...rules, broken]);
    expect(verdict.limits.join()).toMatch(/rule broken \(no such field\) failed and was left out/);
    expect({ ...verdict, limits: [] }).toEqual({ ...judge(made), limits: [] });
  });
});

describe('who', () => {
  const workers = (count: number, each: number): Holder[] =>
    Array.from({ length: count }, (_, index) => ({ pid: 100 + index, comm: 'worker', anon: each }));

  it.each([
    ['one large process', [grower, ...others], { kind: 'process', comm: 'app', pid: 500 }],
    ['many alike', [...workers(40, 340), ...others], { kind: 'group', comm: 'worker' }],
    [
      'two that hold the same: neither is named',
      [
        { pid: 1, comm: 'a', anon: 7000 },
        { pid: 2, comm: 'b', anon: 6900 },
      ],
      { kind: 'none', comm: null },
    ],
  ] as const)('%s', async (_, holders, who) => {
    expect(judge(await exhibit([hostKill(fullHost, holders)])).who).toMatchObject(who);
  });

  it('growth outranks size: whoever was large all along is a decoy', async () => {
    const layout = (anon: number) => hostWith(8000 + anon);
    const at = (anon: number): Holder[] => [
      { pid: 1, comm: 'database', anon: 8000 },
      { pid: 2, comm: 'report', anon },
      ...others,
    ];
    const verdict = judge(
      await exhibit(
        [hostKill(layout(6000), at(6000))],
        historyOf(
          looks(3600, 30, (share) => ({
            host: layout(Math.round(6000 * share)),
            processes: at(Math.round(6000 * share)),
          })),
        ),
      ),
    );
    expect(verdict.who).toMatchObject({ comm: 'report', pid: 2 });
    expect(verdict.victimIsCulprit).toBe(false);
    expect(verdict.contributing).toContain('memory-decoy');
  });

  it("a swarm is its parent's, where samples show one parent for all", async () => {
    const swarm = (count: number): Holder[] => [{ pid: 50, comm: 'spawner', anon: 10 }, ...workers(count, 100)];
    const history = historyOf(
      looks(600, 10, (share) => ({
        host: hostWith(Math.round(14_000 * share)),
        processes: swarm(Math.round(140 * share)),
      })),
    );
    const parents = history.series
      .filter(({ metric, comm }) => metric === 'rssAnonBytes' && comm === 'worker')
      .map((series) => ({
        ...series,
        metric: 'parentPid',
        points: series.points.map((point) => ({ ...point, value: 50 })),
      }));
    const killed = hostKill(fullHost, [...swarm(140), ...others], { victims: [victim(101, 'worker', 100 * 1024)] });
    const verdict = judge(await exhibit([killed], { ...history, series: [...history.series, ...parents] }));
    expect(verdict).toMatchObject({
      cause: 'process-swarm',
      who: { kind: 'group', comm: 'spawner', pid: 50 },
      victimIsCulprit: true,
    });
    expect(judge(await exhibit([killed], history)).who).toMatchObject({ kind: 'group', comm: 'worker' });
  });

  it('files of a tmpfs in a limited group: the group is named', async () => {
    const full = memcgKill('/pod/writer', place, {
      tasks: [row({ pid: 7, comm: 'writer', anon: 20 })],
      victims: [victim(7, 'writer', 20 * 1024)],
      memcg: memcg({
        path: '/pod/writer',
        usageBytes: 512 * MiB,
        limitBytes: 512 * MiB,
        stats: { anon: 20 * MiB, file: 480 * MiB, shmem: 478 * MiB, file_mapped: 0, kernel: 4 * MiB },
      }),
    });
    const verdict = judge(await exhibit([full]));
    expect(verdict).toMatchObject({
      cause: 'tmpfs-growth',
      who: { kind: 'cgroup', cgroup: '/pod/writer', comm: null },
      victimIsCulprit: false,
    });
  });

  it('locked memory is his whose memory rose when it did, not the last one to grow', async () => {
    const at = (share: number) => {
      const locked = Math.round(6000 * Math.min(1, share * 2));
      const late = Math.round(7000 * Math.max(0, share - 0.5) * 2);
      return {
        host: { ...hostWith(late), locked, free: 15_000 - locked - late },
        processes: [{ pid: 1, comm: 'feed', anon: locked }, { pid: 2, comm: 'batch', anon: late }, ...others],
      };
    };
    const end = at(1);
    const verdict = judge(
      await exhibit(
        [hostKill(end.host, end.processes, { victims: [victim(2, 'batch', 7000 * 1024)] })],
        historyOf(looks(3600, 30, at)),
      ),
    );
    if (verdict.cause === 'locked-memory') expect(verdict.who).toMatchObject({ comm: 'feed', pid: 1 });
    expect(verdict.confidence).toBeLessThan(0.97);
  });
});

describe('contributing factors', () => {
  const swap = (free: number) => ({ ...fullHost, swapTotal: 4000, swapFree: free });
  const named = async (...made: Parameters<typeof exhibit>): Promise<readonly FactorId[]> =>
    judge(await exhibit(...made)).contributing;

  it.each([
    ['swap-full', [hostKill(swap(10), [grower])], [hostKill(swap(1000), [grower])]],
    ['no-swap', [kill], [hostKill(swap(1000), [grower])]],
    [
      'culprit-protected',
      [hostKill(fullHost, [{ ...grower, adj: -800 }, ...others], { victims: [victim(2, 'batch', 1024)] })],
      // Its score did not save it: the kubelet gives all containers of a Guaranteed pod the same one.
      [hostKill(fullHost, [{ ...grower, adj: -998 }, ...others])],
    ],
    ['victim-preferred', [hostKill(fullHost, [{ pid: 9, comm: 'best-effort', anon: 50, adj: 900 }, grower])], [kill]],
    ['panic-setting', [hostKill(fullHost, [grower], { panic: 'Out of memory: panic_on_oom is enabled' })], [kill]],
    ['allocating-task-setting', [hostKill(fullHost, [grower], { allocatingTask: true })], [kill]],
    ['no-killable-task', [hostKill(fullHost, [grower], { outcome: 'no-killable', victims: [] })], [kill]],
    ['group-kill', [memcgKill('/a', place, { groupKill: true })], [memcgKill('/a', place)]],
    ['limit-of-ancestor', [memcgKill('/a', place, { taskMemcg: '/a/b' })], [memcgKill('/a', place)]],
  ] as const)('%s', async (factor, present, absent) => {
    expect(await named(present)).toContain(factor);
    expect(await named(absent)).not.toContain(factor);
  });

  it.each([
    ['swap traffic in both directions', { swapInBytesPerSecond: 40, swapOutBytesPerSecond: 60 }, true],
    ['memory that is only pushed out', { swapInBytesPerSecond: 0, swapOutBytesPerSecond: 60 }, false],
    ['anonymous pages that come back', { refaultAnonPagesPerSecond: 10_000 / MiB }, true],
    ['major faults while swap is in use', { majorFaultsPerSecond: 10_000 / MiB }, true],
    ['pressure alone, which a page cache that is too small makes too', { psiMemoryFullAvg10: 40 / MiB }, false],
  ])('swap-thrash: %s', async (_, amounts, expected) => {
    const report = hostKill(swap(100), [grower, ...others]);
    const history = historyOf(grown(3600, 30, (share) => share));
    const source = { path: '/samples/vmstat', line: 1, byteStart: 0, byteEnd: 9 };
    const more = Object.entries(amounts).map(([metric, amount]) => ({
      ...(history.series[0] as (typeof history.series)[number]),
      metric,
      points: (history.series[0]?.points ?? []).map(({ atUs }) => ({ atUs, value: amount * MiB, source })),
    }));
    const factors = await named([report], { ...history, series: [...history.series, ...more] });
    expect(factors.includes('swap-thrash')).toBe(expected);
  });

  it('swap-thrash: a group whose report counts more refaults than a quarter of its limit', async () => {
    const turn = (workingset_refault_anon: number) =>
      memcgKill('/a', place, {
        memcg: memcg({ path: '/a', limitBytes: 512 * MiB, stats: { workingset_refault_anon } }),
      });
    expect(await named([turn(100_000)])).toContain('swap-thrash');
    expect(await named([turn(1000)])).not.toContain('swap-thrash');
  });

  it('kill-loop: the same program three times', async () => {
    const turn = (life: number) =>
      memcgKill(
        '/a',
        { ...place, wall: eventSeconds + life * 60, mono: eventSeconds + life * 60, id: `turn${life}` },
        { victims: [victim(life + 5, 'app')] },
      );
    expect(await named([turn(0), turn(1), turn(2)])).toContain('kill-loop');
    expect(await named([turn(0), turn(1)])).not.toContain('kill-loop');
  });
});

describe('caps', () => {
  const withLooks = (count: number) => exhibit([kill], historyOf(grown(3600, 3600 / count, (share) => share)));
  it.each([
    [5, 0.65],
    [20, 0.85],
  ])('%i looks before the event allow %f', async (count, most) => {
    expect(capOf('process-leak', await withLooks(count))?.most).toBe(most);
  });
  it('sixty looks allow all, none allow .55', async () => {
    expect(capOf('process-leak', await withLooks(60))).toBeNull();
    expect(capOf('process-leak', await exhibit([kill]))?.most).toBe(0.55);
  });
  it('what one report proves is not capped for want of samples', async () => {
    for (const cause of ['shared-memory-growth', 'kernel-slab-growth', 'hugetlb-reservation', 'manual'] as const)
      expect(capOf(cause, await exhibit([kill]))).toBeNull();
  });
  it('inferred times, loose and contradicted clocks', async () => {
    const history = historyOf(grown(3600, 30, (share) => share));
    const inferred = historyOf(
      grown(3600, 30, (share) => share),
      {},
      { timeBasis: 'inferred' },
    );
    expect(capOf('process-leak', await exhibit([kill], inferred))?.most).toBe(0.75);
    expect(capOf('process-leak', await exhibit([kill], { ...history, alignmentErrorUs: 600_000_000 }))?.most).toBe(0.7);
    const doubtful = {
      ...history,
      alignment: { offsetUs: 0, basis: 'wall-clock', trust: 'doubtful', sentences: [] } as const,
    };
    expect(capOf('process-leak', await exhibit([kill], doubtful))?.most).toBe(0.7);
  });
});

describe('killers outside the kernel', () => {
  const killed = (
    facts: object,
    killer: Parameters<typeof userspaceKill>[0] = 'systemd-oomd',
  ): Exhibit | Promise<Exhibit> => {
    const one = userspaceKill(killer, killer === 'systemd-oomd' ? '/user.slice/app.scope' : null, place);
    return exhibit([{ ...one, record: { ...one.record, ...facts } as typeof one.record }]);
  };

  it('systemd-oomd for pressure: the group thrashed', async () => {
    const verdict = judge(await killed({ pressurePercent: 71, pressureLimitPercent: 50 }));
    expect(verdict).toMatchObject({ cause: 'cgroup-thrash', who: { kind: 'cgroup', cgroup: '/user.slice/app.scope' } });
  });
  it('systemd-oomd for swap while memory was there follows its own rules', async () => {
    const verdict = judge(
      await killed({
        memUsedBytes: 6 * 1024 * MiB,
        memTotalBytes: 32 * 1024 * MiB,
        swapUsedBytes: 970 * MiB,
        swapTotalBytes: 1024 * MiB,
      }),
    );
    expect(
      verdict.alternatives.concat({ cause: verdict.cause, confidence: verdict.confidence }).map(({ cause }) => cause),
    ).toContain('userspace-policy');
    expect(verdict.confidence).toBeLessThan(0.9);
  });
  it('earlyoom with 3 % left and no samples: a shortage, and how it came to be is open', async () => {
    const verdict = judge(await killed({ memAvailablePercent: 3 }, 'earlyoom'));
    expect(verdict.cause).toBe('undetermined');
    expect(verdict.who).toMatchObject({ comm: 'chrome' });
    // An open question helps only with what tells its candidates apart, each in words of its own.
    const predictions = verdict.alternatives.map(({ predicts }) => predicts ?? '');
    expect(predictions.length).toBeGreaterThan(1);
    expect(new Set(predictions.filter((text) => text.length > 20)).size).toBe(predictions.length);
  });
  it('earlyoom with samples: the leak', async () => {
    const one = userspaceKill('earlyoom', null, place);
    const history = historyOf(grown(3600, 30, (share) => share, 900, 'chrome'));
    const verdict = judge(
      await exhibit([{ ...one, record: { ...one.record, memAvailablePercent: 3 } as typeof one.record }], history),
    );
    expect(verdict).toMatchObject({ cause: 'process-leak', who: { comm: 'chrome', pid: 900 }, victimIsCulprit: true });
    expect(verdict.alternatives.every(({ predicts }) => predicts === undefined)).toBe(true);
  });
  it('a kubelet eviction is judged without a claim beyond what it says', async () => {
    const verdict = judge(await killed({ reason: 'The node was low on resource: memory' }, 'kubelet'));
    expect(verdict.confidence).toBeLessThan(0.75);
  });
});

describe('refusals and hangs', () => {
  it("a fork without memory is a refusal, not a shortage of processes' making", async () => {
    const verdict = judge(await exhibit([forkRefused('ENOMEM', place)]));
    expect(verdict.cause).toBe('overcommit-refused');
    expect(verdict.confidence).toBeLessThan(0.97);
    expect(verdict.who.kind).toBe('none');
  });

  it('a promise that the kernel refused is proof by itself', async () => {
    const refused = allocFailure(place, { variant: 'commit', sizeBytes: 2 ** 31 });
    expect(judge(await exhibit([refused])).cause).toBe('overcommit-refused');
  });

  it.each([
    [
      'a soft lockup that spins for a lock',
      ['native_queued_spin_lock_slowpath+0x1', '_raw_spin_lock+0x1', 'd_walk+0x1'],
      'lock-contention',
    ],
    [
      'an RCU stall inside reclaim',
      ['isolate_lru_folios+0x1', 'shrink_inactive_list+0x1', 'shrink_lruvec+0x1'],
      'memory-stall',
    ],
    ['a lockup in a module', ['vendor_poll+0x1/0x2 [vendor]', 'vendor_irq+0x1/0x2 [vendor]'], 'driver-hang'],
    ['a lockup that says nothing', ['memcpy_erms+0x1', 'do_syscall_64+0x1'], 'undetermined'],
    ['a lockup without a stack', [], 'undetermined'],
  ] as const)('%s', async (_, callTrace, cause) => {
    const record = {
      ...envelope(place),
      complete: true,
      problems: [],
      kernelRelease: null,
      kind: 'stall',
      variant: 'soft-lockup',
      comm: 'kworker/1:2',
      pid: 77,
      cpu: 1,
      seconds: 22,
      callTrace,
    };
    const verdict = judge(await exhibit([stored(record as never, place)]));
    expect(verdict.cause).toBe(cause);
    expect(verdict.confidence).toBeLessThan(0.9);
  });

  it('one task reported three times is one witness', async () => {
    const trace = ['schedule+0x1', 'percpu_rwsem_wait+0x1', '__percpu_down_read+0x1', 'mnt_want_write+0x1'];
    const once = hungTask({ ...place, id: 'a' }, { callTrace: trace });
    const again = [120, 240].map((seconds) =>
      hungTask(
        { ...place, wall: eventSeconds + seconds, mono: eventSeconds + seconds, id: `a${seconds}` },
        { callTrace: trace, blockedSeconds: 120 + seconds },
      ),
    );
    const verdict = judge(await exhibit([once, ...again]));
    expect(verdict.cause).toBe('frozen-filesystem');
    expect(verdict.confidence).toBe(judge(await exhibit([once])).confidence);
    expect(verdict.evidence[0]?.values['tasks']).toBe(1);
  });
});
