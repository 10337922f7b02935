import type { RawSample, SampleScope } from '../../model/sample.ts';
import { namedMetric, settleScope } from '../names/column-names.ts';
import { readMeasurement } from '../names/measurement.ts';
import { isEmpty, type Metrics } from '../sample-draft.ts';
import { createBareUnitEvidence } from '../text/bare-unit.ts';
import { procpsUnitBytes } from '../text/procps-unit.ts';
import { parseQuantity } from '../text/quantity.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What one JSON object says about memory. */
export interface JsonFacts {
  readonly scope: SampleScope;
  readonly host: string | null;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
  readonly unitAssumed: RawSample['unitAssumed'];
}

const nobody = { host: null, pid: null, comm: null, cgroup: null, unitAssumed: null } as const;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads telegraf, metricbeat, Docker's stats API, psutil dicts, Node's `process.memoryUsage()`, and flat objects whose
 * members name themselves (`"rss_mb": 12`), the latter only where a time is in them: settings name memory too. Empty for
 * anything else.
 */
export function readObject(object: JsonObject, isTimed: boolean): readonly JsonFacts[] {
  const known = telegraf(object) ?? beat(object) ?? docker(object) ?? node(object);
  if (known) return [known];
  const tuples = psutil(object);
  if (tuples.length > 0) return tuples;
  const named = isTimed ? flat(object) : null;
  return named ? [named] : [];
}

function at(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path.split('.')) {
    if (!isObject(here)) return undefined;
    here = here[key];
  }
  return here;
}

/** A member by its path, nested or with dots in its name. */
function numberAt(object: JsonObject, path: string): number | null {
  const value = object[path] ?? at(object, path);
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

function textAt(object: JsonObject, ...paths: string[]): string | null {
  for (const path of paths) {
    const value = object[path] ?? at(object, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function collect(object: JsonObject, paths: Readonly<Record<string, string>>, scale = 1): Metrics | null {
  const metrics: Metrics = {};
  let found = false;
  for (const path in paths) {
    const value = numberAt(object, path);
    if (value === null) continue;
    metrics[paths[path] as string] ??= value * scale;
    found = true;
  }
  return found ? metrics : null;
}

function telegraf(object: JsonObject): JsonFacts | null {
  const { name, fields, tags } = object;
  if (typeof name !== 'string' || !isObject(fields)) return null;
  const measured = readMeasurement({ name, fields, tags: isObject(tags) ? tags : {} });
  return measured && { ...measured, unitAssumed: null };
}

const beatSystem = {
  'system.memory.total': 'memTotalBytes',
  'system.memory.free': 'memFreeBytes',
  'system.memory.cached': 'cachedBytes',
  'system.memory.used.bytes': 'memUsedBytes',
  'system.memory.actual.free': 'memAvailableBytes',
  'system.memory.swap.total': 'swapTotalBytes',
  'system.memory.swap.free': 'swapFreeBytes',
  'system.memory.swap.used.bytes': 'swapUsedBytes',
};
const beatProcess = {
  'system.process.memory.rss.bytes': 'rssBytes',
  'system.process.memory.size': 'virtualBytes',
  'system.process.memory.share': 'sharedBytes',
};
const beatCgroup = {
  'docker.memory.usage.total': 'cgroupUsageBytes',
  'docker.memory.limit': 'cgroupLimitBytes',
  'docker.memory.rss.total': 'anonBytes',
  'kubernetes.container.memory.usage.bytes': 'cgroupUsageBytes',
  'kubernetes.container.memory.workingset.bytes': 'workingSetBytes',
  'kubernetes.container.memory.rss.bytes': 'anonBytes',
  'kubernetes.container.memory.majorpagefaults': 'majorFaultsTotal',
};

function beat(object: JsonObject): JsonFacts | null {
  const host = textAt(object, 'host.name', 'host.hostname', 'agent.hostname', 'beat.hostname');
  const system = collect(object, beatSystem);
  if (system) return { ...nobody, scope: 'system', host, metrics: system };
  const process = collect(object, beatProcess);
  if (process) {
    const pid = numberAt(object, 'process.pid') ?? numberAt(object, 'system.process.pid');
    const comm = textAt(object, 'process.name', 'system.process.name');
    return { ...nobody, scope: 'process', host, pid, comm, metrics: process };
  }
  const container = collect(object, beatCgroup);
  if (!container) return null;
  const path = [
    textAt(object, 'kubernetes.namespace'),
    textAt(object, 'kubernetes.pod.name'),
    textAt(object, 'kubernetes.container.name', 'container.name', 'docker.container.name'),
  ];
  return { ...nobody, scope: 'cgroup', host, cgroup: joined(path), metrics: container };
}

const dockerPaths = {
  'memory_stats.usage': 'cgroupUsageBytes',
  'memory_stats.limit': 'cgroupLimitBytes',
  'memory_stats.max_usage': 'cgroupPeakBytes',
  'memory_stats.failcnt': 'cgroupMaxTotal',
  'memory_stats.stats.anon': 'anonBytes',
  'memory_stats.stats.total_rss': 'anonBytes',
  'memory_stats.stats.file': 'cachedBytes',
  'memory_stats.stats.total_cache': 'cachedBytes',
  'memory_stats.stats.shmem': 'shmemBytes',
  'memory_stats.stats.inactive_file': 'inactiveFileBytes',
  'memory_stats.stats.total_inactive_file': 'inactiveFileBytes',
  'memory_stats.stats.slab_unreclaimable': 'slabUnreclaimableBytes',
  'memory_stats.stats.pgmajfault': 'majorFaultsTotal',
};

/** `GET /containers/ID/stats`. */
function docker(object: JsonObject): JsonFacts | null {
  if (!isObject(object.memory_stats)) return null;
  const metrics = collect(object, dockerPaths);
  const name = textAt(object, 'name', 'id');
  return metrics && { ...nobody, scope: 'cgroup', cgroup: name?.replace(/^\/(?=[^/]+$)/, '') ?? null, metrics };
}

const nodePaths = {
  rss: 'rssBytes',
  heapUsed: 'heapUsedBytes',
  heapTotal: 'heapCommittedBytes',
  external: 'externalBytes',
};

/** `process.memoryUsage()`, bare or as a member. */
function node(object: JsonObject): JsonFacts | null {
  const usage = [object, ...Object.values(object)].find(
    (each) => isObject(each) && 'heapUsed' in each && 'heapTotal' in each,
  );
  if (!isObject(usage)) return null;
  const metrics = collect(usage, nodePaths);
  if (!metrics || (metrics.rssBytes ?? 0) < 2 ** 20) return null;
  return { ...nobody, ...whose(object), scope: 'process', metrics };
}

const psutilMemory = {
  total: 'memTotalBytes',
  available: 'memAvailableBytes',
  free: 'memFreeBytes',
  used: 'memUsedBytes',
  buffers: 'buffersBytes',
  cached: 'cachedBytes',
  shared: 'shmemBytes',
  slab: 'slabBytes',
  active: 'activeBytes',
  inactive: 'inactiveBytes',
  percent: 'memUsedPercent',
};
const psutilSwap = {
  total: 'swapTotalBytes',
  free: 'swapFreeBytes',
  used: 'swapUsedBytes',
  sin: 'swapInBytesTotal',
  sout: 'swapOutBytesTotal',
  percent: 'swapUsedPercent',
};
const psutilProcess = {
  rss: 'rssBytes',
  vms: 'virtualBytes',
  shared: 'sharedBytes',
  pss: 'pssBytes',
  uss: 'ussBytes',
  swap: 'swapBytes',
  data: 'dataBytes',
};

/** `virtual_memory()._asdict()`, `swap_memory()`, `memory_info()`, bare or as members of one object: machine and process. */
function psutil(object: JsonObject): JsonFacts[] {
  const system: Metrics = {};
  const process: Metrics = {};
  for (const each of [object, ...Object.values(object)]) {
    if (!isObject(each)) continue;
    const isMemory = 'total' in each && 'available' in each && 'percent' in each;
    const isSwap = 'sin' in each && 'sout' in each;
    const isProcess = 'rss' in each && 'vms' in each;
    const values = collect(each, isMemory ? psutilMemory : isSwap ? psutilSwap : isProcess ? psutilProcess : {});
    // Numbers this small are no bytes: somebody has divided them.
    if (!values || (values.memTotalBytes ?? values.rssBytes ?? 2 ** 20) < 2 ** 20) continue;
    Object.assign(isProcess ? process : system, values);
  }
  const identity = { ...nobody, ...whose(object) };
  const facts: JsonFacts[] = [];
  if (!isEmpty(system))
    facts.push({ ...identity, pid: null, comm: null, cgroup: null, scope: 'system', metrics: system });
  if (!isEmpty(process)) facts.push({ ...identity, scope: 'process', metrics: process });
  return facts;
}

/** Members of one flat object, or of one below a name, that say by their names what they are. */
function flat(object: JsonObject): JsonFacts | null {
  const metrics: Metrics = {};
  const evidence = createBareUnitEvidence();
  const bare: [string, number][] = [];
  let unitAssumed: RawSample['unitAssumed'] = null;
  let found = false;
  for (const [name, value] of membersOf(object)) {
    const named = namedMetric(name);
    if (!named) continue;
    if (typeof value === 'string') {
      const size = named.kind === 'size' ? parseQuantity(value) : null;
      if (size) {
        metrics[named.metric] ??= size.bytes;
        found = true;
      }
    } else if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
      if (named.kind === 'percent' && value > 100) continue;
      if (named.unit === null) {
        bare.push([named.metric, value]);
        evidence.add(value);
      } else {
        metrics[named.metric] ??= named.kind === 'size' ? Math.round(value * named.unit) : value;
        unitAssumed ??= named.assumed;
        found = true;
      }
    }
  }
  const unit = evidence.guess();
  if (unit === 'B') {
    for (const [metric, value] of bare) metrics[metric] ??= value * procpsUnitBytes[unit];
    unitAssumed ??= unit;
    found ||= bare.length > 0;
  }
  if (!found) return null;
  const identity = whose(object);
  const isProcess = identity.pid !== null || ('rssBytes' in metrics && !('memFreeBytes' in metrics));
  const scope = isProcess ? 'process' : identity.cgroup !== null ? 'cgroup' : 'system';
  settleScope(metrics, scope);
  return isEmpty(metrics) ? null : { ...identity, scope, metrics, unitAssumed };
}

function* membersOf(object: JsonObject): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(object)) {
    if (!isObject(value)) yield [name, value];
    else
      for (const [inner, member] of Object.entries(value)) {
        yield [`${name}.${inner}`, member];
        if (/^(?:mem|memory|memoryusage|usage|process)$/i.test(name)) yield [inner, member];
      }
  }
}

function whose(object: JsonObject): Pick<JsonFacts, 'host' | 'pid' | 'comm' | 'cgroup'> {
  const pid = numberAt(object, 'pid');
  return {
    host: textAt(object, 'host', 'hostname', 'node', 'host.name'),
    pid: pid !== null && Number.isInteger(pid) && pid > 0 ? pid : null,
    comm: textAt(object, 'comm', 'process', 'process_name', 'cmd'),
    cgroup: textAt(object, 'cgroup', 'container', 'pod'),
  };
}

function joined(parts: readonly (string | null)[]): string | null {
  const path = parts.filter((part) => part !== null).join('/');
  return path === '' ? null : path;
}
