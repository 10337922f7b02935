import type { MemcgInfo } from '../../../parsers/model/records/oom-kill.ts';
import type { Span } from '../../../parsers/model/span.ts';
import type { ComponentId } from './components.ts';
import { summed } from './counters.ts';
import { type AccountingResult, type Parts, refused, settle } from './sum.ts';

/**
 * Where the memory charged to a group went. The total is the usage that stood against the limit.
 *
 * Three shapes: v2 names (`anon`, `file`), which kernels 5.3 to 6.5 print on v1 hosts too; v1 names of the whole subtree
 * (`total_rss`, 6.6 and later); v1 names a group (`rss`, up to 5.2).
 */
export function memcgAccounting(memcg: MemcgInfo, source: Span): AccountingResult {
  if (memcg.usageBytes === null) return refused('the usage of the group is missing');
  const { stats } = memcg;
  const has = (name: string): boolean => Object.hasOwn(stats, name);
  if (has('anon')) return v2(memcg, source);
  if (has('total_rss')) return v1(memcg, 'total_', source);
  if (has('rss')) return v1(memcg, '', source);
  return refused('the report holds no statistics of the group');
}

/** What `kernel` is the sum of, as far as it is printed. */
const partsOfKernel = [
  'kernel-stacks',
  'page-tables',
  'percpu',
  'vmalloc',
  'slab-reclaimable',
  'slab-unreclaimable',
  'zswap',
] as const satisfies readonly ComponentId[];

/** usage = anon + file + kernel + sock; `file` holds shared memory, `kernel` (6.0 and later) the parts listed beside it. */
function v2(memcg: MemcgInfo, source: Span): AccountingResult {
  const { stats } = memcg;
  const bytes = (name: string): number => stats[name] ?? 0;
  if (!Object.hasOwn(stats, 'file')) return refused('the statistics of the group lack "file"');
  const sharedBytes = Math.min(bytes('shmem'), bytes('file'));
  const of = (component: ComponentId): number => summed(component, 'group', bytes);
  const kernel: Parts = Object.fromEntries(partsOfKernel.map((component) => [component, of(component)]));
  const listed = Object.values(kernel).reduce((sum, part) => sum + part, 0);
  const kernelBytes = Object.hasOwn(stats, 'kernel') ? bytes('kernel') : (memcg.kmemUsageBytes ?? listed);
  return settle(
    'memcg',
    memcg.usageBytes ?? 0,
    {
      anonymous: of('anonymous'),
      'shared-memory': sharedBytes,
      'page-cache': bytes('file') - sharedBytes,
      sockets: of('sockets'),
      hugetlb: of('hugetlb'),
      ...kernel,
      'kernel-other': Math.max(0, kernelBytes - listed),
    },
    source,
    lacking(stats, [
      ['shmem', 'shared-memory'],
      ['slab_unreclaimable', 'slab-unreclaimable'],
    ]),
  );
}

/** usage = cache + rss + kmem; `cache` holds shared memory, which up to 4.18 is printed nowhere. */
function v1(memcg: MemcgInfo, prefix: '' | 'total_', source: Span): AccountingResult {
  const { stats } = memcg;
  const cacheBytes = stats[`${prefix}cache`];
  if (cacheBytes === undefined) return refused('the statistics of the group lack "cache"');
  const sharedBytes = Math.min(stats[`${prefix}shmem`] ?? 0, cacheBytes);
  return settle(
    'memcg',
    memcg.usageBytes ?? 0,
    {
      anonymous: stats[`${prefix}rss`] ?? 0,
      'shared-memory': sharedBytes,
      'page-cache': cacheBytes - sharedBytes,
      'kernel-other': memcg.kmemUsageBytes ?? 0,
    },
    source,
    [
      ...lacking(stats, [[`${prefix}shmem`, 'shared-memory']]),
      ...(memcg.kmemUsageBytes === null ? (['kernel-other'] as const) : []),
    ],
  );
}

function lacking(
  stats: MemcgInfo['stats'],
  names: readonly (readonly [name: string, component: ComponentId])[],
): ComponentId[] {
  return names.filter(([name]) => stats[name] === undefined).map(([, component]) => component);
}
