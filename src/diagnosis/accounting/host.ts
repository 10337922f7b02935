import type { MemInfo } from '../../../parsers/model/records/mem-info.ts';
import type { Span } from '../../../parsers/model/span.ts';
import type { ComponentId } from './components.ts';
import { summed } from './counters.ts';
import { type AccountingResult, refused, settle } from './sum.ts';
import { withToldOfRest } from './told-of-rest.ts';

const mandatory = [
  'active_anon',
  'inactive_anon',
  'active_file',
  'inactive_file',
  'unevictable',
  'slab_reclaimable',
  'slab_unreclaimable',
  'shmem',
  'pagetables',
  'free',
] as const;

/** Zones of nodes that the report leaves out hold more than this share of RAM: nodes are hidden. */
const hiddenShare = 0.02;

/**
 * Where the RAM of the host went, from the Mem-Info block:
 * managed = free + anonymous LRU + file LRU + unevictable + slab + stacks + page tables + huge pages + rest.
 *
 * Shared memory lies on the anonymous lists (or, locked, on the unevictable one) and is taken out of them.
 */
export function hostAccounting(memInfo: MemInfo, pageSizeBytes: number | null, source: Span): AccountingResult {
  const { counters, ramPages, reservedPages } = memInfo;
  const missing = mandatory.filter((key) => counters[key] === undefined);
  if (missing.length > 0)
    return refused(`the Mem-Info block lacks ${missing.slice(0, 3).join(', ')}: accounting incomplete`);
  if (ramPages === null || reservedPages === null) {
    return refused('the lines "pages RAM" and "pages reserved" are missing: the total is unknown');
  }
  const page = memInfo.pageSizeBytes ?? pageSizeBytes;
  if (page === null) return refused('nothing in the report proves the page size');
  const pages = (key: string): number => counters[key] ?? 0;
  const pagesOf = (component: ComponentId): number => summed(component, 'pages', pages);
  const lines = (component: ComponentId): number =>
    summed(component, 'lines', (key) => printedBytes(memInfo, key) ?? 0);
  const managedPages = ramPages - reservedPages;
  const notPrinted: ComponentId[] = [];

  const anonPages = pagesOf('anonymous');
  const sharedOnAnon = Math.min(pages('shmem'), anonPages);
  const sharedOnLocked = Math.min(pages('shmem') - sharedOnAnon, pages('unevictable'));

  const nodesHidden = hidesNodes(memInfo, managedPages * page);
  const stackBytes = nodesHidden ? null : printedBytes(memInfo, 'kernel_stack');
  if (stackBytes === null) notPrinted.push('kernel-stacks');
  const hugepagesPrinted = memInfo.hugepages.length > 0 && !nodesHidden;
  if (!hugepagesPrinted) notPrinted.push('hugetlb');

  const settled = settle(
    'host',
    managedPages * page,
    {
      free: pagesOf('free') * page,
      anonymous: (anonPages - sharedOnAnon) * page,
      'shared-memory': (sharedOnAnon + sharedOnLocked) * page,
      'page-cache': pagesOf('page-cache') * page,
      locked: (pagesOf('locked') - sharedOnLocked) * page,
      'slab-reclaimable': pagesOf('slab-reclaimable') * page,
      'slab-unreclaimable': pagesOf('slab-unreclaimable') * page,
      'kernel-stacks': stackBytes ?? 0,
      'page-tables': pagesOf('page-tables') * page,
      hugetlb: hugepagesPrinted ? hugetlbBytes(memInfo) : 0,
      bounce: pagesOf('bounce') * page,
    },
    source,
    notPrinted,
  );
  return nodesHidden
    ? settled
    : withToldOfRest(settled, {
        graphics: lines('graphics'),
        zswap: lines('zswap'),
        balloon: lines('balloon'),
      });
}

/** From the lines of nodes or of zones: kernel stacks moved from these to those in 5.10. Null where neither prints it. */
export function printedBytes(memInfo: MemInfo, key: string): number | null {
  const printed = [...memInfo.nodes, ...memInfo.zones].flatMap(({ counters }) => counters[key] ?? []);
  return printed.length === 0 ? null : printed.reduce((sum, bytes) => sum + bytes, 0);
}

export function hugetlbBytes(memInfo: MemInfo, nodes: ReadonlySet<number> | null = null): number {
  return memInfo.hugepages
    .filter((pool) => nodes === null || nodes.has(pool.node))
    .reduce((sum, pool) => sum + pool.total * pool.pageBytes, 0);
}

/** A request bound to some nodes has only their lines printed, while the global counters stay those of the host. */
function hidesNodes(memInfo: MemInfo, managedBytes: number): boolean {
  const managed = memInfo.zones.map((zone) => zone.managedBytes);
  if (managed.length === 0 || managed.includes(null)) return false;
  return managed.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) < managedBytes * (1 - hiddenShare);
}
