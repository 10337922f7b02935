import { readFileSync } from 'node:fs';

/** Files of a cgroup's memory controller, by hierarchy. */
interface MemoryFiles {
  readonly folder: string;
  readonly usage: string;
  readonly limit: string;
  /** Lines of `memory.stat` that can be reclaimed. */
  readonly cache: readonly string[];
}

/** Limit of the cgroup that we are in; null where it has none, or cannot be seen. */
export function ownLimitBytes(files: MemoryFiles | null = ownFiles()): number | null {
  if (files === null) return null;
  try {
    const limit = Number(readFileSync(`${files.folder}/${files.limit}`, 'latin1'));
    // "max", or the largest page-aligned number of v1.
    return Number.isSafeInteger(limit) ? limit : null;
  } catch {
    return null;
  }
}

/**
 * How much memory the cgroup that we are in can still take before something in it is killed: its limit less what is used and
 * cannot be reclaimed. Null where it has no limit.
 */
export function createOwnRoom(proc = '/proc', mount = '/sys/fs/cgroup'): () => number | null {
  const files = ownFiles(proc, mount);
  return () => {
    const limit = ownLimitBytes(files);
    if (files === null || limit === null) return null;
    try {
      const usage = Number(readFileSync(`${files.folder}/${files.usage}`, 'latin1'));
      const stat = readFileSync(`${files.folder}/memory.stat`, 'latin1');
      const amount = (key: string): number => Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
      return limit - usage + files.cache.reduce((sum, key) => sum + amount(key), 0);
    } catch {
      return null;
    }
  };
}

function ownFiles(proc = '/proc', mount = '/sys/fs/cgroup'): MemoryFiles | null {
  let text: string;
  try {
    text = readFileSync(`${proc}/self/cgroup`, 'latin1');
  } catch {
    return null;
  }
  const v1 = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m.exec(text)?.[1];
  if (v1 !== undefined) {
    return {
      folder: `${mount}/memory${v1}`,
      usage: 'memory.usage_in_bytes',
      limit: 'memory.limit_in_bytes',
      cache: ['total_inactive_file', 'total_active_file'],
    };
  }
  const v2 = /^0::(.*)$/m.exec(text)?.[1];
  if (v2 === undefined) return null;
  return {
    folder: `${mount}${v2}`,
    usage: 'memory.current',
    limit: 'memory.max',
    cache: ['inactive_file', 'active_file'],
  };
}
