import { describe, expect, it } from 'vitest';
import type { RecordOf } from '../../../parsers/model/record.ts';
import type { MemoryHistory } from '../../../src/diagnosis/history.ts';
import { rules } from '../../../src/diagnosis/rules/index.ts';
import type { Exhibit, Rule } from '../../../src/diagnosis/rules/rule.ts';
import { type WeightId, weights } from '../../../src/diagnosis/rules/weights.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import {
  allocFailure,
  forkRefused,
  hungTask,
  memcg,
  memcgKill,
  memInfo,
  stored,
  unitOom,
  userspaceKill,
  victim,
  zone,
} from '../records.ts';
import {
  envelope,
  eventSeconds,
  eventUs,
  exhibit,
  fullHost,
  groupHistory,
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
const at = (seconds: number) => ({ ...place, wall: eventSeconds + seconds, mono: eventSeconds + seconds });
const plainKill = hostKill(fullHost, [grower, ...others]);
const plain = (): Promise<Exhibit> => exhibit([plainKill]);
const leakHistory = historyOf(grown(3600, 30, (share) => share));
const flat = (layout = hostWith(200)): MemoryHistory =>
  historyOf(looks(3600, 30, () => ({ host: layout, processes: others })));
const atomic = (facts: Parameters<typeof allocFailure>[1] = {}) => exhibit([allocFailure(place, facts)]);

/** A host of which so much is in no counter, most of it allocated by one driver. */
const profiled = (hidden: number) => {
  const layout = hostWith(14_000 - hidden, { free: 100 });
  const holders = [{ ...grower, anon: 14_000 - hidden }];
  const { memInfo: plainInfo } = hostKill(layout, holders).record as RecordOf<'oom-kill'>;
  const allocations = [
    { bytes: 9000 * MiB, calls: 900_000, site: 'mm/memory.c:1061 func:folio_prealloc' },
    { bytes: hidden * MiB, calls: 1000, site: 'drivers/net/x.c:1 [x_nic] func:x_alloc_page' },
  ];
  return hostKill(layout, holders, { memInfo: plainInfo && { ...plainInfo, allocations } });
};

const lives = (count: number, apart: number, limitMiB = 512) =>
  Array.from({ length: count }, (_, life) =>
    memcgKill(
      '/app',
      { ...at(life * apart), id: `life${life}` },
      {
        tasks: [row({ pid: 900 + life, comm: 'app', anon: limitMiB - 2 })],
        victims: [victim(900 + life, 'app', (limitMiB - 2) * 1024)],
        memcg: memcg({
          path: '/app',
          usageBytes: limitMiB * MiB,
          limitBytes: limitMiB * MiB,
          stats: { anon: (limitMiB - 2) * MiB, file: 0, shmem: 0, kernel: 2 * MiB },
        }),
      },
    ),
  );
/** Samples every `every` seconds of `count` lives of `apart` seconds; `size` is MiB at a share of the life. */
const livesHistory = (count: number, apart: number, every: number, size: (share: number) => number) =>
  historyOf(
    Array.from({ length: Math.floor((count * apart) / every) }, (_, index) => {
      const seconds = index * every;
      const life = Math.floor(seconds / apart);
      const anon = size((seconds % apart) / apart);
      return {
        secondsBefore: apart - seconds,
        processes: anon > 0 ? [{ pid: 900 + life, comm: 'app', anon }, ...others] : others,
      };
    }),
  );
const stall = (callTrace: readonly string[]) =>
  stored(
    {
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
    } as never,
    place,
  );
const hang = (callTrace: readonly string[], facts: Parameters<typeof hungTask>[1] = {}, id = 0) =>
  hungTask({ ...at(id), id: `hang${id}` }, { callTrace, pid: 300 + id, comm: `task${id}`, ...facts });

const askedFor = (gfpMask: string, gfpFlags: readonly string[], order = 0) =>
  ({ comm: 'app', pid: 7, gfpMask, gfpFlags, order, nodemask: null, oomScoreAdj: 0 }) as never;

/** A 32-bit host: 900 MiB of low memory below its minimum, `highFree` MiB free in high memory. */
const lowMemoryKill = ({ highFree = 300, flags = ['GFP_KERNEL'], order = 0 }) =>
  hostKill({ total: 4000, free: highFree + 4, anon: 500, file: 2800, swapTotal: 2000, swapFree: 2000 }, others, {
    trigger: askedFor('0xd0', flags, order),
    memInfo: memInfo({
      swapTotalBytes: 2000 * MiB,
      swapFreeBytes: 2000 * MiB,
      zones: [
        zone({ freeBytes: 4 * MiB, minBytes: 4 * MiB, highBytes: 6 * MiB }),
        zone({
          name: 'HighMem',
          freeBytes: highFree * MiB,
          minBytes: MiB / 2,
          highBytes: 8 * MiB,
          managedBytes: 3000 * MiB,
          counters: { active_anon: 500 * MiB },
        }),
      ],
    }),
  });

/** Each rule by its id: what makes it speak, with the row of the weight table, and what looks alike and must leave it silent. */
const cases: readonly (readonly [
  id: string,
  fires: () => Promise<Exhibit>,
  weight: WeightId,
  silent: () => Promise<Exhibit>,
])[] = [
  [
    'allocation-site',
    () => exhibit([profiled(4000)]),
    'site-of-the-rest',
    // A few per cent are in no counter on every host.
    () => exhibit([profiled(300)]),
  ],
  ['asked-by-hand', () => exhibit([hostKill(hostWith(200), others, { manual: true })]), 'asked-by-hand', plain],
  [
    'component-growth',
    () => exhibit([plainKill], leakHistory),
    'grew-most/anonymous',
    () => exhibit([plainKill], historyOf(looks(3600, 30, () => ({ host: fullHost })))),
  ],
  [
    'fills-the-rest',
    () =>
      exhibit([
        hostKill({ total: 32_000, free: 100, anon: 15_000, shmem: 15_000 }, [{ pid: 7, comm: 'etl', anon: 14_000 }]),
      ]),
    'another-fills-the-rest',
    () =>
      exhibit([
        hostKill(
          { total: 32_000, free: 100, anon: 15_000, shmem: 15_000 },
          Array.from({ length: 5 }, (_, index) => ({ pid: 7 + index, comm: `app-${'abcde'[index]}`, anon: 2_900 })),
        ),
      ]),
  ],
  [
    'component-level',
    plain,
    'holds-most/anonymous',
    () => exhibit([hostKill({ total: 16_000, free: 9000, anon: 5000, slabKept: 500, file: 1400 }, others)]),
  ],
  [
    'slab-table',
    () =>
      exhibit([
        hostKill(fullHost, [grower], {
          memInfo: memInfo({ slab: [{ name: 'kmalloc-64', usedBytes: 9 * MiB, totalBytes: 10 * MiB }] as never }),
        }),
      ]),
    'slab-table-printed',
    plain,
  ],
  [
    'unit-at-limit',
    () =>
      exhibit(
        [unitOom('render.service', place)],
        groupHistory('/system.slice/render.service', () => 4000),
      ),
    'unit-at-its-limit',
    () =>
      exhibit(
        [unitOom('render.service', place)],
        groupHistory('/system.slice/render.service', () => 900),
      ),
  ],
  [
    'unused-huge-pages',
    () =>
      exhibit([
        hostKill({ total: 16_000, free: 100, anon: 5000, slabKept: 900, huge: { total: 10_000, free: 9000 } }, others),
      ]),
    'unused-huge-pages',
    () =>
      exhibit([
        hostKill({ total: 16_000, free: 100, anon: 5000, slabKept: 900, huge: { total: 10_000, free: 100 } }, others),
      ]),
  ],
  ['growers', () => exhibit([plainKill], leakHistory), 'one-grower', () => exhibit([plainKill])],
  ['rise-shape', () => exhibit([plainKill], leakHistory), 'rose-steadily', () => exhibit([plainKill])],
  [
    'task-table',
    plain,
    'one-large-process',
    () =>
      exhibit([
        hostKill(
          fullHost,
          [1, 2, 3, 4].map((pid): Holder => ({ pid, comm: `service-${'abcd'[pid - 1]}`, anon: 3500 })),
        ),
      ]),
  ],
  [
    'repeated-kills',
    () =>
      exhibit(
        lives(3, 900),
        livesHistory(3, 900, 60, (share) => 50 + 450 * share),
      ),
    'killed-again-after-growing',
    () => exhibit(lives(1, 900)),
  ],
  [
    'shared-mapping',
    () =>
      exhibit([
        hostKill({ total: 16_000, free: 100, anon: 900, shmem: 13_000, slabKept: 500 }, [
          { pid: 5, comm: 'postgres', anon: 40, shmem: 12_000 },
        ]),
      ]),
    'mapped-by-processes',
    plain,
  ],
  [
    'failed-request',
    () =>
      atomic({ memInfo: memInfo({ counters: { free: 256 }, zones: [zone({ freeBytes: MiB, minBytes: 8 * MiB })] }) }),
    'reserve-drained',
    () =>
      atomic({
        gfpFlags: ['GFP_KERNEL'],
        memInfo: memInfo({ zones: [zone({ freeBytes: 900 * MiB, minBytes: 8 * MiB })] }),
      }),
  ],
  [
    'full-zone',
    () => exhibit([lowMemoryKill({})]),
    'zone-full-others-free',
    () => exhibit([lowMemoryKill({ highFree: 2 })]),
  ],
  [
    'free-memory',
    () => exhibit([hostKill(hostWith(200), others, { trigger: askedFor('0x0', []) })]),
    'nothing-asked-and-memory-free',
    () => exhibit([hostKill(fullHost, others, { trigger: askedFor('0x0', []) })]),
  ],
  [
    'hung-wait',
    () => exhibit([hang(['schedule+0x1', 'percpu_rwsem_wait+0x1', '__percpu_down_read+0x1', 'mnt_want_write+0x1'])]),
    'waits-for-frozen-filesystem',
    () => exhibit([hang(['schedule+0x1', 'do_nanosleep+0x1'])]),
  ],
  [
    'lock-holders',
    () =>
      exhibit([
        hang(['__mutex_lock+0x1', 'a_write+0x1'], { blocker: { comm: 'cfgd', pid: 9, lock: 'mutex' } as never }),
      ]),
    'holder-named',
    () => exhibit([hang(['__mutex_lock+0x1', 'a_write+0x1'])]),
  ],
  [
    'memory-while-hung',
    () => exhibit([hang(['io_schedule+0x1', 'swap_readpage+0x1'])], flat({ ...fullHost, free: 10, file: 0 })),
    'memory-was-tight',
    () => exhibit([hang(['io_schedule+0x1', 'swap_readpage+0x1'])]),
  ],
  [
    'stalled-allocation',
    () => atomic({ variant: 'page-stall', stallSeconds: 14, order: 0, gfpFlags: ['GFP_HIGHUSER_MOVABLE'] }),
    'waits-for-reclaim',
    () => exhibit([stall(['try_to_free_pages+0x1', '__alloc_pages_slowpath+0x1'])]),
  ],
  [
    'stalled-cpu',
    () => exhibit([stall(['native_queued_spin_lock_slowpath+0x1', '_raw_spin_lock+0x1', 'try_to_wake_up+0x1'])]),
    'spins-for-lock',
    () => exhibit([stall(['memcpy+0x1', 'do_syscall_64+0x1'])]),
  ],
  [
    'userspace-killer',
    async () =>
      exhibit([
        withFacts(userspaceKill('systemd-oomd', '/user.slice/app.scope', place), {
          pressurePercent: 70,
          pressureLimitPercent: 50,
        }),
      ]),
    'killed-for-pressure',
    () => exhibit([userspaceKill('earlyoom', null, place)]),
  ],
  [
    'stuck-writeback',
    () =>
      exhibit([
        hostKill(fullHost, [grower], {
          memInfo: memInfo({ counters: { ...memInfo().counters, dirty: 20_000, writeback: 9_000 }, ramPages: 210_000 }),
        }),
      ]),
    'dirty-pages-stuck',
    () =>
      exhibit([
        hostKill(fullHost, [grower], {
          memInfo: memInfo({ counters: { ...memInfo().counters, dirty: 1_000, writeback: 900 }, ramPages: 210_000 }),
        }),
      ]),
  ],
  ['refused-fork', () => exhibit([forkRefused('ENOMEM', place)]), 'no-memory-for-a-fork', plain],
  ['refused-promise', () => exhibit([allocFailure(place, { variant: 'commit' })]), 'promise-refused', plain],
  [
    'came-and-went',
    // Two days of a load that comes in the morning, and a third morning that is a little more than there was room for.
    () => exhibit([plainKill], historyOf(grown(216_000, 600, (share) => 0.5 - Math.cos(share * 5 * Math.PI) / 2))),
    'as-high-before',
    // A collector's sawtooth on a leak: as high before, but each trough is higher than the last.
    () => exhibit([plainKill], historyOf(grown(216_000, 600, (share) => share * 0.6 + ((share * 5) % 1) * 0.4))),
  ],
  [
    'stood-all-along',
    () => exhibit([plainKill], historyOf(grown(36_000, 300, (share) => 0.99 + 0.01 * Math.sin(share * 40)))),
    'stood-all-along',
    // A slow leak of which only the last tenth was watched: one program, up all the time.
    () => exhibit([plainKill], historyOf(grown(36_000, 300, (share) => 0.94 + 0.06 * share))),
  ],
];

function withFacts<Stored extends { readonly record: object }>(one: Stored, facts: object): Stored {
  return { ...one, record: { ...one.record, ...facts } };
}

const ruleOf = (id: string): Rule => {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
};
const found = (id: string, made: Exhibit): WeightId[] =>
  ruleOf(id).frames.includes(made.frame)
    ? ruleOf(id)
        .judge(made)
        .map(({ weight }) => weight)
    : [];

/** Two lives of one program; it dies at its largest, and `pause` seconds later a new one starts. */
const twoLives = (pause: number) => {
  const life = (from: number, to: number, pid: number) =>
    Array.from({ length: (from - to) / 60 + 1 }, (_, index) => {
      const anon = 500 + (13_500 * index * 60) / (from - to);
      return {
        secondsBefore: from - index * 60,
        host: hostWith(anon),
        processes: [...others, { pid, comm: 'app', anon }],
      };
    });
  const idle = Array.from({ length: pause / 60 - 1 }, (_, index) => ({
    secondsBefore: 3540 + pause - index * 60,
    host: hostWith(0),
    processes: others,
  }));
  return exhibit([plainKill], historyOf([...life(7200 + pause, 3600 + pause, 499), ...idle, ...life(3600, 60, 500)]));
};

describe('memory that goes with a process', () => {
  it('is given back by a job that ends and comes again', async () =>
    expect(found('came-and-went', await twoLives(3600))).toEqual(['as-high-before']));
  it('is not given back by one that is killed and started again', async () => {
    const made = await twoLives(60);
    expect(found('came-and-went', made)).toEqual([]);
    expect(judge(made).cause).toBe('process-leak');
  });
});

describe('memory of the host', () => {
  it('says nothing of tasks that the limit of their group holds back', async () => {
    const throttled = ['schedule_timeout+0x1', 'mem_cgroup_handle_over_high+0x1'];
    const inGroup = [
      'io_schedule+0x1',
      'shrink_lruvec+0x1',
      'try_to_free_mem_cgroup_pages+0x1',
      'try_charge_memcg+0x1',
    ];
    for (const trace of [throttled, inGroup])
      expect(found('memory-while-hung', await exhibit([hang(trace)], flat()))).toEqual([]);
    expect(found('memory-while-hung', await exhibit([hang(['shrink_lruvec+0x1'])], flat()))).toEqual([
      'memory-was-there',
    ]);
  });
});

describe('each rule', () => {
  it('has a case here, and one rule a file', () => {
    expect(cases.map(([id]) => id).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it.each(cases)('%s speaks', async (id, fires, weight) => {
    expect(found(id, await fires())).toContain(weight);
  });

  it.each(cases)('%s is silent on what looks alike', async (id, _fires, weight, silent) => {
    expect(found(id, await silent())).not.toContain(weight);
  });

  it.each(cases)('%s gives every claim a source that can be opened, and numbers', async (id, fires) => {
    const made = await fires();
    for (const { claim, from, values } of ruleOf(id).judge(made)) {
      expect(claim.length).toBeGreaterThan(10);
      expect(claim).not.toMatch(/NaN|undefined|Infinity/);
      const address = 'sample' in from ? from.sample : from;
      expect(address.path).not.toBe('');
      expect(address.byteEnd).toBeGreaterThan(address.byteStart);
      for (const value of Object.values(values)) expect(value).not.toBeNaN();
    }
  });
});

describe('thresholds, both sides', () => {
  const shared = (sharedMiB: number) =>
    exhibit([
      hostKill({ total: 16_000, free: 100, anon: 15_000 - sharedMiB, shmem: sharedMiB, slabKept: 300 }, others),
    ]);
  const kept = (slabKept: number) =>
    exhibit([hostKill({ total: 16_000, free: 100, anon: 15_000 - slabKept, slabKept }, others)]);
  const lost = (lostMiB: number, total = 16_000) =>
    exhibit([hostKill({ total, free: 10, anon: total - 10 - lostMiB }, others)]);
  const huge = (free: number) =>
    exhibit([hostKill({ total: 16_000, free: 100, anon: 5000, huge: { total: 9000, free } }, others)]);

  it.each([
    ['shared memory at 24 %', () => shared(3800), 'component-level', 'holds-much/shared-memory', false],
    ['shared memory at 26 %', () => shared(4200), 'component-level', 'holds-much/shared-memory', true],
    ['shared memory at 42 %', () => shared(6800), 'component-level', 'holds-most/shared-memory', true],
    ['shared memory at 52 %', () => shared(8400), 'component-level', 'holds-half/shared-memory', true],
    ['unreclaimable slab at 11 %', () => kept(1760), 'component-level', 'holds-much/slab-unreclaimable', false],
    ['unreclaimable slab at 13 %', () => kept(2080), 'component-level', 'holds-much/slab-unreclaimable', true],
    ['9 % in no counter', () => lost(1440), 'component-level', 'holds-much/unaccounted', false],
    ['11 % in no counter', () => lost(1760), 'component-level', 'holds-much/unaccounted', true],
    [
      '11 % of a small guest, less than firmware takes',
      () => lost(50, 450),
      'component-level',
      'holds-much/unaccounted',
      false,
    ],
    ['19 % of RAM in unused huge pages', () => huge(3040), 'unused-huge-pages', 'unused-huge-pages', false],
    ['21 % of RAM in unused huge pages', () => huge(3380), 'unused-huge-pages', 'unused-huge-pages', true],
  ] as const)('%s', async (_, make, rule, weight, fires) => {
    expect(found(rule, await make()).includes(weight)).toBe(fires);
  });

  it('a component that was there all along did not use up the memory, however large', async () => {
    const layout = (anon: number) => ({ total: 16_000, free: 9000 - anon, anon, shmem: 6000, slabKept: 300 });
    const kill = hostKill(layout(8900), [{ pid: 500, comm: 'app', anon: 8800 }]);
    const history = historyOf(
      looks(3600, 30, (share) => ({
        host: layout(Math.round(8800 * share)),
        processes: [{ pid: 500, comm: 'app', anon: Math.round(8800 * share) }],
      })),
    );
    expect(found('component-level', await exhibit([kill]))).toContain('holds-much/shared-memory');
    expect(found('component-level', await exhibit([kill], history))).not.toContain('holds-much/shared-memory');
  });

  const swarm = (count: number, each: number) =>
    exhibit([
      hostKill(fullHost, [
        ...Array.from({ length: count }, (_, index): Holder => ({ pid: 100 + index, comm: 'worker', anon: each })),
        ...others,
      ]),
    ]);
  it.each([
    ['7 of one name', 7, 2000, false],
    ['9 of one name', 9, 1500, true],
    ['200 small ones', 200, 70, true],
  ])('many alike: %s', async (_, count, each, fires) => {
    expect(found('task-table', await swarm(count, each)).includes('many-alike')).toBe(fires);
  });
  it('one of nine that holds half is no swarm', async () => {
    const made = await exhibit([
      hostKill(fullHost, [
        { pid: 99, comm: 'worker', anon: 8000 },
        ...Array.from({ length: 8 }, (_, index): Holder => ({ pid: 100 + index, comm: 'worker', anon: 700 })),
      ]),
    ]);
    expect(found('task-table', made)).toEqual(['one-large-process']);
  });
});

describe('who grew', () => {
  const programs = (count: number, shareOf: (index: number) => number) => {
    const holders = (share: number) =>
      Array.from({ length: count }, (_, index) => ({
        pid: 500 + index,
        comm: `pod-${'abcdefghijklmnopqrst'[index]}`,
        anon: Math.round(20 + 13_000 * shareOf(index) * share),
      }));
    const host = (share: number) => hostWith(Math.round(1000 + 13_000 * share));
    return exhibit(
      [hostKill(host(1), holders(1))],
      historyOf(looks(3600, 60, (share) => ({ host: host(share), processes: holders(share) }))),
    );
  };

  it("twenty programs that grow together are nobody's leak, though none of them brings an eighth", async () => {
    const made = await programs(20, () => 0.05);
    expect(found('growers', made)).toEqual(['many-growers']);
    expect(found('rise-shape', made)).toEqual([]);
  });

  it('one that brings half is no crowd', async () => {
    expect(found('growers', await programs(11, (index) => (index === 0 ? 0.55 : 0.045)))).toEqual([]);
  });
});

describe('the shape of a rise', () => {
  const shapeOf = async (every: number, shape: (share: number) => number, seconds = 3600): Promise<WeightId[]> => {
    const history = historyOf(grown(seconds, every, shape));
    return found('rise-shape', await exhibit([plainKill], history));
  };
  const jump = (share: number): number => (share < 0.97 ? 0 : (share - 0.97) * 33);

  it.each([
    ['a line in 120 points', 30, (share: number) => share, 'rose-steadily'],
    ['a line in 12 points', 300, (share: number) => share, 'rose-over-most-of-the-window'],
    ['a line in 4 points', 900, (share: number) => share, 'rose-at-an-even-pace'],
    ['a jump in 120 points', 30, jump, 'rose-at-once'],
    ['a jump after standing still, in 4 points', 900, jump, 'jumped-after-standing-still'],
    [
      'a jump to a level that was kept for half of the time',
      30,
      (share: number) => (share < 0.5 ? 0 : 1),
      'stood-at-its-level',
    ],
    [
      'a jump, and a twentieth of the time until the kill',
      30,
      (share: number) => (share < 0.95 ? 0 : 1),
      'rose-at-once',
    ],
    ['a line in steps', 30, (share: number) => Math.floor(share * 12) / 12, 'rose-steadily'],
    ['a saw on a line', 30, (share: number) => share * 0.8 + ((share * 20) % 1) * 0.15, 'rose-steadily'],
  ] as const)('%s', async (_, every, shape, weight) => {
    expect(await shapeOf(every, shape)).toContain(weight);
  });

  it('a rise that the host shows in more samples than the process is told as the rise of all processes', async () => {
    const all = grown(3600, 30, (share) => share);
    const rarely = all.map((look, index) => (index % 8 === 0 ? look : { ...look, processes: [] }));
    const told = async (seen: typeof all) => {
      const [finding] = ruleOf('rise-shape').judge(await exhibit([plainKill], historyOf(seen)));
      return finding && { claim: finding.claim, from: 'sample' in finding.from ? finding.from.sample : null };
    };
    const own = await told(all);
    expect(own?.claim).toMatch(/^app \(pid \d+\) rose by [\d.]+ GiB over \d+ samples and the kernel's report/);
    expect(own?.from).toMatchObject({ scope: 'process', comm: 'app', metric: 'rssAnonBytes' });
    const host = await told(rarely);
    expect(host?.claim).toMatch(/^the anonymous memory of all processes, .* app's \(pid \d+\), rose by/);
    expect(host?.from).toMatchObject({ scope: 'system', comm: null, pid: null });
  });

  it('a rise while the sampler was down has no shape', async () => {
    const all = grown(3600, 30, (share) => share);
    const seen = all.filter(({ secondsBefore }) => secondsBefore > 1800);
    expect(found('rise-shape', await exhibit([plainKill], historyOf(seen)))).toEqual([]);
    const starved = all.filter(({ secondsBefore }) => secondsBefore > 90);
    expect(found('rise-shape', await exhibit([plainKill], historyOf(starved)))).toContain('rose-steadily');
  });

  it('growth of two hours after two days of peace is no jump', async () => {
    const history = historyOf(grown(172_800, 300, (share) => Math.max(0, (share - 0.96) / 0.04)));
    expect(found('rise-shape', await exhibit([plainKill], history))).toContain('rose-steadily');
  });

  it('what rises to a level and stays there had levelled off', async () => {
    expect(await shapeOf(30, (share) => 1 - Math.exp(-share * 9))).toContain('levelled-off');
    expect(await shapeOf(30, (share) => share)).not.toContain('levelled-off');
  });

  it('swap counts: memory that is swapped out while it grows has not stopped growing', async () => {
    const layout = (grownMiB: number) => {
      const swapped = Math.max(0, grownMiB - 12_000);
      return { ...hostWith(Math.min(grownMiB, 12_000)), swapTotal: 8000, swapFree: 8000 - swapped };
    };
    const kill = hostKill(layout(20_000), [{ pid: 500, comm: 'app', anon: 12_000, swap: 8000 }, ...others]);
    const history = historyOf(
      looks(3600, 30, (share) => {
        const grownMiB = Math.round(20_000 * share);
        return {
          host: layout(grownMiB),
          processes: [
            ...others,
            { pid: 500, comm: 'app', anon: Math.min(grownMiB, 12_000), swap: Math.max(0, grownMiB - 12_000) },
          ],
        };
      }),
    );
    expect(found('rise-shape', await exhibit([kill], history))).toEqual(['rose-steadily']);
  });
});

describe('lives of a program that is killed again and again', () => {
  it.each([
    ['it grew through each', 4, 900, 60, (share: number) => 50 + 450 * share, 'killed-again-after-growing'],
    [
      'it was full at once, in samples that would have shown it grow',
      4,
      900,
      10,
      (share: number) => (share < 0.97 ? 0 : 505),
      'killed-at-one-size-at-once',
    ],
    ['too short for the samples', 6, 4, 10, (share: number) => 50 + 450 * share, 'killed-again-too-soon-to-see'],
  ] as const)('%s', async (_, count, apart, every, size, weight) => {
    expect(
      found('repeated-kills', await exhibit(lives(count, apart), livesHistory(count, apart, every, size))),
    ).toEqual([weight]);
  });

  it('victims that ran side by side are no lives of one another', async () => {
    const crowd = [0, 1, 2, 3].map((index) =>
      memcgKill(
        '/app',
        { ...at(index), id: `side${index}` },
        {
          tasks: [0, 1, 2, 3].slice(index).map((pid) => row({ pid, comm: 'app', anon: 120 })),
          victims: [victim(index, 'app', 120 * 1024)],
          memcg: memcg({
            path: '/app',
            usageBytes: 512 * MiB,
            limitBytes: 512 * MiB,
            stats: { anon: 500 * MiB, file: 0 },
          }),
        },
      ),
    );
    expect(found('repeated-kills', await exhibit(crowd))).toEqual([]);
  });
});

it('every row of the weight table can be reached by some rule or stands for a grade of one', () => {
  const rowNames = Object.keys(weights).filter((name) => !name.includes('/'));
  expect(rowNames.length).toBeGreaterThan(30);
  for (const name of rowNames) expect(weights[name as WeightId].group).not.toBe('');
});

it('the event lies where the scenes say', () => expect(eventUs).toBeGreaterThan(0));

describe('requests and the zones they may use', () => {
  const verdictOf = async (kill: ReturnType<typeof hostKill>) => judge(await exhibit([kill]));

  it('low memory is empty while high memory is free: the kernel ran out of it, no process is blamed', async () => {
    expect(await verdictOf(lowMemoryKill({}))).toMatchObject({
      cause: 'zone-exhausted',
      where: { component: 'zone' },
      who: { kind: 'kernel' },
      victimIsCulprit: false,
    });
    // The watermarks fail for single pages already: the order has no part in it.
    expect(await verdictOf(lowMemoryKill({ order: 1 }))).toMatchObject({ cause: 'zone-exhausted' });
  });

  it('a request that may use high memory was not kept to the low zone', async () => {
    expect(found('full-zone', await exhibit([lowMemoryKill({ flags: ['GFP_HIGHUSER_MOVABLE'] })]))).toEqual([]);
    // A page cache page of a block device can move, and must lie in low memory all the same.
    expect(found('full-zone', await exhibit([lowMemoryKill({ flags: ['GFP_NOFS', '__GFP_MOVABLE'] })]))).toEqual([
      'zone-full-others-free',
    ]);
  });

  it('free CMA pages do not serve a request of the kernel', async () => {
    const dma = zone({
      name: 'DMA',
      freeBytes: 500 * MiB,
      freeCmaBytes: 495 * MiB,
      minBytes: 10 * MiB,
      highBytes: 12 * MiB,
    });
    const kill = (flags: readonly string[]) =>
      exhibit([
        hostKill({ total: 700, free: 500, anon: 40 }, others, {
          trigger: askedFor('0xcc0', flags),
          memInfo: memInfo({ zones: [dma] }),
        }),
      ]);
    const [finding] = ruleOf('full-zone').judge(await kill(['GFP_KERNEL']));
    expect(finding?.claim).toContain('495 MiB in CMA, which takes movable pages only');
    expect(found('full-zone', await kill(['GFP_HIGHUSER_MOVABLE']))).toEqual([]);
  });

  it('kernel memory cannot use the Movable zone, however much of it is free', async () => {
    const movable = { name: 'Movable', freeBytes: 900 * MiB, minBytes: 4 * MiB, highBytes: 6 * MiB };
    const kill = (flags: readonly string[]) =>
      exhibit([
        hostKill({ total: 4000, free: 900, anon: 500 }, others, {
          trigger: askedFor('0xcc0', flags),
          memInfo: memInfo({ zones: [zone({ freeBytes: MiB }), zone(movable)] }),
        }),
      ]);
    expect(found('full-zone', await kill(['GFP_KERNEL']))).toEqual(['zone-full-others-free']);
    expect(found('full-zone', await kill(['GFP_HIGHUSER_MOVABLE']))).toEqual([]);
  });

  it('zones of nodes that a cpuset forbids are out of reach for another reason', async () => {
    const kill = hostKill({ total: 4000, free: 900, anon: 2900 }, others, {
      trigger: askedFor('0xcc0', ['GFP_KERNEL']),
      constraint: 'cpuset',
      memsAllowed: '0',
      memInfo: memInfo({
        zones: [zone({ freeBytes: MiB }), zone({ node: 1, name: 'Movable', freeBytes: 900 * MiB, minBytes: MiB })],
      }),
    });
    expect(found('full-zone', await exhibit([kill]))).toEqual([]);
  });

  it('without a mask, high memory above its high watermark tells that the request could not use it', async () => {
    expect(found('full-zone', await exhibit([lowMemoryKill({ flags: [] })]))).toEqual(['zone-full-others-free']);
  });

  it('a page fault that asked for no page, with memory free, blames no process', async () => {
    const verdict = await verdictOf(
      hostKill({ total: 3000, free: 800, anon: 1700, file: 200 }, others, { trigger: askedFor('0x0', []) }),
    );
    expect(verdict).toMatchObject({ cause: 'undetermined', where: { component: 'none' }, who: { kind: 'none' } });
    expect(verdict.next).toContain('page fault of app');
  });
});

describe('what a slab cache tells', () => {
  const slab = (detail: string, gfpFlags: readonly string[]) =>
    atomic({ variant: 'slab', order: null, sizeBytes: 1024, gfpFlags, detail });

  it('one of a memory cgroup, for a request that could wait: its limit, not fragmentation', async () => {
    const made = await slab('inode_cache(100:web)', ['GFP_NOFS']);
    expect(found('failed-request', made)).toEqual(['one-page-was-enough', 'cache-of-a-group']);
    const { cause, confidence, who } = judge(made);
    expect({ cause, who: who.kind }).toEqual({ cause: 'limit-too-small', who: 'none' });
    expect(confidence).toBeLessThanOrEqual(0.55);
  });

  it('one of the host says nothing of limits', async () => {
    expect(found('failed-request', await slab('inode_cache', ['GFP_NOFS']))).toEqual(['one-page-was-enough']);
    expect(found('failed-request', await slab('inode_cache(100:web)', ['GFP_ATOMIC']))).toEqual(['reserve-drained']);
  });
});

describe('hung tasks around a disk', () => {
  const forMutex = ['schedule+0x3f', '__mutex_lock_slowpath+0xd7', 'mutex_lock+0x2a', 'dev_close+0x2f'];
  const forPage = [
    'schedule+0x3f',
    'io_schedule+0x8f',
    'sleep_on_page+0xe',
    '__wait_on_bit_lock+0x5a',
    '__lock_page+0x67',
  ];

  it('who waits for a page of a device is behind it, who waits for a mutex is behind him', async () => {
    const verdict = judge(await exhibit([hang(forMutex, {}, 1), hang(forPage, {}, 2)]));
    expect(verdict.cause).toBe('io-stall');
  });

  it('two functions of the kernel that wait for a mutex may wait for the same one', async () => {
    const other = [...forMutex.slice(0, 3), 'dev_open+0x41'];
    expect(judge(await exhibit([hang(forMutex, {}, 1), hang(other, {}, 2)])).cause).toBe('lock-contention');
    const inModule = (trace: readonly string[]) =>
      trace.map((frame) => frame.replace(/^(dev_.*)$/, '$1/0x50 [vendor]'));
    expect(
      found('lock-holders', await exhibit([hang(inModule(forMutex), {}, 1), hang(inModule(other), {}, 2)])),
    ).toEqual(['lock-cycle']);
  });
});

it("Android's killer follows its own thresholds: that is policy, and no group thrashes", async () => {
  const kill = withFacts(userspaceKill('lowmemorykiller', null, place), {
    reason: 'cache 32112kB is below limit 32384kB',
  });
  expect(judge(await exhibit([kill])).cause).toBe('userspace-policy');
});

it('an alarm for the whole host is no sign that one group thrashed', async () => {
  const kill = withFacts(userspaceKill('earlyoom', null, place), { memAvailablePercent: 4 });
  const { alternatives } = judge(await exhibit([kill]));
  expect(alternatives.find(({ cause }) => cause === 'cgroup-thrash')?.confidence ?? 0).toBeLessThan(0.05);
});
