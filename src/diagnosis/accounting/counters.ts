import type { ComponentId } from './components.ts';

/** The counters that a component is the sum of, under their printed names. */
export interface CounterNames {
  /** Pages, in the counters of the Mem-Info block. */
  readonly pages?: readonly string[];
  /** Amounts on its lines of nodes or of zones. */
  readonly lines?: readonly string[];
  /** In the statistics of a cgroup (v2). */
  readonly group?: readonly string[];
  /** What these counters count too, and another component has. */
  readonly less?: string;
}

/** From what the parts of an accounting are made; huge pages are counted pool by pool. */
export const counterNames = {
  free: { pages: ['free', 'free_pcp'] },
  anonymous: {
    pages: ['active_anon', 'inactive_anon', 'isolated_anon'],
    group: ['anon'],
    less: 'shared memory',
  },
  'shared-memory': { pages: ['shmem'], group: ['shmem'] },
  'page-cache': { pages: ['active_file', 'inactive_file', 'isolated_file'], group: ['file'], less: 'shared memory' },
  'swap-cache': {},
  locked: { pages: ['unevictable'], less: 'shared memory that is locked' },
  'slab-reclaimable': { pages: ['slab_reclaimable'], group: ['slab_reclaimable'] },
  'slab-unreclaimable': { pages: ['slab_unreclaimable'], group: ['slab_unreclaimable'] },
  'kernel-stacks': { lines: ['kernel_stack'], group: ['kernel_stack'] },
  'page-tables': { pages: ['pagetables', 'sec_pagetables'], group: ['pagetables', 'sec_pagetables'] },
  percpu: { group: ['percpu'] },
  vmalloc: { group: ['vmalloc'] },
  sockets: { group: ['sock'] },
  zswap: { lines: ['zspages'], group: ['zswap'] },
  graphics: { lines: ['gpu_active', 'gpu_reclaim'] },
  balloon: { lines: ['Balloon'] },
  'kernel-other': { group: ['kernel'], less: 'the parts of it that are printed' },
  hugetlb: { lines: ['hugepages_total x hugepages_size'], group: ['hugetlb'] },
  bounce: { pages: ['bounce', 'kernel_misc_reclaimable'] },
} as const satisfies Readonly<Record<ComponentId, CounterNames>>;

/** Sums the counters of one kind that a component is made of. */
export function summed<Kind extends 'pages' | 'lines' | 'group'>(
  component: ComponentId,
  kind: Kind,
  countOf: (name: string) => number,
): number {
  const names: CounterNames = counterNames[component];
  return (names[kind] ?? []).reduce((sum, name) => sum + countOf(name), 0);
}
