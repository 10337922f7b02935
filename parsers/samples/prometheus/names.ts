import type { SampleScope } from '../../model/sample.ts';
import { measurementSeries } from '../names/measurement.ts';
import { meminfoMetrics } from '../names/meminfo-keys.ts';
import { vmstatCounters } from '../names/proc-vmstat-keys.ts';

/** Labels of one series. */
export type Labels = Readonly<Record<string, string>>;

/** Whom a series speaks of, in the fields of a sample. */
export interface PrometheusEntity {
  readonly scope: SampleScope;
  readonly host: string | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
  readonly zone: string | null;
}

/** How one series becomes a metric. */
export interface PrometheusMetric {
  readonly metric: string;
  readonly entity: PrometheusEntity;
  readonly scale: number;
  readonly isBytes: boolean;
  /** One of several series that make the metric only together: their sum. */
  readonly isPart: boolean;
  /** 0 says `unlimited`. */
  readonly zeroIsAbsent: boolean;
}

interface Target {
  readonly metric: string;
  readonly scope: SampleScope;
  readonly scale?: number;
  readonly isPart?: boolean;
  readonly zeroIsAbsent?: boolean;
}

const system = (metric: string, scale = 1): Target => ({ metric, scope: 'system', scale });
const process = (metric: string): Target => ({ metric, scope: 'process' });
const cgroup = (metric: string): Target => ({ metric, scope: 'cgroup' });

const targets = new Map<string, Target>([
  ...Object.entries(meminfoMetrics).flatMap(([key, metric]) => {
    const name = `node_memory_${key.replace(/[()]/g, '_').replace(/_$/, '')}`;
    return [[`${name}_bytes`, system(metric)] as const, [name, system(metric)] as const];
  }),
  ...Object.entries(vmstatCounters).map(
    ([key, { metric, scale }]) => [`node_vmstat_${key}`, system(metric, scale)] as const,
  ),
  ['node_pressure_memory_waiting_seconds_total', system('psiMemorySomeUsTotal', 1e6)],
  ['node_pressure_memory_stalled_seconds_total', system('psiMemoryFullUsTotal', 1e6)],
  ['node_pressure_io_waiting_seconds_total', system('psiIoSomeUsTotal', 1e6)],
  ['node_pressure_io_stalled_seconds_total', system('psiIoFullUsTotal', 1e6)],
  ['node_pressure_cpu_waiting_seconds_total', system('psiCpuSomeUsTotal', 1e6)],
  ['node_procs_running', system('tasksRunnable')],
  ['node_procs_blocked', system('tasksBlocked')],
  ['node_zfs_arc_size', system('zfsArcBytes')],
  ['node_memory_working_set_bytes', system('workingSetBytes')],
  ['machine_memory_bytes', system('memTotalBytes')],
  ['process_resident_memory_bytes', process('rssBytes')],
  ['process_virtual_memory_bytes', process('virtualBytes')],
  ['go_memstats_heap_alloc_bytes', process('heapUsedBytes')],
  ['go_memstats_heap_sys_bytes', process('heapCommittedBytes')],
  ['nodejs_heap_size_used_bytes', process('heapUsedBytes')],
  ['nodejs_heap_size_total_bytes', process('heapCommittedBytes')],
  ['nodejs_external_memory_bytes', process('externalBytes')],
  ['container_memory_usage_bytes', cgroup('cgroupUsageBytes')],
  ['container_memory_working_set_bytes', cgroup('workingSetBytes')],
  ['pod_memory_working_set_bytes', cgroup('workingSetBytes')],
  ['container_memory_rss', cgroup('anonBytes')],
  ['container_memory_cache', cgroup('cachedBytes')],
  ['container_memory_swap', cgroup('cgroupSwapBytes')],
  ['container_memory_mapped_file', cgroup('mappedBytes')],
  ['container_memory_kernel_usage', cgroup('cgroupKernelBytes')],
  ['container_memory_max_usage_bytes', cgroup('cgroupPeakBytes')],
  ['container_memory_failcnt', cgroup('cgroupMaxTotal')],
  ['container_oom_events_total', cgroup('oomKillCount')],
  ['container_spec_memory_limit_bytes', { metric: 'cgroupLimitBytes', scope: 'cgroup', zeroIsAbsent: true }],
  [
    'container_spec_memory_reservation_limit_bytes',
    { metric: 'cgroupSoftLimitBytes', scope: 'cgroup', zeroIsAbsent: true },
  ],
]);

/** Label values that choose among the series of one name. */
const chosen: Readonly<Record<string, (labels: Labels) => Target | null>> = {
  jvm_memory_used_bytes: (labels) => jvm(labels, { heap: 'heapUsedBytes', nonheap: 'nonHeapUsedBytes' }),
  jvm_memory_bytes_used: (labels) => jvm(labels, { heap: 'heapUsedBytes', nonheap: 'nonHeapUsedBytes' }),
  jvm_memory_committed_bytes: (labels) => jvm(labels, { heap: 'heapCommittedBytes' }),
  jvm_memory_bytes_committed: (labels) => jvm(labels, { heap: 'heapCommittedBytes' }),
  container_memory_failures_total: ({ failure_type, scope }) =>
    failure_type === 'pgmajfault' && scope === 'container' ? cgroup('majorFaultsTotal') : null,
  kube_pod_container_resource_limits: ({ resource, unit }) =>
    resource === 'memory' && (unit === undefined || unit === 'byte') ? cgroup('cgroupLimitBytes') : null,
  node_buddyinfo_blocks: ({ size }) =>
    size !== undefined && /^\d\d?$/.test(size) ? { metric: `freeBlocksOrder${size}`, scope: 'zone' } : null,
  namedprocess_namegroup_memory_bytes: ({ memtype }) => {
    const metric = {
      resident: 'rssBytes',
      virtual: 'virtualBytes',
      swapped: 'swapBytes',
      proportionalResident: 'pssBytes',
    }[memtype ?? ''];
    return metric === undefined ? null : process(metric);
  },
  namedprocess_namegroup_num_procs: () => process('processes'),
};

function jvm({ area, id }: Labels, metrics: Readonly<Record<string, string>>): Target | null {
  const metric = metrics[area ?? ''];
  return metric === undefined ? null : { metric, scope: 'process', isPart: id !== undefined };
}

/** An application's own gauge of memory keeps its name: `app_cache_memory_bytes`. */
const ownMemory = /^[a-z][a-z0-9_]*(?:memory|mem|heap|rss|cache|index|buffer|arena|alloc|pool)[a-z0-9_]*_bytes$/;
const notMemory =
  /^(?:node|container|kube|process|go|prometheus|scrape|kubelet|etcd_disk|apiserver|jvm|nodejs|python)_|_(?:total|sum|count|bucket|created|disk|file|request|response|sent|received|written|read)_?|max_bytes$/;

/** True for names that show an exposition of memory by themselves. */
export function isMemorySeries(name: string): boolean {
  return targets.has(name) || Object.hasOwn(chosen, name) || isOwnGauge(name);
}

function isOwnGauge(name: string): boolean {
  return name.length <= 100 && ownMemory.test(name) && !notMemory.test(name);
}

/** What a series means; null for those that say nothing about memory. */
export function prometheusMetric(name: string, labels: Labels): PrometheusMetric | null {
  const target = targetOf(name, labels);
  if (!target) return null;
  return {
    metric: target.metric,
    entity: entityOf(target.scope, labels),
    scale: target.scale ?? 1,
    isBytes: isBytes(target.metric),
    isPart: target.isPart ?? false,
    zeroIsAbsent: target.zeroIsAbsent ?? false,
  };
}

/** An exposition says the same names again and again, a hostile one never. */
const mostNames = 5000;

function remembered(ask: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    if (answers.size >= mostNames) answers.clear();
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}

const isBytes = remembered((metric) => /Bytes(?:Total)?$|_bytes$/.test(metric));

/** Whether labels can make a series of this name one of memory. */
export const isEverMemory: (name: string) => boolean = remembered(
  (name) => isMemorySeries(name) || telegraf.has(name) || name.startsWith('node_memory_numa_'),
);

/** Names that others use too: taken only with the label that telegraf puts on all of its series. */
const telegraf = new Map<string, Target>(measurementSeries());

function targetOf(name: string, labels: Labels): Target | null {
  const known = targets.get(name) ?? (labels.host === undefined ? undefined : telegraf.get(name));
  if (known) return known;
  const choose = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
  if (choose) return choose(labels);
  if (name.startsWith('node_memory_numa_') && labels.node !== undefined) {
    const metric = meminfoMetrics[name.slice(17)];
    return metric === undefined ? null : { metric, scope: 'zone' };
  }
  return isOwnGauge(name) ? process(name) : null;
}

function entityOf(scope: SampleScope, labels: Labels): PrometheusEntity {
  const none = { scope, host: hostOf(labels), comm: null, cgroup: null, zone: null };
  if (scope === 'process') return { ...none, comm: labels.groupname ?? labels.process_name ?? labels.job ?? null };
  if (scope === 'cgroup') return { ...none, cgroup: cgroupOf(labels) };
  if (scope === 'zone') return { ...none, zone: zoneOf(labels) };
  return none;
}

/** The machine behind `instance`; a loopback address says nothing. */
function hostOf({ node, nodename, host: name, instance, kubernetes_node, zone }: Labels): string | null {
  if (nodename) return nodename;
  if (name) return name;
  if (node && !/^\d+$/.test(node) && zone === undefined) return node;
  if (kubernetes_node) return kubernetes_node;
  const host = instance?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return !host || /^(?:localhost|127\..*|::1)$/.test(host) ? null : host;
}

/** cAdvisor's cgroup path, else namespace/pod/container as far as they are there. */
function cgroupOf(labels: Labels): string | null {
  if (labels.id?.startsWith('/')) return labels.id;
  const { namespace } = labels;
  const pod = labels.pod ?? labels.pod_name;
  const container = labels.container ?? labels.container_name ?? labels.name;
  const name = [namespace, pod, container].filter((part) => part !== undefined && part !== '').join('/');
  return name === '' ? null : name;
}

function zoneOf({ node, zone }: Labels): string | null {
  if (node === undefined) return null;
  return zone === undefined ? `node ${node}` : `node ${node} zone ${zone}`;
}
