import type { MemInfo } from '../../../parsers/model/records/mem-info.ts';
import type { Span } from '../../../parsers/model/span.ts';
import type { ComponentId } from './components.ts';
import { hugetlbBytes } from './host.ts';
import { type AccountingResult, refused, settle } from './sum.ts';

const mandatory = ['active_anon', 'inactive_anon', 'active_file', 'inactive_file', 'unevictable', 'shmem'] as const;

/**
 * Where the memory of the allowed nodes went (cpuset or mempolicy), from their own lines: the global counters of such a
 * report are those of the whole host. Slab stands on no line of a node since 4.14 and is then part of what is unaccounted.
 */
export function nodeAccounting(memInfo: MemInfo, allowed: ReadonlySet<number>, source: Span): AccountingResult {
  const nodes = memInfo.nodes.filter((node) => allowed.has(node.node));
  const zones = memInfo.zones.filter((zone) => allowed.has(zone.node ?? 0));
  if (nodes.length < allowed.size) {
    return refused('the report does not print the lines of all allowed nodes: accounting incomplete');
  }
  const missing = mandatory.filter((key) => nodes.some((node) => node.counters[key] === undefined));
  if (missing.length > 0) return refused(`the lines of the allowed nodes lack ${missing.join(', ')}`);
  if (zones.length === 0 || zones.some((zone) => zone.managedBytes === null || zone.freeBytes === null)) {
    return refused('the zone lines of the allowed nodes do not say how much they manage');
  }

  const places = [...nodes, ...zones];
  const sum = (key: string): number => places.reduce((bytes, place) => bytes + (place.counters[key] ?? 0), 0);
  const onNodes = (key: string): number => nodes.reduce((bytes, node) => bytes + (node.counters[key] ?? 0), 0);
  const isPrinted = (key: string): boolean => places.some((place) => place.counters[key] !== undefined);
  const anonBytes = onNodes('active_anon') + onNodes('inactive_anon') + onNodes('isolated(anon)');
  const sharedOnAnon = Math.min(onNodes('shmem'), anonBytes);
  const sharedOnLocked = Math.min(onNodes('shmem') - sharedOnAnon, onNodes('unevictable'));
  const notPrinted = (
    [
      ['slab_unreclaimable', 'slab-unreclaimable'],
      ['slab_reclaimable', 'slab-reclaimable'],
      ['kernel_stack', 'kernel-stacks'],
      ['pagetables', 'page-tables'],
    ] as const
  )
    .filter(([key]) => !isPrinted(key))
    .map(([, component]): ComponentId => component);

  return settle(
    'node',
    zones.reduce((bytes, zone) => bytes + (zone.managedBytes ?? 0), 0),
    {
      free: zones.reduce((bytes, zone) => bytes + (zone.freeBytes ?? 0) + (zone.freePcpBytes ?? 0), 0),
      anonymous: anonBytes - sharedOnAnon,
      'shared-memory': sharedOnAnon + sharedOnLocked,
      'page-cache': onNodes('active_file') + onNodes('inactive_file') + onNodes('isolated(file)'),
      locked: onNodes('unevictable') - sharedOnLocked,
      'slab-reclaimable': sum('slab_reclaimable'),
      'slab-unreclaimable': sum('slab_unreclaimable'),
      'kernel-stacks': sum('kernel_stack'),
      'page-tables': sum('pagetables') + sum('sec_pagetables'),
      hugetlb: hugetlbBytes(memInfo, allowed),
      bounce: sum('bounce'),
    },
    source,
    notPrinted,
  );
}

/** `0-1,3` as printed in nodemask and mems_allowed; null for `(null)` and for anything else. */
export function parseNodeList(text: string | null): ReadonlySet<number> | null {
  if (text === null || !/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.test(text)) return null;
  const nodes = new Set<number>();
  for (const range of text.split(',')) {
    const [first = 0, last = first] = range.split('-').map(Number);
    for (let node = first; node <= Math.min(last, first + highestNode); node++) nodes.add(node);
  }
  return nodes;
}

/** MAX_NUMNODES is at most 1024 (CONFIG_NODES_SHIFT=10). */
const highestNode = 1023;
