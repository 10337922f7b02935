import type { SampleScope } from '../../model/sample.ts';
import type { Metrics } from '../sample-draft.ts';

/** A measurement of the telegraf family, as line protocol or JSON: a name, tags that say whose, fields with numbers. */
export interface Measurement {
  readonly name: string;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface MeasuredSample {
  readonly scope: SampleScope;
  readonly host: string | null;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
}

type Fields = Readonly<Record<string, string>>;

/** Fields of telegraf's plugins, sizes in bytes. `used` is kept under its own name (see free). */
const mem: Fields = {
  total: 'memTotalBytes',
  available: 'memAvailableBytes',
  free: 'memFreeBytes',
  used: 'memUsedBytes',
  buffered: 'buffersBytes',
  cached: 'cachedBytes',
  shared: 'shmemBytes',
  slab: 'slabBytes',
  sreclaimable: 'slabReclaimableBytes',
  sunreclaim: 'slabUnreclaimableBytes',
  active: 'activeBytes',
  inactive: 'inactiveBytes',
  dirty: 'dirtyBytes',
  write_back: 'writebackBytes',
  mapped: 'mappedBytes',
  page_tables: 'pageTablesBytes',
  committed_as: 'committedBytes',
  commit_limit: 'commitLimitBytes',
  vmalloc_used: 'vmallocUsedBytes',
  swap_total: 'swapTotalBytes',
  swap_free: 'swapFreeBytes',
  swap_cached: 'swapCachedBytes',
  available_percent: 'memAvailablePercent',
  used_percent: 'memUsedPercent',
};
const swap: Fields = {
  total: 'swapTotalBytes',
  free: 'swapFreeBytes',
  used: 'swapUsedBytes',
  used_percent: 'swapUsedPercent',
  in: 'swapInBytesTotal',
  out: 'swapOutBytesTotal',
};
const procstat: Fields = {
  memory_rss: 'rssBytes',
  memory_vms: 'virtualBytes',
  memory_swap: 'swapBytes',
  memory_locked: 'lockedBytes',
  memory_data: 'dataBytes',
  memory_usage: 'memoryPercent',
  major_faults: 'majorFaultsTotal',
};
const dockerMem: Fields = {
  usage: 'cgroupUsageBytes',
  limit: 'cgroupLimitBytes',
  max_usage: 'cgroupPeakBytes',
  fail_count: 'cgroupMaxTotal',
  rss: 'anonBytes',
  total_rss: 'anonBytes',
  cache: 'cachedBytes',
  total_cache: 'cachedBytes',
  inactive_file: 'inactiveFileBytes',
  total_inactive_file: 'inactiveFileBytes',
  usage_percent: 'memUsedPercent',
};
const kubernetes: Fields = {
  memory_usage_bytes: 'cgroupUsageBytes',
  memory_working_set_bytes: 'workingSetBytes',
  memory_rss_bytes: 'anonBytes',
  memory_major_page_faults: 'majorFaultsTotal',
};
const kernelVmstat: Fields = {
  oom_kill: 'oomKillCount',
  pgmajfault: 'majorFaultsTotal',
  pgfault: 'faultsTotal',
  pswpin: 'swapInPagesTotal',
  pswpout: 'swapOutPagesTotal',
};

const plugins: Readonly<Record<string, { readonly scope: SampleScope; readonly fields: Fields }>> = {
  mem: { scope: 'system', fields: mem },
  swap: { scope: 'system', fields: swap },
  kernel_vmstat: { scope: 'system', fields: kernelVmstat },
  procstat: { scope: 'process', fields: procstat },
  docker_container_mem: { scope: 'cgroup', fields: dockerMem },
  podman_container_mem: { scope: 'cgroup', fields: dockerMem },
  kubernetes_pod_container: { scope: 'cgroup', fields: kubernetes },
  kubernetes_system_container: { scope: 'cgroup', fields: kubernetes },
};

/** Series that telegraf's prometheus_client makes of its plugins: `mem_available`, `procstat_memory_rss`. */
export function measurementSeries(): [string, { readonly metric: string; readonly scope: SampleScope }][] {
  return Object.entries(plugins).flatMap(([name, { scope, fields }]) =>
    Object.entries(fields).map(([field, metric]): [string, { metric: string; scope: SampleScope }] => [
      `${name}_${field}`,
      { metric, scope },
    ]),
  );
}

export function isMeasurement(name: string): boolean {
  return Object.hasOwn(plugins, name);
}

/** What a measurement says about memory; null where it is of another plugin or holds nothing of use. */
export function readMeasurement({ name, tags, fields }: Measurement): MeasuredSample | null {
  const plugin = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
  if (!plugin) return null;
  const metrics: Metrics = {};
  let found = false;
  for (const field in fields) {
    const value = fields[field];
    const metric = Object.hasOwn(plugin.fields, field) ? plugin.fields[field] : undefined;
    if (!metric || typeof value !== 'number' || !(value >= 0) || value > Number.MAX_SAFE_INTEGER) continue;
    metrics[metric] = value;
    found = true;
  }
  if (!found) return null;
  const tag = (...names: string[]): string | null => {
    for (const each of names) if (typeof tags[each] === 'string' && tags[each] !== '') return tags[each];
    return null;
  };
  const pid = Number(tags.pid ?? fields.pid ?? Number.NaN);
  const container = [tag('namespace'), tag('pod_name'), tag('container_name')]
    .filter((part) => part !== null)
    .join('/');
  return {
    scope: plugin.scope,
    host: tag('host', 'node_name'),
    pid: plugin.scope === 'process' && Number.isInteger(pid) && pid > 0 ? pid : null,
    comm: plugin.scope === 'process' ? tag('process_name', 'exe', 'pattern') : null,
    cgroup: plugin.scope === 'cgroup' && container !== '' ? container : null,
    metrics,
  };
}
