import { collect, type JsonFacts, type JsonObject, nobody, numberAt, textAt } from './object-facts.ts';

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

/** Documents of metricbeat: its modules system, docker and kubernetes. */
export function metricbeat(object: JsonObject): JsonFacts | null {
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

function joined(parts: readonly (string | null)[]): string | null {
  const path = parts.filter((part) => part !== null).join('/');
  return path === '' ? null : path;
}
