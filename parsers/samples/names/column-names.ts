import type { SampleScope } from '../../model/sample.ts';
import { unitBytes } from '../text/quantity.ts';
import { valueFiles } from './cgroup-files.ts';
import { meminfoMetrics } from './meminfo-keys.ts';
import { vmstatCounters } from './proc-vmstat-keys.ts';
import { sysstatColumn } from './sysstat-columns.ts';

/** What the name of a column or of a JSON member says. */
export interface NamedMetric {
  readonly metric: string;
  /** `size`: bytes once multiplied by `unit`. `percent`: 0..100. `plain`: a count or rate as it is. */
  readonly kind: 'size' | 'percent' | 'plain';
  /** Bytes in one unit; null where the name has none and the values must show it. */
  readonly unit: number | null;
  /** The unit's name is taken for 1024-based without proof: `MB`, `GB`. */
  readonly assumed: 'MiB' | 'GiB' | null;
}

/** Bare names, without unit and separators, in lower case. */
const sizes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(meminfoMetrics).map(([key, metric]) => [key.toLowerCase().replace(/[()_]/g, ''), metric]),
  ),
  total: 'memTotalBytes',
  totalmem: 'memTotalBytes',
  totalmemory: 'memTotalBytes',
  memorytotal: 'memTotalBytes',
  used: 'memUsedBytes',
  mem: 'memUsedBytes',
  memory: 'memUsedBytes',
  memused: 'memUsedBytes',
  usedmem: 'memUsedBytes',
  usedmemory: 'memUsedBytes',
  memoryused: 'memUsedBytes',
  memusage: 'memUsedBytes',
  memoryusage: 'memUsedBytes',
  ramused: 'memUsedBytes',
  free: 'memFreeBytes',
  freemem: 'memFreeBytes',
  freememory: 'memFreeBytes',
  memoryfree: 'memFreeBytes',
  available: 'memAvailableBytes',
  avail: 'memAvailableBytes',
  availablemem: 'memAvailableBytes',
  availablememory: 'memAvailableBytes',
  memavail: 'memAvailableBytes',
  memoryavailable: 'memAvailableBytes',
  buffer: 'buffersBytes',
  buff: 'buffersBytes',
  bufs: 'buffersBytes',
  buffered: 'buffersBytes',
  membuffers: 'buffersBytes',
  cache: 'cacheColumnBytes',
  cached: 'cacheColumnBytes',
  cach: 'cacheColumnBytes',
  memcached: 'cacheColumnBytes',
  buffcache: 'buffCacheColumnBytes',
  shared: 'shmemBytes',
  memshared: 'shmemBytes',
  swpd: 'swapUsedBytes',
  swapused: 'swapUsedBytes',
  usedswap: 'swapUsedBytes',
  // Of a process what it has in swap; of a machine nobody knows whether it is used or free: see `settleScope`.
  swap: 'swapBytes',
  freeswap: 'swapFreeBytes',
  totalswap: 'swapTotalBytes',
  anon: 'anonBytes',
  committedas: 'committedBytes',
  rss: 'rssBytes',
  memrss: 'rssBytes',
  memoryrss: 'rssBytes',
  rssmemory: 'rssBytes',
  resident: 'rssBytes',
  residentmemory: 'rssBytes',
  residentsetsize: 'rssBytes',
  res: 'rssBytes',
  vsz: 'virtualBytes',
  vms: 'virtualBytes',
  virt: 'virtualBytes',
  vsize: 'virtualBytes',
  memoryvms: 'virtualBytes',
  memoryswap: 'swapBytes',
  pss: 'pssBytes',
  uss: 'ussBytes',
  heapused: 'heapUsedBytes',
  heapusedmem: 'heapUsedBytes',
  heaptotal: 'heapCommittedBytes',
  heapcommitted: 'heapCommittedBytes',
  external: 'externalBytes',
  workingset: 'workingSetBytes',
  memoryworkingset: 'workingSetBytes',
  memorycurrent: 'cgroupUsageBytes',
  memorylimit: 'cgroupLimitBytes',
  memorymax: 'cgroupLimitBytes',
};

const percents: Readonly<Record<string, string>> = {
  // Of a process its share; of a machine the share in use: see `settleScope`.
  mem: 'memoryPercent',
  memory: 'memoryPercent',
  memused: 'memUsedPercent',
  memoryused: 'memUsedPercent',
  usedmemory: 'memUsedPercent',
  memusage: 'memUsedPercent',
  memoryusage: 'memUsedPercent',
  used: 'memUsedPercent',
  usage: 'memUsedPercent',
  ram: 'memoryPercent',
  '': 'memoryPercent',
  available: 'memAvailablePercent',
  memavailable: 'memAvailablePercent',
  swap: 'swapUsedPercent',
  swapused: 'swapUsedPercent',
  swapusage: 'swapUsedPercent',
};

const units = 'bytes|byte|kib|mib|gib|tib|kb|mb|gb|tb|b|percent|percentage|pct|perc';
const suffixed = new RegExp(`^(.*?)(?:[ _./-]+|(?=[([]))[([]?(${units}|%)[)\\]]?$`, 'i');
const prefixed = /^(percent|pct|%)[ _./-]*(?:of[ _./-]*)?(.*)$/i;
const camelCased = /^(.*?[a-z])(Bytes|KiB|MiB|GiB|KB|MB|GB|Percent|Pct)$/;

/**
 * What a name such as `used_mb`, `mem.free (KiB)`, `heapUsed`, `memory_percent`, `MemAvailable`, `kbmemfree`, `pgmajfault`
 * says; null for names that are none of memory's.
 */
export function namedMetric(name: string): NamedMetric | null {
  const text = name.trim().replace(/^["']|["']$/g, '');
  if (text === '' || text.length > 80) return null;
  const file = Object.hasOwn(valueFiles, text) ? valueFiles[text] : undefined;
  if (file) return { metric: file, kind: file.endsWith('Bytes') ? 'size' : 'plain', unit: 1, assumed: null };
  const column = sysstatColumn(text);
  if (column)
    return { metric: column.metric, kind: column.isSize ? 'size' : 'plain', unit: column.scale, assumed: null };
  const counter = Object.hasOwn(vmstatCounters, text) ? vmstatCounters[text] : undefined;
  if (counter)
    return { metric: counter.metric, kind: counter.scale === 1 ? 'plain' : 'size', unit: counter.scale, assumed: null };
  const match =
    suffixed.exec(text) ?? camelCased.exec(text) ?? (/%$/.test(text) ? [text, text.slice(0, -1), '%'] : null);
  const ahead = match ? null : prefixed.exec(text);
  const stem = bareName(match?.[1] ?? ahead?.[2] ?? text);
  const unit = (match?.[2] ?? ahead?.[1] ?? '').toLowerCase();
  if (unit === '%' || unit.startsWith('p')) return percentOf(stem);
  const metric = Object.hasOwn(sizes, stem) ? sizes[stem] : undefined;
  if (!metric) return null;
  if (unit === '') return { metric, kind: 'size', unit: null, assumed: null };
  return { metric, kind: 'size', unit: unitBytes(unit, 1024), assumed: assumedUnit(unit) };
}

function percentOf(stem: string): NamedMetric | null {
  const metric = Object.hasOwn(percents, stem) ? percents[stem] : undefined;
  return metric === undefined ? null : { metric, kind: 'percent', unit: 1, assumed: null };
}

const assumedUnit = (unit: string): NamedMetric['assumed'] => (unit === 'mb' ? 'MiB' : unit === 'gb' ? 'GiB' : null);

/** `Mem.Used`, `mem_used`, `system memory used` and `memUsed` are one name. */
function bareName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:system|node|host|os|proc|process|sys|docker|container)[ _./-]+/, '')
    .replace(/[^a-z0-9]/g, '');
}

/**
 * Settles names that depend on whom they speak of. Of a process, used swap, shared memory and a share are its own, and a share
 * of memory used is the machine's: dropped. Of a machine, a bare share is one of memory used, and a bare `swap` may be used or
 * free: dropped.
 */
export function settleScope(metrics: Record<string, number>, scope: SampleScope): void {
  if (scope === 'process') {
    rename(metrics, 'swapUsedBytes', 'swapBytes');
    rename(metrics, 'shmemBytes', 'sharedBytes');
    remove(metrics, 'memUsedPercent');
    return;
  }
  rename(metrics, 'memoryPercent', 'memUsedPercent');
  if (scope === 'cgroup') rename(metrics, 'swapBytes', 'cgroupSwapBytes');
  else remove(metrics, 'swapBytes');
}

/** The engine takes its time over what is not there. */
function remove(metrics: Record<string, number>, name: string): void {
  if (metrics[name] !== undefined) delete metrics[name];
}

function rename(metrics: Record<string, number>, from: string, to: string): void {
  const value = metrics[from];
  if (value === undefined) return;
  delete metrics[from];
  metrics[to] ??= value;
}

/** Columns that say when and whose. */
export type PlainColumn = 'time' | 'date' | 'pid' | 'comm' | 'host' | 'cgroup';

export function plainColumn(name: string): PlainColumn | null {
  const text = name
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (
    /^(?:@?timestamp|time|ts|datetime|date[ _]?time|epoch|unix(?:time|_time)?|_time|clock|when|time[ _]?stamp|utc|localtime)(?:[ _(].*)?$/.test(
      text,
    )
  )
    return 'time';
  if (text === 'date' || text === 'day') return 'date';
  if (text === 'pid' || text === 'process_id' || text === 'process id') return 'pid';
  if (/^(?:comm|command|cmd|process|process[ _]?name|name|program|exe)$/.test(text)) return 'comm';
  if (/^(?:host|hostname|node|nodename|server|instance)$/.test(text)) return 'host';
  return /^(?:cgroup|container|container[ _]?name|pod|pod[ _]?name|unit)$/.test(text) ? 'cgroup' : null;
}
