import type { WeightCount } from './counted.ts';

/**
 * How often evidence fired, counted in labelled runs of 91 scenarios, each as recorded and with fewer samples or none.
 * Written by bench/diagnosis/weights.ts: do not edit. What is not listed fired in none.
 */
export const weightCounts: Readonly<Record<string, WeightCount>> = {
  'grew-most/anonymous': {
    n: 40,
    causes: {
      'process-leak': { fired: 28.3, of: 53, firedElse: 1.9, ofElse: 24 },
      'process-spike': { fired: 28.3, of: 53, firedElse: 1.9, ofElse: 24 },
      'process-swarm': { fired: 28.3, of: 53, firedElse: 1.9, ofElse: 24 },
      undersized: { fired: 28.3, of: 36, firedElse: 1.9, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'grew-most/shared-memory': {
    n: 4,
    causes: {
      'tmpfs-growth': { fired: 3.2, of: 6, firedElse: 0, ofElse: 71 },
      'shared-memory-growth': { fired: 3.2, of: 6, firedElse: 0, ofElse: 71 },
    },
  },
  'grew-most/locked': {
    n: 1,
    causes: {
      'locked-memory': { fired: 0.8, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'grew-most/hugetlb': {
    n: 1,
    causes: {
      'hugetlb-reservation': { fired: 0.6, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'grew-most/slab-unreclaimable': {
    n: 5,
    causes: {
      'kernel-slab-growth': { fired: 4, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'grew-most/vmalloc': {
    n: 1,
    causes: {
      'vmalloc-growth': { fired: 0.6, of: 1, firedElse: 0, ofElse: 58 },
    },
  },
  'grew-most/page-tables': {
    n: 1,
    causes: {
      'page-table-growth': { fired: 0.8, of: 1, firedElse: 0, ofElse: 76 },
    },
  },
  'grew-most/unaccounted': {
    n: 5,
    causes: {
      'kernel-unaccounted': { fired: 1.6, of: 2, firedElse: 1.8, ofElse: 57 },
    },
  },
  'grew-main/anonymous': {
    n: 1,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 0.4, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 0.4, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 0.4, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 0.4, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'grew-main/shared-memory': {
    n: 1,
    causes: {
      'tmpfs-growth': { fired: 0.4, of: 6, firedElse: 0, ofElse: 71 },
      'shared-memory-growth': { fired: 0.4, of: 6, firedElse: 0, ofElse: 71 },
    },
  },
  'grew-main/vmalloc': {
    n: 1,
    causes: {
      'vmalloc-growth': { fired: 0.2, of: 1, firedElse: 0, ofElse: 58 },
    },
  },
  'grew-main/unaccounted': {
    n: 1,
    causes: {
      'kernel-unaccounted': { fired: 0, of: 2, firedElse: 0.2, ofElse: 57 },
    },
  },
  'grew-some/anonymous': {
    n: 4,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 1.1, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 1.1, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 1.1, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 1.1, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'grew-some/slab-reclaimable': {
    n: 1,
    causes: {
      'kernel-slab-growth': { fired: 0.8, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'grew-some/unaccounted': {
    n: 2,
    causes: {
      'kernel-unaccounted': { fired: 0, of: 2, firedElse: 1, ofElse: 57 },
    },
  },
  'took-much-of-ram/shared-memory': {
    n: 5,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 3.4, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'tmpfs-growth': { fired: 3.4, of: 6, firedElse: 0, ofElse: 71 },
      'shared-memory-growth': { fired: 3.4, of: 6, firedElse: 0, ofElse: 71 },
    },
  },
  'took-much-of-ram/locked': {
    n: 2,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 1.4, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 1.4, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 1.4, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 1.4, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'locked-memory': { fired: 1.4, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'took-much-of-ram/hugetlb': {
    n: 2,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 1.2, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 1.2, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 1.2, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 1.2, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'hugetlb-reservation': { fired: 1.2, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'took-much-of-ram/slab-unreclaimable': {
    n: 5,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 3.4, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 3.4, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'kernel-slab-growth': { fired: 3.4, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'took-much-of-ram/vmalloc': {
    n: 1,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 0.6, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 0.6, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 0.6, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 0.6, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'vmalloc-growth': { fired: 0.6, of: 1, firedElse: 0, ofElse: 58 },
    },
  },
  'took-much-of-ram/page-tables': {
    n: 1,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 0.8, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 0.8, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 0.8, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 0.8, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'page-table-growth': { fired: 0.8, of: 1, firedElse: 0, ofElse: 76 },
    },
  },
  'took-much-of-ram/unaccounted': {
    n: 4,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 2.8, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 2.8, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 2.8, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 2.8, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'kernel-unaccounted': { fired: 1.2, of: 2, firedElse: 1.6, ofElse: 57 },
    },
  },
  'holds-half/shared-memory': {
    n: 5,
    causes: {
      'tmpfs-growth': { fired: 5, of: 6, firedElse: 0, ofElse: 71 },
      'shared-memory-growth': { fired: 5, of: 6, firedElse: 0, ofElse: 71 },
    },
  },
  'holds-half/locked': {
    n: 1,
    causes: {
      'locked-memory': { fired: 1, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'holds-half/hugetlb': {
    n: 2,
    causes: {
      'hugetlb-reservation': { fired: 2, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'holds-half/slab-unreclaimable': {
    n: 4,
    causes: {
      'kernel-slab-growth': { fired: 4, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'holds-half/vmalloc': {
    n: 1,
    causes: {
      'vmalloc-growth': { fired: 0.8, of: 1, firedElse: 0, ofElse: 58 },
    },
  },
  'holds-half/page-tables': {
    n: 1,
    causes: {
      'page-table-growth': { fired: 1, of: 1, firedElse: 0, ofElse: 76 },
    },
  },
  'holds-half/unaccounted': {
    n: 3,
    causes: {
      'kernel-unaccounted': { fired: 2, of: 2, firedElse: 0.2, ofElse: 57 },
    },
  },
  'holds-most/anonymous': {
    n: 52,
    causes: {
      'process-leak': { fired: 51, of: 53, firedElse: 1, ofElse: 24 },
      'process-spike': { fired: 51, of: 53, firedElse: 1, ofElse: 24 },
      'process-swarm': { fired: 51, of: 53, firedElse: 1, ofElse: 24 },
      undersized: { fired: 34, of: 36, firedElse: 1, ofElse: 23 },
      'limit-too-small': { fired: 17, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'holds-most/shared-memory': {
    n: 1,
    causes: {
      'tmpfs-growth': { fired: 0.6, of: 6, firedElse: 0, ofElse: 71 },
      'shared-memory-growth': { fired: 0.6, of: 6, firedElse: 0, ofElse: 71 },
    },
  },
  'holds-most/locked': {
    n: 1,
    causes: {
      'locked-memory': { fired: 0.6, of: 2, firedElse: 0, ofElse: 57 },
    },
  },
  'holds-most/slab-unreclaimable': {
    n: 1,
    causes: {
      'kernel-slab-growth': { fired: 1, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'holds-most/unaccounted': {
    n: 3,
    causes: {
      'kernel-unaccounted': { fired: 0, of: 2, firedElse: 2.2, ofElse: 57 },
    },
  },
  'holds-much/anonymous': {
    n: 1,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 1, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'holds-much/slab-unreclaimable': {
    n: 1,
    causes: {
      'kernel-slab-growth': { fired: 0, of: 5, firedElse: 1, ofElse: 72 },
    },
  },
  'slab-table-printed': {
    n: 5,
    causes: {
      'kernel-slab-growth': { fired: 5, of: 5, firedElse: 0, ofElse: 72 },
    },
  },
  'unused-huge-pages': {
    n: 2,
    causes: {
      'hugetlb-reservation': { fired: 2, of: 2, firedElse: 0, ofElse: 57 },
      'process-leak': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 2, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
    },
  },
  'rose-steadily': {
    n: 22,
    causes: {
      'process-leak': { fired: 3.5, of: 40, firedElse: 1.4, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 4.9, ofElse: 35 },
      'process-swarm': { fired: 1.4, of: 7, firedElse: 3.5, ofElse: 46 },
      'process-spike': { fired: 0, of: 4, firedElse: 4.9, ofElse: 49 },
    },
  },
  'rose-over-most-of-the-window': {
    n: 43,
    causes: {
      'process-leak': { fired: 14.1, of: 40, firedElse: 1.2, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 12.1, ofElse: 35 },
      'process-swarm': { fired: 1.2, of: 7, firedElse: 14.1, ofElse: 46 },
      'process-spike': { fired: 0, of: 4, firedElse: 15.3, ofElse: 49 },
    },
  },
  'rose-at-an-even-pace': {
    n: 36,
    causes: {
      'process-leak': { fired: 10.1, of: 40, firedElse: 0, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 4.9, ofElse: 35 },
      'process-swarm': { fired: 0, of: 7, firedElse: 10.1, ofElse: 46 },
      'process-spike': { fired: 0, of: 4, firedElse: 10.1, ofElse: 49 },
    },
  },
  'rose-at-once': {
    n: 9,
    causes: {
      'process-spike': { fired: 2.2, of: 4, firedElse: 1, ofElse: 49 },
      'process-leak': { fired: 0, of: 40, firedElse: 3.2, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 2.2, ofElse: 35 },
    },
  },
  'stood-at-its-level': {
    n: 1,
    causes: {
      'limit-too-small': { fired: 0, of: 1, firedElse: 0, ofElse: 16 },
      undersized: { fired: 0, of: 1, firedElse: 0, ofElse: 35 },
      'process-leak': { fired: 0, of: 40, firedElse: 0, ofElse: 13 },
      'process-spike': { fired: 0, of: 4, firedElse: 0, ofElse: 49 },
    },
  },
  'jumped-after-standing-still': {
    n: 7,
    causes: {
      'process-spike': { fired: 0.6, of: 4, firedElse: 1, ofElse: 49 },
      'process-leak': { fired: 0, of: 40, firedElse: 1.6, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 0.4, ofElse: 35 },
    },
  },
  'rose-between-two-samples': {
    n: 15,
    causes: {
      'process-spike': { fired: 0.4, of: 4, firedElse: 2.3, ofElse: 49 },
    },
  },
  'one-grower': {
    n: 50,
    causes: {
      'process-leak': { fired: 30.2, of: 40, firedElse: 3.2, ofElse: 13 },
      'process-spike': { fired: 3.2, of: 4, firedElse: 30.2, ofElse: 49 },
      undersized: { fired: 0, of: 1, firedElse: 23, ofElse: 35 },
      'process-swarm': { fired: 0, of: 7, firedElse: 33.4, ofElse: 46 },
    },
  },
  'many-growers': {
    n: 1,
    causes: {
      undersized: { fired: 0.8, of: 1, firedElse: 0, ofElse: 35 },
      'process-leak': { fired: 0, of: 40, firedElse: 0.8, ofElse: 13 },
      'process-spike': { fired: 0, of: 4, firedElse: 0.8, ofElse: 49 },
      'process-swarm': { fired: 0, of: 7, firedElse: 0.8, ofElse: 46 },
    },
  },
  'growing-number-of-processes': {
    n: 7,
    causes: {
      'process-swarm': { fired: 5.6, of: 7, firedElse: 0, ofElse: 46 },
      'process-leak': { fired: 0, of: 40, firedElse: 5.6, ofElse: 13 },
      undersized: { fired: 0, of: 1, firedElse: 4, ofElse: 35 },
    },
  },
  'many-alike': {
    n: 7,
    causes: {
      'process-swarm': { fired: 7, of: 7, firedElse: 0, ofElse: 46 },
      'process-leak': { fired: 0, of: 40, firedElse: 7, ofElse: 13 },
      'process-spike': { fired: 0, of: 4, firedElse: 7, ofElse: 49 },
      'limit-too-small': { fired: 0, of: 1, firedElse: 2, ofElse: 16 },
    },
  },
  'one-large-process': {
    n: 54,
    causes: {
      'process-leak': { fired: 33.4, of: 40, firedElse: 5, ofElse: 13 },
      'process-spike': { fired: 4, of: 4, firedElse: 34.4, ofElse: 49 },
      'limit-too-small': { fired: 1, of: 1, firedElse: 12.4, ofElse: 16 },
      'process-swarm': { fired: 0, of: 7, firedElse: 38.4, ofElse: 46 },
      undersized: { fired: 0, of: 1, firedElse: 25, ofElse: 35 },
    },
  },
  'killed-again-after-growing': {
    n: 3,
    causes: {
      'process-leak': { fired: 1.6, of: 40, firedElse: 0, ofElse: 13 },
      'process-spike': { fired: 0, of: 4, firedElse: 1.6, ofElse: 49 },
    },
  },
  'killed-again-too-soon-to-see': {
    n: 5,
    causes: {
      'limit-too-small': { fired: 1, of: 1, firedElse: 2.4, ofElse: 16 },
    },
  },
  'mapped-by-processes': {
    n: 2,
    causes: {
      'shared-memory-growth': { fired: 2, of: 2, firedElse: 0, ofElse: 4 },
      'tmpfs-growth': { fired: 0, of: 4, firedElse: 2, ofElse: 2 },
    },
  },
  'mapped-by-nobody': {
    n: 4,
    causes: {
      'tmpfs-growth': { fired: 4, of: 4, firedElse: 0, ofElse: 2 },
      'shared-memory-growth': { fired: 0, of: 2, firedElse: 4, ofElse: 4 },
    },
  },
  'no-block-of-that-order': {
    n: 5,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 2, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 2, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 4, ofElse: 9 },
      'tmpfs-growth': { fired: 0, of: 6, firedElse: 2, ofElse: 71 },
      'shared-memory-growth': { fired: 0, of: 6, firedElse: 2, ofElse: 71 },
      'locked-memory': { fired: 0, of: 2, firedElse: 2, ofElse: 57 },
      'hugetlb-reservation': { fired: 0, of: 2, firedElse: 2, ofElse: 57 },
      'kernel-slab-growth': { fired: 0, of: 5, firedElse: 2, ofElse: 72 },
      'vmalloc-growth': { fired: 0, of: 1, firedElse: 2, ofElse: 58 },
      'page-table-growth': { fired: 0, of: 1, firedElse: 2, ofElse: 76 },
      'kernel-unaccounted': { fired: 0, of: 2, firedElse: 2, ofElse: 57 },
      fragmentation: { fired: 5, of: 5, firedElse: 0, ofElse: 56 },
    },
  },
  'order-above-zero': {
    n: 2,
    causes: {
      fragmentation: { fired: 0, of: 5, firedElse: 2, ofElse: 56 },
      'atomic-reserve-exhausted': { fired: 0, of: 2, firedElse: 2, ofElse: 59 },
    },
  },
  'reserve-drained': {
    n: 2,
    causes: {
      'atomic-reserve-exhausted': { fired: 2, of: 2, firedElse: 0, ofElse: 59 },
    },
  },
  'low-zone-empty': {
    n: 1,
    causes: {
      'zone-exhausted': { fired: 1, of: 1, firedElse: 0, ofElse: 60 },
    },
  },
  'larger-than-memory': {
    n: 1,
    causes: {
      'oversized-request': { fired: 1, of: 1, firedElse: 0, ofElse: 7 },
    },
  },
  'asked-by-hand': {
    n: 1,
    causes: {},
  },
  'waits-for-reclaim': {
    n: 1,
    causes: {
      'memory-stall': { fired: 1, of: 1, firedElse: 0, ofElse: 7 },
    },
  },
  'memory-was-tight': {
    n: 1,
    causes: {
      'memory-stall': { fired: 0.8, of: 1, firedElse: 0, ofElse: 7 },
    },
  },
  'memory-was-there': {
    n: 7,
    causes: {
      'memory-stall': { fired: 0, of: 1, firedElse: 5.6, ofElse: 7 },
    },
  },
  'waits-for-frozen-filesystem': {
    n: 1,
    causes: {
      'frozen-filesystem': { fired: 1, of: 1, firedElse: 0, ofElse: 7 },
    },
  },
  'waits-for-disk': {
    n: 1,
    causes: {
      'suspended-device': { fired: 1, of: 1, firedElse: 0, ofElse: 7 },
    },
  },
  'waits-for-lock': {
    n: 2,
    causes: {
      'lock-contention': { fired: 1, of: 1, firedElse: 1, ofElse: 7 },
      deadlock: { fired: 1, of: 1, firedElse: 1, ofElse: 7 },
    },
  },
  'lock-cycle': {
    n: 1,
    causes: {
      deadlock: { fired: 1, of: 1, firedElse: 0, ofElse: 7 },
      'lock-contention': { fired: 0, of: 1, firedElse: 1, ofElse: 7 },
    },
  },
  'waits-in-driver': {
    n: 3,
    causes: {
      'driver-hang': { fired: 3, of: 3, firedElse: 0, ofElse: 5 },
    },
  },
  'killed-for-pressure': {
    n: 1,
    causes: {
      'process-leak': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      'process-spike': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      'process-swarm': { fired: 0, of: 53, firedElse: 1, ofElse: 24 },
      undersized: { fired: 0, of: 36, firedElse: 1, ofElse: 23 },
      'limit-too-small': { fired: 0, of: 17, firedElse: 0, ofElse: 9 },
      'cgroup-thrash': { fired: 1, of: 1, firedElse: 0, ofElse: 2 },
    },
  },
  'killed-when-low': {
    n: 2,
    causes: {
      'cgroup-thrash': { fired: 0, of: 1, firedElse: 2, ofElse: 2 },
    },
  },
};
