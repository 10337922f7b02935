import { collect, isObject, type JsonFacts, type JsonObject, nobody, textAt } from './object-facts.ts';

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
export function dockerApi(object: JsonObject): JsonFacts | null {
  if (!isObject(object.memory_stats)) return null;
  const metrics = collect(object, dockerPaths);
  const name = textAt(object, 'name', 'id');
  return metrics && { ...nobody, scope: 'cgroup', cgroup: name?.replace(/^\/(?=[^/]+$)/, '') ?? null, metrics };
}
