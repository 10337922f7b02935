import type { ComponentId } from '../accounting/components.ts';
import type { Hypothesis } from './rule.ts';

/**
 * The table of weights: how strongly each kind of finding speaks for or against each cause, in nats (natural logarithm
 * of the likelihood ratio). Findings of one `group` tell the same fact in several ways, and only the strongest counts.
 *
 * `basis`: `kernel` - the kernel states it; `arithmetic` - it follows from sums in the report; `simulation` - measured on
 * simulated series, 200 of each of 14 kinds; `judgement` - set by hand, to be replaced by counts. `n` - labelled
 * incidents it was checked on, null for none.
 */
export interface Weight {
  readonly group: string;
  readonly nats: Readonly<Partial<Record<Hypothesis, number>>>;
  readonly basis: 'kernel' | 'arithmetic' | 'simulation' | 'judgement';
  readonly n: number | null;
}

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
  'page-cache': ['page-cache-stuck'],
} as const satisfies Partial<Record<ComponentId | 'unaccounted', readonly Hypothesis[]>>;

export type BlamedComponent = keyof typeof causesOf;

function every(hypotheses: readonly Hypothesis[], nats: number): Partial<Record<Hypothesis, number>> {
  return Object.fromEntries(hypotheses.map((hypothesis) => [hypothesis, nats]));
}

function byComponent<Grade extends string>(
  grades: Readonly<Record<Grade, number>>,
  group: string,
): Record<`${Grade}/${BlamedComponent}`, Weight> {
  const rows: Record<string, Weight> = {};
  for (const [grade, nats] of Object.entries<number>(grades)) {
    for (const [component, causes] of Object.entries(causesOf)) {
      rows[`${grade}/${component}`] = { group, nats: every(causes, nats), basis: 'arithmetic', n: null };
    }
  }
  return rows as Record<`${Grade}/${BlamedComponent}`, Weight>;
}

const judged = (group: string, nats: Weight['nats'], n: number | null = null): Weight => ({
  group,
  nats,
  basis: 'judgement',
  n,
});

export const weights = {
  // Where: what gained while memory was used up, and what was there in the end.
  ...byComponent({ 'grew-most': 5, 'grew-main': 3, 'grew-some': 1.2 }, 'where'),
  ...byComponent({ 'holds-most': 4, 'holds-much': 2.5 }, 'where'),
  'slab-table-printed': { group: 'where', nats: { 'kernel-slab-growth': 5 }, basis: 'kernel', n: null },

  // Why, for memory of processes.
  'rose-steadily': {
    group: 'shape',
    nats: { 'process-leak': 3.2, undersized: 1.5, 'process-swarm': 1, 'process-spike': -3 },
    basis: 'simulation',
    n: 2800,
  },
  'rose-over-most-of-the-window': judged('shape', {
    'process-leak': 2,
    undersized: 1,
    'process-swarm': 1,
    'process-spike': -2,
  }),
  'rose-at-once': judged('shape', { 'process-spike': 3.5, 'process-leak': -2.5, undersized: -2 }),
  'levelled-off': judged('level', { 'limit-too-small': 1.5, undersized: 1.5, 'process-leak': -2 }),
  'one-grower': judged('growers', { 'process-leak': 2, 'process-spike': 1.5, undersized: -3, 'process-swarm': -3 }),
  'many-growers': judged('growers', {
    undersized: 4,
    'process-leak': -1.5,
    'process-spike': -1.5,
    'process-swarm': -1,
  }),
  'growing-number-of-processes': judged('growers', { 'process-swarm': 4.5, 'process-leak': -1, undersized: -1 }),
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
  'young-process': judged('age', { 'process-spike': 0.7 }),

  // Why, for shared memory.
  'mapped-by-processes': judged('mapped', { 'shared-memory-growth': 3, 'tmpfs-growth': -1.5 }),
  'mapped-by-nobody': judged('mapped', { 'tmpfs-growth': 2, 'shared-memory-growth': -1 }),

  // Requests that failed though memory was there.
  'no-block-of-that-order': { group: 'request', nats: { fragmentation: 5 }, basis: 'arithmetic', n: null },
  'order-above-zero': judged('order', { fragmentation: 2, 'atomic-reserve-exhausted': -1 }),
  'reserve-drained': { group: 'request', nats: { 'atomic-reserve-exhausted': 5 }, basis: 'arithmetic', n: null },
  'low-zone-empty': { group: 'request', nats: { 'zone-exhausted': 5 }, basis: 'arithmetic', n: null },
  'larger-than-memory': { group: 'request', nats: { 'oversized-request': 6 }, basis: 'kernel', n: null },
  'asked-by-hand': { group: 'request', nats: { manual: 6 }, basis: 'kernel', n: null },

  // What hung tasks wait for.
  'waits-for-reclaim': judged('wait', { 'memory-stall': 4 }),
  'memory-was-tight': judged('tight', { 'memory-stall': 2.5 }),
  'memory-was-there': judged('tight', { 'memory-stall': -2.5 }),
  'waits-for-frozen-filesystem': judged('wait', { 'frozen-filesystem': 4.5 }),
  'waits-for-suspended-device': judged('wait', { 'suspended-device': 4.5 }),
  'waits-for-remote': judged('wait', { 'remote-filesystem': 4.5 }),
  'waits-for-disk': judged('wait', { 'io-stall': 3.5, 'suspended-device': 0.8 }),
  'waits-for-lock': judged('wait', { 'lock-contention': 3, deadlock: 1 }),
  'lock-cycle': { group: 'cycle', nats: { deadlock: 5, 'lock-contention': 1 }, basis: 'arithmetic', n: null },
  'holder-named': judged('holder', { 'lock-contention': 2, deadlock: 0.5 }),
  'waits-in-driver': judged('wait', { 'driver-hang': 4 }),

  // Killers outside the kernel, refusals.
  'killed-for-pressure': { group: 'killer', nats: { 'cgroup-thrash': 5 }, basis: 'kernel', n: null },
  'killed-while-memory-was-there': judged('killer', { 'userspace-policy': 3.5 }),
  'killed-when-low': judged('killer', { 'userspace-policy': -1 }),
  'fork-refused': judged('killer', { 'overcommit-refused': 3 }),
} as const satisfies Readonly<Record<string, Weight>>;

export type WeightId = keyof typeof weights;
