import type { ComponentId } from '../accounting/components.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { withCounts } from './counted.ts';
import type { Weight } from './weight.ts';
import { weightCounts } from './weight-counts.ts';

export type { Weight } from './weight.ts';

/** Causes by what fills the memory. */
export const causesOf = {
  anonymous: ['process-leak', 'process-spike', 'process-swarm', 'undersized', 'limit-too-small'],
  'shared-memory': ['tmpfs-growth', 'shared-memory-growth'],
  locked: ['locked-memory'],
  hugetlb: ['hugetlb-reservation'],
  'slab-unreclaimable': ['kernel-slab-growth'],
  'slab-reclaimable': ['kernel-slab-growth'],
  vmalloc: ['vmalloc-growth'],
  'page-tables': ['page-table-growth'],
  'kernel-stacks': ['kernel-stack-growth'],
  unaccounted: ['kernel-unaccounted'],
  // Reports have no counter for it; /proc/meminfo has.
  percpu: ['kernel-unaccounted'],
  // Counted by recent kernels alone.
  graphics: ['kernel-unaccounted'],
  balloon: ['kernel-unaccounted'],
  // Told apart in groups alone.
  sockets: ['kernel-unaccounted'],
  'kernel-other': ['kernel-slab-growth', 'kernel-unaccounted'],
  'page-cache': ['page-cache-stuck'],
} as const satisfies Partial<Record<ComponentId | 'unaccounted', readonly Hypothesis[]>>;

export type BlamedComponent = keyof typeof causesOf;

function every(hypotheses: readonly Hypothesis[], nats: number): Partial<Record<Hypothesis, number>> {
  return Object.fromEntries(hypotheses.map((hypothesis) => [hypothesis, nats]));
}

/** A few per cent at most on any healthy host, and nobody's buffers by design. */
const rareOnes: ReadonlySet<string> = new Set(['page-tables', 'kernel-stacks', 'vmalloc'] satisfies BlamedComponent[]);

/** A row for each component: `usual` for memory of processes, which fills every host, `unusual` and `rare` for others. */
function byComponent<Grade extends string>(
  grades: Readonly<
    Record<
      Grade,
      { readonly usual: number; readonly unusual: number; readonly rare?: number; readonly againstProcesses?: number }
    >
  >,
): Record<`${Grade}/${BlamedComponent}`, Weight> {
  const rows: Record<string, Weight> = {};
  for (const [grade, { usual, unusual, rare = unusual, againstProcesses = 0 }] of Object.entries<{
    usual: number;
    unusual: number;
    rare?: number;
    againstProcesses?: number;
  }>(grades)) {
    for (const [component, causes] of Object.entries(causesOf)) {
      const own = every(causes, component === 'anonymous' ? usual : rareOnes.has(component) ? rare : unusual);
      const others = component === 'anonymous' ? {} : every(causesOf.anonymous, -againstProcesses);
      rows[`${grade}/${component}`] = {
        question: 'where',
        group: 'where',
        nats: { ...others, ...own },
        basis: 'arithmetic',
        n: 0,
      };
    }
  }
  return rows as Record<`${Grade}/${BlamedComponent}`, Weight>;
}

const judged = (group: string, nats: Weight['nats'], question: Weight['question'] = 'why'): Weight => ({
  question,
  group,
  nats,
  basis: 'judgement',
  n: 0,
});

/** What the kernel itself says, and not a sum or a history. */
const stated = (group: string, nats: Weight['nats']): Weight => ({
  question: 'where',
  group,
  nats,
  basis: 'kernel',
  n: 0,
});

/** The weights as people set them; `n` is filled in below. */
export const handSet = {
  // Where: what gained while memory was used up, and what was there in the end.
  ...byComponent({
    'grew-most': { usual: 5, unusual: 5 },
    'grew-main': { usual: 3, unusual: 3.5 },
    'grew-some': { usual: 1.2, unusual: 1.2 },
    'took-much-of-ram': { usual: 0, unusual: 6, againstProcesses: 3.5 },
    'holds-half': { usual: 3, unusual: 6.5, rare: 7 },
    'holds-most': { usual: 3, unusual: 5.5, rare: 6.5 },
    'holds-much': { usual: 1.5, unusual: 3, rare: 4 },
  }),
  // By its limit alone: what filled it, the group's own counters say.
  'unit-at-its-limit': judged('limit', every(causesOf.anonymous, 1), 'where'),
  'site-of-the-rest': stated('site', { 'kernel-unaccounted': 4 }),
  'slab-table-printed': stated('where', { 'kernel-slab-growth': 5 }),

  'unused-huge-pages': {
    question: 'where',
    group: 'reserved',
    nats: { 'hugetlb-reservation': 4.5, ...every(causesOf.anonymous, -1) },
    basis: 'arithmetic',
    n: 0,
  },

  'another-fills-the-rest': judged('beside', every(causesOf.anonymous, 2.5), 'where'),

  'dirty-pages-stuck': {
    question: 'where',
    group: 'unwritten',
    nats: { 'page-cache-stuck': 5.5, ...every(causesOf.anonymous, -1) },
    basis: 'arithmetic',
    n: 0,
  },

  // Why, for memory of processes.
  'rose-steadily': {
    question: 'why',
    group: 'shape',
    nats: { 'process-leak': 3.2, undersized: 1.5, 'process-swarm': 1, 'process-spike': -3 },
    basis: 'simulation',
    n: 0,
  },
  'rose-over-most-of-the-window': judged('shape', {
    'process-leak': 2,
    undersized: 1,
    'process-swarm': 1,
    'process-spike': -2,
  }),
  'rose-at-an-even-pace': judged('shape', {
    'process-leak': 2,
    undersized: 1,
    'process-swarm': 1,
    'process-spike': -2,
  }),
  'rose-at-once': judged('shape', { 'process-spike': 3.5, 'process-leak': -2.5, undersized: -2 }),
  // What went up at once and stayed did not take it all within moments before the kill, nor does it grow without end.
  'stood-at-its-level': judged('shape', {
    'limit-too-small': 2,
    undersized: 2,
    'process-leak': -2,
    'process-spike': -2.5,
  }),
  'jumped-after-standing-still': judged('shape', { 'process-spike': 1.8, 'process-leak': -0.7, undersized: -1 }),
  'rose-between-two-samples': judged('shape', { 'process-spike': 1 }),
  'levelled-off': judged('level', { 'limit-too-small': 1.5, undersized: 1.5, 'process-leak': -2 }),
  'stood-all-along': judged('level', {
    undersized: 1.2,
    'limit-too-small': 1.2,
    'process-leak': -1.2,
    'process-spike': -2,
    'process-swarm': -2,
  }),
  'as-high-before': judged('cycle', { 'process-leak': -2.5, 'process-spike': -1, undersized: 1.5 }),
  'one-grower': judged('growers', { 'process-leak': 2, 'process-spike': 1.5, undersized: -3, 'process-swarm': -3 }),
  'many-growers': judged('growers', {
    undersized: 4,
    'process-leak': -1.5,
    'process-spike': -1.5,
    'process-swarm': -1,
  }),
  'growing-number-of-processes': judged('growers', { 'process-swarm': 4.5, 'process-leak': -1, undersized: -1 }),
  'full-of-processes': judged('refusal', { 'process-swarm': 1.5 }),
  'many-alike': judged('alike', {
    'process-swarm': 3.5,
    'process-leak': -1.5,
    'process-spike': -1.5,
    'limit-too-small': -1,
  }),
  'one-large-process': judged('alike', {
    'process-leak': 0.8,
    'process-spike': 0.6,
    'limit-too-small': 0.4,
    'process-swarm': -3,
    undersized: -0.8,
  }),
  'killed-at-one-size-at-once': judged('lives', { 'limit-too-small': 4, 'process-leak': -1.5, 'process-spike': 0.5 }),
  'killed-again-after-growing': judged('lives', { 'process-leak': 1.5, 'process-spike': -1 }),
  'killed-again-too-soon-to-see': judged('lives', { 'limit-too-small': 1 }),

  // Why, for shared memory.
  'mapped-by-processes': judged('mapped', { 'shared-memory-growth': 3, 'tmpfs-growth': -1.5 }),
  'mapped-by-nobody': judged('mapped', { 'tmpfs-growth': 2, 'shared-memory-growth': -1 }),

  // Requests that failed though memory was there.
  'no-block-of-that-order': {
    question: 'where',
    group: 'request',
    nats: { ...every(Object.values(causesOf).flat(), -2), fragmentation: 7 },
    basis: 'arithmetic',
    n: 0,
  },
  'order-above-zero': judged('order', { fragmentation: 2, 'atomic-reserve-exhausted': -1 }, 'where'),
  'one-page-was-enough': judged(
    'order',
    { fragmentation: -3, 'atomic-reserve-exhausted': -2, 'oversized-request': -4 },
    'where',
  ),
  'asked-for-single-pages': judged('order', { fragmentation: -3, 'atomic-reserve-exhausted': -3 }, 'where'),
  'cache-of-a-group': judged('request', { 'limit-too-small': 2.5 }, 'where'),
  'reserve-drained': {
    question: 'where',
    group: 'request',
    nats: { 'atomic-reserve-exhausted': 5 },
    basis: 'arithmetic',
    n: 0,
  },
  'low-zone-empty': {
    question: 'where',
    group: 'request',
    nats: { 'zone-exhausted': 5 },
    basis: 'arithmetic',
    n: 0,
  },
  // An OOM kill for a few zones only: what processes hold elsewhere did not run out.
  'zone-full-others-free': {
    question: 'where',
    group: 'request',
    nats: { ...every(Object.values(causesOf).flat(), -2), 'zone-exhausted': 7 },
    basis: 'arithmetic',
    n: 0,
  },
  'zone-full-others-reclaimable': {
    question: 'where',
    group: 'request',
    nats: { ...every(Object.values(causesOf).flat(), -1.5), 'zone-exhausted': 5.5 },
    basis: 'arithmetic',
    n: 0,
  },
  'nothing-asked-and-memory-free': {
    question: 'where',
    group: 'request',
    nats: every(Object.values(causesOf).flat(), -4.5),
    basis: 'arithmetic',
    n: 0,
  },
  'larger-than-memory': stated('request', { 'oversized-request': 6 }),
  'asked-by-hand': stated('request', { manual: 6 }),

  // What hung tasks wait for.
  'waits-for-reclaim': judged('wait', { 'memory-stall': 4 }, 'where'),
  'memory-was-tight': judged('tight', { 'memory-stall': 2.5 }, 'where'),
  'memory-was-there': judged('tight', { 'memory-stall': -2.5 }, 'where'),
  'waits-for-frozen-filesystem': judged('wait', { 'frozen-filesystem': 4.5 }, 'where'),
  'waits-for-suspended-device': judged('wait', { 'suspended-device': 4.5 }, 'where'),
  'waits-for-remote': judged('wait', { 'remote-filesystem': 4.5 }, 'where'),
  'waits-for-disk': judged('wait', { 'io-stall': 3.5, 'suspended-device': 0.8 }, 'where'),
  'waits-for-lock': judged('wait', { 'lock-contention': 3, deadlock: 1 }, 'where'),
  'lock-cycle': {
    question: 'where',
    group: 'cycle',
    // In a circle no holder will ever let go: that is what tells it from a lock held for long.
    nats: { deadlock: 5, 'lock-contention': -1 },
    basis: 'arithmetic',
    n: 0,
  },
  'holder-named': judged('holder', { 'lock-contention': 2, deadlock: 0.5 }, 'where'),
  'waits-in-driver': judged('wait', { 'driver-hang': 4 }, 'where'),
  'waits-below-driver': judged('wait', { 'driver-hang': 2.8 }, 'where'),

  // Killers outside the kernel, refusals.
  'killed-for-pressure': stated('killer', { ...every(causesOf.anonymous, -3), 'cgroup-thrash': 7 }),
  'killed-while-memory-was-there': judged('killer', { 'userspace-policy': 3.5 }, 'where'),
  // Android's killers keep a cache of free and file pages by thresholds of their own, long before memory is gone.
  'killed-by-thresholds': judged('killer', { 'userspace-policy': 3.5, 'cgroup-thrash': -3 }, 'where'),
  // The whole host was short: no group that only its own limit squeezes.
  'killed-when-low': judged('killer', { 'userspace-policy': -1, 'cgroup-thrash': -3 }, 'where'),
  'no-memory-for-a-fork': judged('refusal', { 'overcommit-refused': 1.5, 'process-swarm': -1 }, 'where'),
  // The kernel's own word, from the one function that refuses promises.
  'promise-refused': stated('refusal', { 'overcommit-refused': 4, 'process-swarm': -2 }),
  'pids-limit-hit': stated('refusal', { 'process-swarm': 3, 'overcommit-refused': -6 }),

  // CPUs that do not come back from the kernel.
  'spins-in-reclaim': judged('spin', { 'memory-stall': 3 }, 'where'),
  'spins-for-lock': judged('spin', { 'lock-contention': 2.5, deadlock: 0.5 }, 'where'),
  'spins-in-driver': judged('spin', { 'driver-hang': 2.5 }, 'where'),
} as const satisfies Readonly<Record<string, Weight>>;

export type WeightId = keyof typeof handSet;

/** The weights in use. */
export const weights: Readonly<Record<WeightId, Weight>> = Object.fromEntries(
  Object.entries<Weight>(handSet).map(([id, weight]) => [id, withCounts(weight, weightCounts[id] ?? null)]),
) as Record<WeightId, Weight>;
