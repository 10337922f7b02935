import type { Span } from '../../../parsers/model/span.ts';
import type { ComponentId } from './components.ts';
import { type AccountingResult, refused, settle } from './sum.ts';
import { withToldOfRest } from './told-of-rest.ts';

const mandatory = ['memTotalBytes', 'memFreeBytes', 'cachedBytes', 'anonBytes'] as const;

/**
 * Where the RAM of the host went, from one reading of /proc/meminfo or of a sampler that keeps its fields (canonical
 * metric names). `Cached` holds shared memory; `Mapped`, `Active`, `Mlocked`, `Dirty` and the like count pages a second
 * time and stay out.
 */
export function accountingFromMeminfo(
  metrics: Readonly<Record<string, number>>,
  source: Pick<Span, 'path' | 'line' | 'byteStart' | 'byteEnd'>,
): AccountingResult {
  const missing: string[] = mandatory.filter((name) => metrics[name] === undefined);
  const slab = slabOf(metrics);
  if (slab === null) missing.push('slabBytes');
  if (missing.length > 0) return refused(`the sample lacks ${missing.join(', ')}: accounting incomplete`);
  const bytes = (name: string): number => metrics[name] ?? 0;
  const sharedBytes = Math.min(bytes('shmemBytes'), bytes('cachedBytes'));
  const notPrinted = (
    [
      ['shmemBytes', 'shared-memory'],
      ['kernelStackBytes', 'kernel-stacks'],
      ['pageTablesBytes', 'page-tables'],
      ['hugetlbBytes', 'hugetlb'],
      ['percpuBytes', 'percpu'],
    ] as const
  )
    .filter(([name]) => metrics[name] === undefined)
    .map(([, component]): ComponentId => component);
  const settled = settle(
    'host',
    bytes('memTotalBytes'),
    {
      free: bytes('memFreeBytes'),
      anonymous: bytes('anonBytes'),
      'shared-memory': sharedBytes,
      'page-cache': bytes('cachedBytes') - sharedBytes + bytes('buffersBytes'),
      'swap-cache': bytes('swapCachedBytes'),
      ...slab,
      'kernel-stacks': bytes('kernelStackBytes'),
      'page-tables': bytes('pageTablesBytes') + bytes('secPageTablesBytes'),
      percpu: bytes('percpuBytes'),
      hugetlb: bytes('hugetlbBytes'),
    },
    source,
    notPrinted,
  );
  return withToldOfRest(settled, {
    graphics: bytes('gpuActiveBytes') + bytes('gpuReclaimBytes'),
    zswap: bytes('zswapPoolBytes'),
    balloon: bytes('balloonBytes'),
  });
}

/** The two halves where they are told apart; where only the sum is, all of it counts as unknown kernel memory. */
function slabOf(metrics: Readonly<Record<string, number>>): Partial<Record<ComponentId, number>> | null {
  const { slabReclaimableBytes, slabUnreclaimableBytes, slabBytes } = metrics;
  if (slabReclaimableBytes !== undefined && slabUnreclaimableBytes !== undefined) {
    return { 'slab-reclaimable': slabReclaimableBytes, 'slab-unreclaimable': slabUnreclaimableBytes };
  }
  return slabBytes === undefined ? null : { 'kernel-other': slabBytes };
}
