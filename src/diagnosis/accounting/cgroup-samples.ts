import type { Span } from '../../../parsers/model/span.ts';
import type { ComponentId } from './components.ts';
import { type AccountingResult, type Parts, refused, settle } from './sum.ts';

const mandatory = ['cgroupUsageBytes', 'anonBytes', 'cachedBytes'] as const;

/**
 * Where the memory charged to a group was at one sample, from its usage and memory.stat (canonical metric names):
 * usage = anon + file + kernel + sock. `file` (`cache` in v1) holds shared memory, `kernel` the parts listed beside it.
 */
export function accountingFromCgroup(
  metrics: Readonly<Record<string, number>>,
  source: Pick<Span, 'path' | 'line' | 'byteStart' | 'byteEnd'>,
): AccountingResult {
  const missing = mandatory.filter((name) => metrics[name] === undefined);
  if (missing.length > 0) return refused(`the sample of the group lacks ${missing.join(', ')}: accounting incomplete`);
  const bytes = (name: string): number => metrics[name] ?? 0;
  const sharedBytes = Math.min(bytes('shmemBytes'), bytes('cachedBytes'));
  const kernel: Parts = {
    'kernel-stacks': bytes('kernelStackBytes'),
    'page-tables': bytes('pageTablesBytes') + bytes('secondaryPageTablesBytes'),
    percpu: bytes('percpuBytes'),
    vmalloc: bytes('vmallocUsedBytes'),
    'slab-reclaimable': bytes('slabReclaimableBytes'),
    'slab-unreclaimable': bytes('slabUnreclaimableBytes'),
    zswap: bytes('zswapPoolBytes'),
  };
  const listed = Object.values(kernel).reduce((sum, part) => sum + part, 0);
  return settle(
    'memcg',
    bytes('cgroupUsageBytes'),
    {
      anonymous: bytes('anonBytes'),
      'shared-memory': sharedBytes,
      'page-cache': bytes('cachedBytes') - sharedBytes,
      sockets: bytes('socketBytes'),
      ...kernel,
      'kernel-other': Math.max(0, bytes('cgroupKernelBytes') - listed),
    },
    source,
    (
      [
        ['shmemBytes', 'shared-memory'],
        ['slabUnreclaimableBytes', 'slab-unreclaimable'],
      ] as const
    )
      .filter(([name]) => metrics[name] === undefined)
      .map(([, component]): ComponentId => component),
  );
}
